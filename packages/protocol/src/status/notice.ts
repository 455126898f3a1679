import * as z from 'zod/mini'
import { contentSchema } from '../content/schemas.ts'
import { accountIdSchema } from '../people/account.ts'
import { idSchema } from '../service/id.ts'
import { localeSchema } from '../service/localized.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine, requiredText, text } from '../wire/text.ts'
import { noticeLimits as limits } from './limits.ts'
import { noticeKinds, noticeNews, noticeStatuses } from './notice-lifecycle.ts'
import { componentStatuses, incidentImpacts, incidentStatuses } from './statuspage.ts'

export const componentStateSchema = z.enum(componentStatuses)
export const noticeKindSchema = z.enum(noticeKinds)
export const noticeStatusSchema = z.enum(noticeStatuses)

/** From one instant until another, which no longer belongs to it. */
export const windowSchema = z.strictObject({ from: instantSchema, until: instantSchema })
export type MaintenanceWindow = z.infer<typeof windowSchema>

const bodySchema = requiredText(limits.body)
const perLocale = <Text extends z.ZodMiniType>(each: Text) =>
  z.record(localeSchema, each).check(
    z.refine((texts) => Object.keys(texts).length > 0, { params: { code: 'required' } }),
    z.refine((texts) => Object.keys(texts).length <= limits.locales, {
      params: { code: 'too_many', limit: limits.locales },
    }),
  )

/** What an update says of components: how they are from now on, as far as it is of this notice. */
const affectedSchema = z
  .array(z.strictObject({ component: idSchema, state: componentStateSchema }))
  .check(z.maxLength(limits.components))

const version = z.optional(z.nullable(requiredLine(limits.version)))
/** Whom a notice concerns: each of these accounts, and each that has one of these products in such a version. */
export const concernsSchema = z.strictObject({
  products: z.optional(
    z
      .array(
        z.strictObject({
          product: requiredLine(limits.product),
          /** From which version to which: both ends belong to it; without one it is open. */
          versionFrom: version,
          versionTo: version,
        }),
      )
      .check(z.maxLength(limits.products)),
  ),
  accounts: z.optional(z.array(accountIdSchema).check(z.maxLength(limits.accounts))),
})
export type Concerns = z.infer<typeof concernsSchema>

const impactSchema = z.enum(incidentImpacts)
const begun = {
  id: uuidSchema,
  impact: impactSchema,
  components: z.optional(affectedSchema),
  /** Everybody if not said. It stays as it is: whom it does not concern never hears of it. */
  concerns: z.optional(concernsSchema),
}

export const newIncidentSchema = z.strictObject({
  ...begun,
  kind: z.literal('incident'),
  status: z.optional(z.enum(incidentStatuses)),
  /** In every language that it is told in; each update is in all of them. Markdown without HTML. */
  text: perLocale(z.strictObject({ title: requiredLine(limits.title), body: bodySchema })),
})

export const newMaintenanceSchema = z.strictObject({
  ...begun,
  kind: z.literal('maintenance'),
  window: windowSchema,
  urgency: z.optional(z.enum(['regular', 'emergency'])),
  /** The version that everybody has afterwards, of an upgrade. */
  targetVersion: z.optional(z.nullable(requiredLine(limits.version))),
  /** Windows that an account may pick among, its own `window` aside. */
  choices: z.optional(z.array(windowSchema).check(z.maxLength(limits.choices))),
  text: perLocale(
    z.strictObject({
      title: requiredLine(limits.title),
      body: bodySchema,
      /** What is to be done before. */
      preparation: z.optional(z.array(requiredLine(limits.preparationLine)).check(z.maxLength(limits.preparation))),
      /** How one gets there, and how one gets back. Markdown. */
      migration: z.optional(text(limits.body)),
      rollback: z.optional(text(limits.body)),
    }),
  ),
})

export const newNoticeSchema = z.discriminatedUnion('kind', [newIncidentSchema, newMaintenanceSchema])
export type NewNotice = z.infer<typeof newNoticeSchema>

