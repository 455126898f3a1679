import type { OutputOf, readStatus, readUptime } from '@aftercare/protocol'
import { chooseLocale } from '@aftercare/protocol/knowledge'
import { type ServiceDefinition, textIn } from '@aftercare/protocol/service'
import {
  type ComponentStatus,
  noticeLimits,
  overallState,
  uptimeBegins,
  uptimeOf,
  worstOf,
} from '@aftercare/protocol/status'
import { refused } from '../knowledge/refused.ts'
import type { Queryable } from '../storage/prepared.ts'
import { watchedSince } from './page-store.ts'
import type { StatusReader } from './reader.ts'
import { serializeNotices } from './serialize.ts'
import { spellsSince } from './spell-store.ts'
import { listNoticeRows, type NoticeRow } from './store.ts'

interface Reading extends StatusReader {
  readonly locale: string | undefined
  readonly now: number
}

/** How the service is now, to whoever reads it. */
export interface Present {
  /** By component: the worst that is said of it where the reader may know of it. */
  readonly states: ReadonlyMap<string, ComponentStatus>
  /** What is not over, newest first. */
  readonly open: readonly NoticeRow[]
}

export async function presentOf(db: Queryable, { tenant, accounts, now }: Omit<Reading, 'locale'>): Promise<Present> {
  const spells = Map.groupBy(await spellsSince(db, { tenant, accounts, since: now }), ({ component }) => component)
  const states = new Map([...spells].map(([component, said]) => [component, worstOf(said.map(({ state }) => state))]))
  const open = await listNoticeRows(db, { tenant, accounts, open: true, limit: noticeLimits.open })
  return { states, open }
}

export async function statusOf(
  db: Queryable,
  definition: ServiceDefinition,
  reading: Reading,
): Promise<OutputOf<typeof readStatus>> {
  const { states, open } = await presentOf(db, reading)
  const locale = chooseLocale(definition.locales, reading.locale ?? definition.locales[0])!
  const labelled = labelsOf(definition, reading.locale)
  const notices = await serializeNotices(db, reading, definition, open)
  const incidents = notices.filter(({ kind }) => kind === 'incident')
  const maintenances = notices.filter(({ kind }) => kind === 'maintenance')
  const components = definition.components.map(({ id, label, description, group = null }) => ({
    ...{ id, label: labelled(label), description: description ? labelled(description) : null, group },
    state: states.get(id) ?? ('operational' as const),
  }))
  return {
    state: overallState({
      components: components.map(({ state: status }) => ({ status })),
      incidents: incidents.map(({ impact }) => ({ impact })),
      maintenances: maintenances.map(({ status }) => ({ status })),
    }),
    locale,
    components,
    groups: (definition.componentGroups ?? []).map(({ id, label }) => ({ id, label: labelled(label) })),
    incidents,
    maintenances: maintenances.sort((one, other) => byWindow(one) - byWindow(other)),
  }
}

const byWindow = ({ window }: { readonly window: { readonly from: string } | null }): number =>
  window ? Date.parse(window.from) : 0

/** A text of the definition in a reader's language. */
export const labelsOf =
  ({ locales }: ServiceDefinition, locale: string | undefined) =>
  (text: Readonly<Record<string, string>>): string =>
    textIn(text, locale ?? locales[0]!, locales)

/** The zone that the service counts its days in. */
export function zoneOf({ calendars, sla, status }: ServiceDefinition): string {
  const calendar = calendars[sla.calendar]
  return status?.zone ?? (typeof calendar === 'object' ? calendar.zone : 'UTC')
}

/** @throws ProblemError validation_failed for a zone that nobody knows */
export async function uptimesOf(
  db: Queryable,
  definition: ServiceDefinition,
  reading: Reading & { readonly zone: string | undefined },
): Promise<OutputOf<typeof readUptime>> {
  const { tenant, accounts, now, zone = zoneOf(definition) } = reading
  const days = noticeLimits.days
  const begins = beginsIn(zone, now, days)
  const [found] = await watchedSince(db, { tenant })
  const since = found?.created_at ?? now
  const spells = Map.groupBy(await spellsSince(db, { tenant, accounts, since: begins }), ({ component }) => component)
  const labelled = labelsOf(definition, reading.locale)
  const components = definition.components.map(({ id, label }) => {
    const uptime = uptimeOf({ spells: spells.get(id) ?? [], since, now, zone, days })
    return { id, label: labelled(label), uptime: uptime.uptime, days: [...uptime.days] }
  })
  return { zone, components }
}

function beginsIn(zone: string, now: number, days: number): number {
  try {
    return uptimeBegins(now, zone, days)
  } catch (error) {
    if (error instanceof RangeError) throw refused('/query/zone', 'invalid')
    throw error
  }
}
