import * as z from 'zod/mini'
import { fileIdSchema } from '../wire/id-schema.ts'
import { isLinkAddress, isVideoAddress } from './address.ts'
import type { Block, Inline } from './tree.ts'

const children = () => z.array(inlineSchema)

/** A part of a line. */
export const inlineSchema: z.ZodMiniType<Inline> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({ type: z.literal('emphasis'), children: children() }),
    z.object({ type: z.literal('strong'), children: children() }),
    z.object({ type: z.literal('codeText'), text: z.string() }),
    z.object({ type: z.literal('link'), url: z.string().check(z.refine(isLinkAddress)), children: children() }),
    z.object({ type: z.literal('image'), file: fileIdSchema, alt: z.string() }),
    z.object({ type: z.literal('break') }),
  ]),
)

/** A part of a text. */
export const blockSchema: z.ZodMiniType<Block> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({
      type: z.literal('heading'),
      level: z.int().check(z.gte(1), z.lte(6)),
      id: z.string(),
      children: children(),
    }),
    z.object({ type: z.literal('paragraph'), children: children() }),
    z.object({ type: z.literal('list'), start: z.nullable(z.int()), items: z.array(z.array(blockSchema)) }),
    z.object({ type: z.literal('quote'), children: z.array(blockSchema) }),
    z.object({ type: z.literal('code'), language: z.nullable(z.string()), text: z.string() }),
    z.object({
      type: z.literal('table'),
      alignments: z.array(z.nullable(z.enum(['left', 'center', 'right']))),
      head: z.array(children()),
      rows: z.array(z.array(children())),
    }),
    z.object({ type: z.literal('video'), url: z.string().check(z.refine(isVideoAddress)), title: z.string() }),
    z.object({ type: z.literal('rule') }),
  ]),
)

/** A text as a tree; what comes from the network or the disk is checked by it before it is shown. */
export const contentSchema = z.array(blockSchema)
