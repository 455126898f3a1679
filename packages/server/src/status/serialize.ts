import type { Notice, NoticeSummary, WholeNotice } from '@aftercare/protocol'
import { chooseLocale } from '@aftercare/protocol/knowledge'
import { type ServiceDefinition, textIn } from '@aftercare/protocol/service'
import { noticeLimits } from '@aftercare/protocol/status'
import type { Queryable } from '../storage/prepared.ts'
import { type AcknowledgementRow, acknowledgementsOf, countJoins, joinedBy } from './answer-store.ts'
import type { StatusReader } from './reader.ts'
import { type NoticeRow, type UpdateRow, updatesOf } from './store.ts'
import type { NoticeTexts, UpdateTexts } from './texts.ts'
import type { Affected } from './write-notice.ts'

export const instant = (milliseconds: number): string => new Date(milliseconds).toISOString()

const windowOf = ({ window_from: from, window_until: until }: Pick<NoticeRow, 'window_from' | 'window_until'>) =>
  from === null || until === null ? null : { from: instant(from), until: instant(until) }

type Envelope = Omit<NoticeSummary, 'titles' | 'concerns' | 'joins'>

function envelopeOf(row: NoticeRow, { components, locales }: ServiceDefinition, locale: string): Envelope {
  const labels = new Map(components.map(({ id, label }) => [id, textIn(label, locale, locales)]))
  return {
    ...{ id: row.id, kind: row.kind, status: row.status, impact: row.impact, everybody: row.everybody === 1 },
    components: (JSON.parse(row.components) as Affected[]).map(({ component, state }) => ({
      ...{ id: component, label: labels.get(component) ?? component, state },
    })),
    ...{ window: windowOf(row), urgency: row.urgency, targetVersion: row.target_version },
    ...{ choices: JSON.parse(row.choices), revision: row.revision },
    ...{ createdAt: instant(row.created_at), updatedAt: instant(row.updated_at) },
    endedAt: row.ended_at === null ? null : instant(row.ended_at),
  }
}

const updateOf = (row: UpdateRow) => ({
  ...{ number: row.number, at: instant(row.at), news: row.news, status: row.status },
  ...{ components: JSON.parse(row.components), window: windowOf(row) },
})

/** Notices as they are read, in the language that suits the reader. */
export async function serializeNotices(
  db: Queryable,
  reader: StatusReader & { readonly locale: string | undefined; readonly recent?: number },
  definition: ServiceDefinition,
  rows: readonly NoticeRow[],
): Promise<Notice[]> {
  const { tenant, person, account, recent = noticeLimits.recentUpdates } = reader
  const notices = rows.map(({ id }) => id)
  const updates = Map.groupBy(await updatesOf(db, { tenant, notices, recent }), ({ notice_id }) => notice_id)
  const joined = person === undefined ? undefined : await joinedBy(db, { tenant, notices, person })
  const answers =
    account === undefined ? [] : await acknowledgementsOf(db, { tenant, notices, account, limit: notices.length })
  return rows.map((row) => {
    const texts = JSON.parse(row.texts) as NoticeTexts
    const locales = Object.keys(texts)
    const locale = chooseLocale(locales, reader.locale ?? definition.locales[0])!
    const { title, preparation, migration, rollback } = texts[locale]!
    const answer = answers.find(({ notice_id, schedule }) => notice_id === row.id && schedule === row.schedule)
    return {
      ...envelopeOf(row, definition, reader.locale ?? locale),
      ...{ locale, locales, title, preparation: [...preparation] },
      ...{ migration: migration?.content ?? null, rollback: rollback?.content ?? null },
      updates: (updates.get(row.id) ?? []).map((update) => ({
        ...updateOf(update),
        // Written by this server, from its own reading of the Markdown.
        content: (JSON.parse(update.texts) as UpdateTexts)[locale]!.content,
      })),
      joined: joined && row.kind === 'incident' ? joined.has(row.id) : null,
      acknowledged: answer ? { at: instant(answer.at), window: windowOf(answer) } : null,
    } as Notice
  })
}

/** Notices as those see them who work on them. */
export async function summarizeNotices(
  db: Queryable,
  tenant: string,
  definition: ServiceDefinition,
  rows: readonly NoticeRow[],
): Promise<NoticeSummary[]> {
  const joins = await countJoins(db, { tenant, notices: rows.map(({ id }) => id) })
  return rows.map((row) => {
    const { products = [], accounts = [] } = JSON.parse(row.concerns)
    const texts = Object.entries(JSON.parse(row.texts) as NoticeTexts)
    return {
      ...envelopeOf(row, definition, definition.locales[0]!),
      titles: Object.fromEntries(texts.map(([locale, { title }]) => [locale, title])),
      concerns: {
        products: products.map((each: object) => ({ versionFrom: null, versionTo: null, ...each })),
        accounts,
      },
      joins: joins.get(row.id) ?? 0,
    }
  })
}

/** One of them with everything that was said and answered. */
export async function serializeWholeNotice(
  db: Queryable,
  tenant: string,
  definition: ServiceDefinition,
  row: NoticeRow,
): Promise<WholeNotice> {
  const [summary] = await summarizeNotices(db, tenant, definition, [row])
  const updates = await updatesOf(db, { tenant, notices: [row.id], recent: noticeLimits.updates })
  const answers = await acknowledgementsOf(db, { tenant, notices: [row.id], limit: noticeLimits.accounts })
  const texts = Object.entries(JSON.parse(row.texts) as NoticeTexts)
  return {
    ...summary!,
    text: Object.fromEntries(
      texts.map(([locale, { title, preparation, migration, rollback }]) => {
        const notes = { migration: migration?.body ?? '', rollback: rollback?.body ?? '' }
        return [locale, { title, preparation: [...preparation], ...notes }]
      }),
    ),
    updates: updates.map((update) => {
      const bodies = Object.entries(JSON.parse(update.texts) as UpdateTexts).map(([locale, { body }]) => [locale, body])
      return { ...updateOf(update), author: update.author, bodies: Object.fromEntries(bodies) }
    }),
    acknowledgements: answers.map((answer) => acknowledgementOf(answer, row)),
  }
}

const acknowledgementOf = (answer: AcknowledgementRow, { schedule }: NoticeRow) => ({
  ...{ account: answer.account, at: instant(answer.at), window: windowOf(answer) },
  current: answer.schedule === schedule,
})
