import type { Notice } from '@aftercare/protocol'
import { plainText } from '@aftercare/protocol/content'
import {
  type ComponentStatus,
  type OverallState,
  overallState,
  type StatusIndicator,
  type StatuspageComponent,
  type StatuspageIncident,
  type StatuspageMaintenance,
  type StatuspageSummary,
  worstOf,
} from '@aftercare/protocol/status'
import type { Present } from './present.ts'
import { labelsOf, zoneOf } from './present.ts'
import type { PublicPage } from './public-page.ts'
import { instant } from './serialize.ts'

/** What the page says of itself, by the worst of what is known. */
const said: Readonly<Record<OverallState, { readonly indicator: StatusIndicator; readonly description: string }>> = {
  operational: { indicator: 'none', description: 'All Systems Operational' },
  maintenance: { indicator: 'maintenance', description: 'Service Under Maintenance' },
  notice: { indicator: 'none', description: 'An incident is open' },
  minor: { indicator: 'minor', description: 'Minor Service Outage' },
  major: { indicator: 'major', description: 'Partial System Outage' },
  critical: { indicator: 'critical', description: 'Major Service Outage' },
}

/** The words of Statuspage for what is known of a page: each document is cut from it. */
export class Statuspage {
  readonly #page: PublicPage
  readonly components: readonly StatuspageComponent[]
  readonly #updated: number

  constructor(page: PublicPage, { states }: Pick<Present, 'states'>, notices: readonly Notice[]) {
    this.#page = page
    this.#updated = Math.max(page.since, ...notices.map(({ updatedAt }) => Date.parse(updatedAt)))
    this.components = componentsOf(page, states, instant(this.#updated))
  }

  get page(): StatuspageSummary['page'] {
    const { tenant: id, name, url, definition } = this.#page
    return { id, name, url, time_zone: zoneOf(definition), updated_at: instant(this.#updated) }
  }

  status(open: readonly Notice[]): StatuspageSummary['status'] {
    const incidents = open.filter(({ kind }) => kind === 'incident')
    const maintenances = open.filter(({ kind }) => kind === 'maintenance')
    return said[overallState({ components: this.components, incidents, maintenances })]
  }

  incident(notice: Notice): StatuspageIncident {
    const { id, title: name, createdAt: created_at, updatedAt: updated_at, endedAt: resolved_at } = notice
    const { tenant: page_id, url } = this.#page
    const monitoring = notice.updates.findLast(({ status }) => status === 'monitoring')
    const affected = notice.components.flatMap((each) => this.components.find(({ id }) => id === each.id) ?? [])
    return {
      ...{ id, name, status: statusOf(notice.status), created_at, updated_at },
      ...{ monitoring_at: monitoring?.at ?? null, resolved_at },
      impact: notice.kind === 'maintenance' ? 'maintenance' : notice.impact,
      ...{ shortlink: `${url}#${id}`, started_at: created_at, page_id },
      incident_updates: notice.updates.map(({ number, at, status, content, components }) => ({
        ...{ id: `${id}-${number}`, status: statusOf(status), body: plainText(content), incident_id: id },
        ...{ created_at: at, updated_at: at, display_at: at },
        affected_components: components.length === 0 ? null : components.map((change) => this.#changed(change)),
        ...{ deliver_notifications: true, custom_tweet: null, tweet_id: null },
      })),
      components: affected,
    }
  }

  maintenance(notice: Notice): StatuspageMaintenance {
    const { from, until } = notice.window!
    return { ...this.incident(notice), scheduled_for: from, scheduled_until: until }
  }

  #changed({ component: code, from: old_status, to: new_status }: Notice['updates'][number]['components'][number]) {
    const name = this.components.find(({ id }) => id === code)?.name ?? code
    return { code, name, old_status, new_status }
  }
}

/** Statuspage knows nothing that is cancelled: it is over. */
const statusOf = (status: Notice['status']): string => (status === 'cancelled' ? 'completed' : status)

/** Components in their groups, and each group before its own; a group is as well as the worst of them. */
function componentsOf(
  page: PublicPage,
  states: ReadonlyMap<string, ComponentStatus>,
  updated_at: string,
): readonly StatuspageComponent[] {
  const { tenant: page_id, definition, since, locale } = page
  const labelled = labelsOf(definition, locale)
  const created_at = instant(since)
  const of = { created_at, updated_at, showcase: false, start_date: created_at.slice(0, 10) }
  // No id of a component has a colon.
  const groupId = (id: string) => `group:${id}`
  const stateOf = (id: string) => states.get(id) ?? 'operational'
  const member = ({ id, label, description, group }: (typeof definition.components)[number]) => ({
    ...{ id, name: labelled(label), status: stateOf(id), ...of, position: 0 },
    ...{ description: description ? labelled(description) : null, group_id: group ? groupId(group) : null },
    ...{ page_id, group: false, only_show_if_degraded: false },
  })
  const alone = definition.components.filter(({ group }) => group === undefined).map(member)
  const grouped = (definition.componentGroups ?? []).flatMap(({ id, label }) => {
    const members = definition.components.filter(({ group }) => group === id).map(member)
    if (members.length === 0) return []
    const components = members.map((each) => each.id)
    const status = worstOf(components.map(stateOf))
    const head = { id: groupId(id), name: labelled(label), status, ...of, position: 0, description: null }
    return [{ ...head, group_id: null, page_id, group: true, only_show_if_degraded: false, components }, ...members]
  })
  return [...alone, ...grouped].map((each, index) => ({ ...each, position: index + 1 }))
}
