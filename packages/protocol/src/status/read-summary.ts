import { type OverallState, overallState } from './overall-state.ts'
import { type ComponentStatus, componentStatuses } from './statuspage.ts'

/** A part of the service. */
export interface StatusComponent {
  readonly id: string
  readonly name: string
  readonly description: string
  /** `unknown` where the feed has a word that is not known. */
  readonly status: ComponentStatus | 'unknown'
  /** Of its group, which stands in the list as well. */
  readonly groupId: string | undefined
  readonly isGroup: boolean
}

/** What was said at one time. */
export interface StatusUpdate {
  readonly id: string
  readonly status: string
  /** Text; markup in it is nobody's to run. */
  readonly body: string
  /** Milliseconds since the epoch; `undefined` where the feed says nothing readable. */
  readonly at: number | undefined
}

/** An incident or a maintenance that is not over. */
export interface StatusNotice {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly impact: string
  readonly startedAt: number | undefined
  /** Of a maintenance: its window. */
  readonly from: number | undefined
  readonly until: number | undefined
  /** Names of the parts that it concerns. */
  readonly components: readonly string[]
  /** The newest first. */
  readonly updates: readonly StatusUpdate[]
}

export interface StatusSummary {
  readonly state: OverallState
  readonly name: string
  /** Where the vendor tells more; empty unless it is a web address. */
  readonly url: string
  /** Without those that the vendor shows only while they are not well, and are. */
  readonly components: readonly StatusComponent[]
  readonly incidents: readonly StatusNotice[]
  /** Those in progress first, then those to come, the next one first. */
  readonly maintenances: readonly StatusNotice[]
}

type Fields = Readonly<Record<string, unknown>>

const fields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined
const all = (value: unknown): readonly Fields[] =>
  Array.isArray(value) ? value.map(fields).filter((each) => each !== undefined) : []
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const instant = (value: unknown): number | undefined => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
const over = ['resolved', 'completed', 'postmortem', 'cancelled']

/**
 * Reads a `summary.json` of Statuspage v2, whoever serves it: `undefined` for what is none. Written by others and read in
 * somebody's product, it is taken as far as it can be understood: a field that is missing or of another kind takes
 * nothing else with it. `status.json` is read as well, and says less.
 */
export function readSummary(json: unknown): StatusSummary | undefined {
  const summary = fields(json)
  const page = fields(summary?.['page'])
  const indicator = text(fields(summary?.['status'])?.['indicator'])
  if (!summary || !page || !(indicator || Array.isArray(summary['components']))) return undefined
  const components = all(summary['components']).map(componentOf)
  const incidents = all(summary['incidents']).map(noticeOf).filter(isOpen)
  const maintenances = all(summary['scheduled_maintenances']).map(noticeOf).filter(isOpen)
  const url = text(page['url'])
  return {
    state: overallState({
      indicator,
      components: components.map(({ component }) => component),
      incidents,
      maintenances,
    }),
    name: text(page['name']),
    url: /^https?:\/\//i.test(url) ? url : '',
    components: components.flatMap(({ component, seldom }) =>
      seldom && component.status === 'operational' ? [] : component,
    ),
    incidents: incidents.sort((one, other) => (other.startedAt ?? 0) - (one.startedAt ?? 0)),
    maintenances: maintenances.sort(
      (one, other) =>
        Number(one.status === 'scheduled') - Number(other.status === 'scheduled') ||
        (one.from ?? 0) - (other.from ?? 0),
    ),
  }
}

const isOpen = ({ status }: StatusNotice): boolean => !over.includes(status)

function componentOf(from: Fields): { component: StatusComponent; seldom: boolean } {
  const status = componentStatuses.find((each) => each === from['status'])
  const component = {
    id: text(from['id']),
    name: text(from['name']),
    description: text(from['description']),
    status: status ?? ('unknown' as const),
    groupId: text(from['group_id']) || undefined,
    isGroup: from['group'] === true,
  }
  return { component, seldom: from['only_show_if_degraded'] === true }
}

function noticeOf(from: Fields): StatusNotice {
  const updates = all(from['incident_updates']).map((update) => ({
    id: text(update['id']),
    status: text(update['status']),
    body: text(update['body']).trim(),
    at: instant(update['display_at']) ?? instant(update['created_at']),
  }))
  const affected = all(from['components']).map((component) => text(component['name']))
  return {
    id: text(from['id']),
    name: text(from['name']),
    status: text(from['status']),
    impact: text(from['impact']),
    startedAt: instant(from['started_at']) ?? instant(from['created_at']),
    from: instant(from['scheduled_for']),
    until: instant(from['scheduled_until']),
    components: affected.filter(Boolean),
    updates: updates.sort((one, other) => (other.at ?? 0) - (one.at ?? 0)),
  }
}
