import type { Concerns, MaintenanceWindow, NewNotice, NewNoticeUpdate } from '@aftercare/protocol'
import { firstVersionKey, lastVersionKey } from '@aftercare/protocol/knowledge'
import type { ServiceDefinition } from '@aftercare/protocol/service'
import {
  type ComponentStatus,
  firstStatus,
  isOpen,
  isUnderWay,
  mayBecome,
  type NoticeNews,
  type NoticeStatus,
  newsOf,
  noticeLimits,
} from '@aftercare/protocol/status'
import { ProblemError } from '../handle/problem-error.ts'
import type { Writing } from '../journal/write.ts'
import { refused } from '../knowledge/refused.ts'
import { insertConcerns } from './concern-store.ts'
import { say } from './spell-store.ts'
import { countOpen, insertNotice, insertUpdate, type NoticeRow, updateNoticeRow } from './store.ts'
import { checkLanguages, type NoticeTexts, readTexts, readUpdate, type UpdateTexts } from './texts.ts'

/** A component with what a notice says of it, or will say. */
export interface Affected {
  readonly component: string
  readonly state: ComponentStatus
}

type Inside = Pick<Writing, 'tx' | 'tenant' | 'now' | 'actor' | 'auditSeq' | 'appendStatusEvent'>

/** How many events a write of a notice takes. */
export const eventsOfNotice = 1

/**
 * Begins a notice.
 *
 * @throws ProblemError validation_failed, id_unavailable, action_not_possible where too many are open
 */
export async function beginNotice(writing: Inside, definition: ServiceDefinition, notice: NewNotice): Promise<void> {
  const { tx, tenant, now, auditSeq } = writing
  const { id, kind, impact, concerns = {} } = notice
  const of = { components: notice.components ?? [], concerns }
  checkComponents(definition, of.components)
  const status: NoticeStatus = notice.kind === 'incident' ? (notice.status ?? firstStatus.incident) : firstStatus[kind]
  if (!isOpen(kind, status)) throw refused('/status', 'not_allowed')
  const [open] = await countOpen(tx, { tenant })
  if ((open?.count ?? 0) >= noticeLimits.open) throw new ProblemError('action_not_possible')
  const planned = notice.kind === 'maintenance' ? checkPlan(notice) : noPlan
  const texts = readTexts(notice.text)
  const rows = concernRows(concerns)
  const row = {
    ...{ tenant, id, changed_seq: auditSeq, kind, status, open: 1, impact, everybody: rows.length === 0 ? 1 : 0 },
    ...{ concerns: JSON.stringify(concerns), components: JSON.stringify(of.components), texts: JSON.stringify(texts) },
    ...{ ...planned, schedule: 0, revision: 1, created_at: now, updated_at: now, ended_at: null },
  }
  if (!(await insertNotice(tx, row))) throw new ProblemError('id_unavailable')
  await insertConcerns(
    tx,
    rows.map((each, number) => ({ tenant, notice_id: id, number, ...each })),
  )
  const components = isUnderWay(kind, status) ? await sayOf(writing, id, of.components) : []
  const window = { window_from: planned.window_from, window_until: planned.window_until }
  await tell(writing, { id, number: 1, news: 'created', status, texts: readUpdate(notice.text), components, window })
}

/**
 * Says what is next of a notice.
 *
 * @returns what the update is
 * @throws ProblemError action_not_possible, validation_failed
 */
export async function continueNotice(
  writing: Inside,
  definition: ServiceDefinition,
  row: NoticeRow,
  update: NewNoticeUpdate,
): Promise<NoticeNews> {
  const { tx, tenant, now, auditSeq } = writing
  const { id, kind } = row
  const { status, impact = row.impact, window, choices } = update
  if (!mayBecome(kind, row.status, status) || row.revision >= noticeLimits.updates) {
    throw new ProblemError('action_not_possible')
  }
  if (kind === 'incident' && (window || choices)) throw refused(window ? '/window' : '/choices', 'not_allowed')
  checkLanguages(JSON.parse(row.texts) as NoticeTexts, update.text)
  checkComponents(definition, update.components ?? [])
  const set = window ? windowOf(window, '/window') : { window_from: row.window_from, window_until: row.window_until }
  choices?.forEach((choice, index) => void windowOf(choice, `/choices/${index}`))
  const moved = set.window_from !== row.window_from || set.window_until !== row.window_until
  const affected = merged(JSON.parse(row.components) as Affected[], update.components ?? [])
  const open = isOpen(kind, status)
  // What is over says nothing of its components any more.
  const said = open ? affected : affected.map(({ component }) => ({ component, state: 'operational' as const }))
  const components = isUnderWay(kind, status) || !open ? await sayOf(writing, id, said) : []
  const news = newsOf(kind, status, moved)
  const number = row.revision + 1
  const schedule = row.schedule + (moved || choices ? 1 : 0)
  await updateNoticeRow(
    tx,
    { tenant, id },
    {
      ...{ status, impact, open: open ? 1 : 0, components: JSON.stringify(said), ...set, schedule, revision: number },
      ...(choices && { choices: JSON.stringify(choices) }),
      ...{ changed_seq: auditSeq, updated_at: now, ended_at: open ? null : now },
    },
  )
  const told = moved ? set : { window_from: null, window_until: null }
  await tell(writing, { id, number, news, status, texts: readUpdate(update.text), components, window: told })
  return news
}