/** What is said next: nothing of a notice changes but by this. */
export const newNoticeUpdateSchema = z.strictObject({
  id: uuidSchema,
  status: noticeStatusSchema,
  text: perLocale(z.strictObject({ body: bodySchema })),
  impact: z.optional(impactSchema),
  components: z.optional(affectedSchema),
  /** Of a maintenance that is put off or takes longer. */
  window: z.optional(windowSchema),
  /** Other windows to pick among; what was picked before counts no more. */
  choices: z.optional(z.array(windowSchema).check(z.maxLength(limits.choices))),
})
export type NewNoticeUpdate = z.infer<typeof newNoticeUpdateSchema>

const windowOrNull = z.nullable(z.object({ from: instantSchema, until: instantSchema }))
const changeSchema = z.object({ component: z.string(), from: componentStateSchema, to: componentStateSchema })

const updateEnvelope = {
  number: z.int(),
  at: instantSchema,
  news: z.enum(noticeNews),
  status: noticeStatusSchema,
  /** Components that were changed by it. */
  components: z.array(changeSchema),
  /** Where it was set or moved by this. */
  window: windowOrNull,
}

const noticeEnvelope = {
  id: z.string(),
  kind: noticeKindSchema,
  status: noticeStatusSchema,
  impact: impactSchema,
  /** Whom it says it of: with their labels, as far as the service still has them. */
  components: z.array(z.object({ id: z.string(), label: z.string(), state: componentStateSchema })),
  /** Whether everybody may know of it. */
  everybody: z.boolean(),
  window: windowOrNull,
  urgency: z.nullable(z.enum(['regular', 'emergency'])),
  targetVersion: z.nullable(z.string()),
  choices: z.array(z.object({ from: instantSchema, until: instantSchema })),
  /** The number of its newest update. */
  revision: z.int(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  endedAt: z.nullable(instantSchema),
}

/** A notice as it is read, in the language that suits the reader. */
export const noticeSchema = z.object({
  ...noticeEnvelope,
  locale: z.string(),
  locales: z.array(z.string()),
  title: z.string(),
  preparation: z.array(z.string()),
  migration: z.nullable(contentSchema),
  rollback: z.nullable(contentSchema),
  /** The newest first; in a list the last few. */
  updates: z.array(z.object({ ...updateEnvelope, content: contentSchema })),
  /** Whether the caller has said that it is affected, too; null where that cannot be said. */
  joined: z.nullable(z.boolean()),
  /** What the caller’s account has answered to the present window. */
  acknowledged: z.nullable(z.object({ at: instantSchema, window: windowOrNull })),
})
export type Notice = z.infer<typeof noticeSchema>

/** A notice in a list of those who work on it. */
export const noticeSummarySchema = z.object({
  ...noticeEnvelope,
  titles: z.record(z.string(), z.string()),
  concerns: z.object({
    products: z.array(
      z.object({ product: z.string(), versionFrom: z.nullable(z.string()), versionTo: z.nullable(z.string()) }),
    ),
    accounts: z.array(z.string()),
  }),
  /** How many people have said that they are affected, too. */
  joins: z.int(),
})
export type NoticeSummary = z.infer<typeof noticeSummarySchema>

export const wholeNoticeSchema = z.extend(noticeSummarySchema, {
  /** As they were written. */
  text: z.record(
    z.string(),
    z.object({
      title: z.string(),
      preparation: z.array(z.string()),
      migration: z.string(),
      rollback: z.string(),
    }),
  ),
  updates: z.array(z.object({ ...updateEnvelope, author: z.string(), bodies: z.record(z.string(), z.string()) })),
  /** Accounts that have answered, the last first; `current`: to the window as it is now. */
  acknowledgements: z.array(
    z.object({ account: z.string(), at: instantSchema, window: windowOrNull, current: z.boolean() }),
  ),
})
export type WholeNotice = z.infer<typeof wholeNoticeSchema>
