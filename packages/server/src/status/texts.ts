import type { NewNotice, NewNoticeUpdate } from '@aftercare/protocol'
import type { Content } from '@aftercare/protocol/content'
import { filesIn } from '../content/parts-of.ts'
import { refused } from '../knowledge/refused.ts'
import { readBody } from '../knowledge/write-text.ts'

/** A text as it was written, with the tree that was read from it. */
interface Written {
  readonly body: string
  readonly content: Content
}

/** What a notice says of itself in one language, besides its updates. */
export interface NoticeText {
  readonly title: string
  readonly preparation: readonly string[]
  readonly migration: Written | null
  readonly rollback: Written | null
}
export type NoticeTexts = Readonly<Record<string, NoticeText>>
export type UpdateTexts = Readonly<Record<string, Written>>

/**
 * Reads Markdown; pictures that were uploaded have no place in it, as whoever reads a feed could not have them.
 *
 * @throws ProblemError validation_failed
 */
function read(body: string, pointer: string): Written {
  const content = readBody(body, pointer)
  if (filesIn(content).length > 0) throw refused(pointer, 'not_allowed')
  return { body, content }
}

const optional = (body: string | undefined, pointer: string): Written | null =>
  body === undefined || body.trim() === '' ? null : read(body, pointer)

/** @throws ProblemError validation_failed */
export function readTexts(text: NewNotice['text']): NoticeTexts {
  return Object.fromEntries(
    Object.entries(text).map(([locale, each]) => {
      const { title, preparation = [], migration, rollback } = { preparation: [], ...each } as MaintenanceText
      const at = `/text/${locale}`
      const notes = {
        migration: optional(migration, `${at}/migration`),
        rollback: optional(rollback, `${at}/rollback`),
      }
      return [locale, { title, preparation, ...notes }]
    }),
  )
}

type MaintenanceText = Extract<NewNotice, { kind: 'maintenance' }>['text'][string]

/** @throws ProblemError validation_failed */
export const readUpdate = (text: NewNoticeUpdate['text']): UpdateTexts =>
  Object.fromEntries(Object.entries(text).map(([locale, { body }]) => [locale, read(body, `/text/${locale}/body`)]))

/**
 * A notice is told in the languages that it began with, all of them each time: nobody who reads one of them is told less.
 *
 * @throws ProblemError validation_failed
 */
export function checkLanguages(texts: NoticeTexts, update: NewNoticeUpdate['text']): void {
  for (const locale of Object.keys(texts)) if (!update[locale]) throw refused(`/text/${locale}`, 'required')
  for (const locale of Object.keys(update)) if (!texts[locale]) throw refused(`/text/${locale}`, 'not_allowed')
}