interface Told {
  readonly id: string
  readonly number: number
  readonly news: NoticeNews
  readonly status: NoticeStatus
  readonly texts: UpdateTexts
  readonly components: readonly object[]
  readonly window: { readonly window_from: number | null; readonly window_until: number | null }
}

async function tell(writing: Inside, { id, number, news, status, texts, components, window }: Told): Promise<void> {
  const { tx, tenant, now: at, actor: author } = writing
  const of = { tenant, notice_id: id, number, at, news, status, author, ...window }
  await insertUpdate(tx, { ...of, texts: JSON.stringify(texts), components: JSON.stringify(components) })
  await writing.appendStatusEvent({ type: `notice.${news}`, notice: id, number })
}

/** @returns the components of which something else is said now */
async function sayOf({ tx, tenant, now: at, auditSeq: seq }: Inside, notice: string, affected: readonly Affected[]) {
  const changes: { component: string; from: ComponentStatus; to: ComponentStatus }[] = []
  for (const { component, state } of affected) {
    const from = await say(tx, { tenant, component, notice }, { state, at, seq })
    if (from !== state) changes.push({ component, from, to: state })
  }
  return changes
}

const merged = (before: readonly Affected[], now: readonly Affected[]): readonly Affected[] => [
  ...new Map([...before, ...now].map((each) => [each.component, each])).values(),
]

/** @throws ProblemError validation_failed */
function checkComponents({ components }: ServiceDefinition, affected: readonly Affected[]): void {
  affected.forEach(({ component }, index) => {
    const unknown = !components.some(({ id }) => id === component)
    const again = affected.findIndex((each) => each.component === component) !== index
    if (unknown || again) throw refused(`/components/${index}/component`, 'not_allowed')
  })
}

const noPlan = { window_from: null, window_until: null, urgency: null, target_version: null, choices: '[]' } as const

/** @throws ProblemError validation_failed */
function checkPlan(plan: Extract<NewNotice, { kind: 'maintenance' }>) {
  const { window, urgency = 'regular', targetVersion = null, choices = [] } = plan
  choices.forEach((choice, index) => void windowOf(choice, `/choices/${index}`))
  const of = { urgency, target_version: targetVersion, choices: JSON.stringify(choices) }
  return { ...windowOf(window, '/window'), ...of }
}

/** @throws ProblemError validation_failed where it ends before it begins */
function windowOf({ from, until }: MaintenanceWindow, pointer: string) {
  const window = { window_from: Date.parse(from), window_until: Date.parse(until) }
  if (window.window_from >= window.window_until) throw refused(`${pointer}/until`, 'invalid')
  return window
}

/** @throws ProblemError validation_failed where a range of versions ends before it begins */
function concernRows({ products = [], accounts = [] }: Concerns) {
  const none = { account: null, product: null, first_version_key: null, last_version_key: null }
  const ranges = products.map(({ product, versionFrom = null, versionTo = null }, index) => {
    const first_version_key = versionFrom === null ? null : firstVersionKey(versionFrom)
    const last_version_key = versionTo === null ? null : lastVersionKey(versionTo)
    if (first_version_key !== null && last_version_key !== null && first_version_key > last_version_key) {
      throw refused(`/concerns/products/${index}/versionTo`, 'invalid')
    }
    return { ...none, product, first_version_key, last_version_key }
  })
  return [...ranges, ...[...new Set(accounts)].map((account) => ({ ...none, account }))]
}
