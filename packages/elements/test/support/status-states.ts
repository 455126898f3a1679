import type { AftercareStatus } from '@aftercare/elements'
import { until } from './expect.ts'
import { show } from './page.ts'
import type { Setting } from './states.ts'

/** A feed of its own, which says what it is told to, over real HTTP. */
export class Feed {
  readonly url = `/test/feed?name=${crypto.randomUUID()}`

  /** `summary` as JSON, or text that is none. */
  async says(summary: unknown): Promise<this> {
    const body = typeof summary === 'string' ? summary : JSON.stringify(summary)
    await fetch(this.url, { method: 'PUT', body })
    return this
  }
}

const minutes = (from: number): string => new Date(Date.now() + from * 60_000).toISOString()

const part = (id: string, name: string, status: string, more: object = {}) => ({ id, name, status, ...more })

/** A service that is well. */
export const well = {
  page: { id: 'p', name: 'Tidewater', url: 'https://status.tidewater.example' },
  status: { indicator: 'none', description: 'All Systems Operational' },
  components: [
    part('tracking', 'Tracking', 'operational', { group: true, description: 'Where containers are' }),
    part('positions', 'Positions', 'operational', { group_id: 'tracking' }),
    part('forecasts', 'Forecasts', 'operational', { group_id: 'tracking' }),
    part('documents', 'Documents', 'operational', { description: 'Bills of lading and customs papers' }),
  ],
  incidents: [] as unknown[],
  scheduled_maintenances: [] as unknown[],
}

/** An incident with what was said of it. */
export const incident = (name: string, more: object = {}) => ({
  ...{ id: name, name, status: 'identified', impact: 'minor', started_at: minutes(-90) },
  components: [{ name: 'Positions' }],
  incident_updates: [
    {
      id: '2',
      status: 'identified',
      display_at: minutes(-20),
      body: 'We read the feed again from where it broke off.',
    },
    { id: '1', status: 'investigating', display_at: minutes(-90), body: 'Positions are up to three hours old.' },
  ],
  ...more,
})

const maintenance = {
  ...{ id: 'm', name: 'Sign-in gets a new version', status: 'in_progress', impact: 'maintenance' },
  ...{ scheduled_for: minutes(-30), scheduled_until: minutes(90), components: [], incident_updates: [] },
}

/** The same service on a bad day. */
export const troubled = {
  ...well,
  components: well.components.map((each) => (each.id === 'documents' ? each : { ...each, status: 'partial_outage' })),
  incidents: [incident('Positions are late'), incident('Webhooks fail', { id: 'w', impact: 'major', components: [] })],
  scheduled_maintenances: [maintenance, { ...maintenance, id: 'n', name: 'The database moves', status: 'scheduled' }],
}

/** The element once it has read what its feed says. */
export async function statusOf(
  summary: unknown,
  setting: Setting & { readonly direction?: string } = {},
  properties: Partial<AftercareStatus> = {},
): Promise<{ readonly element: AftercareStatus; readonly feed: Feed }> {
  const feed = await new Feed().says(summary)
  const element = await show<AftercareStatus>('aftercare-status', { feed: feed.url, ...properties }, setting)
  await until(() => element.state, 'the state')
  await element.updateComplete
  return { element, feed }
}

const drawn =
  (summary: unknown, properties: Partial<AftercareStatus> = {}) =>
  async (setting: Setting): Promise<HTMLElement> =>
    (await statusOf(summary, setting, properties)).element

export const statusStates: Readonly<Record<string, (setting: Setting) => Promise<HTMLElement>>> = {
  'status, well': drawn(well),
  'status, troubled': drawn(troubled),
  'status, a badge': drawn(troubled, { view: 'badge' }),
  async 'status, a banner'(setting) {
    const { element } = await statusOf(troubled, setting, { view: 'banner' })
    element.shadowRoot?.querySelector('summary')?.click()
    return element
  },
  async 'status, stale'(setting) {
    const { element, feed } = await statusOf(troubled, setting)
    await feed.says('')
    await element.refresh()
    await element.updateComplete
    return element
  },
  async 'status, unread'(setting) {
    const element = await show<AftercareStatus>('aftercare-status', { feed: new Feed().url }, setting)
    await until(() => element.shadowRoot?.querySelector('[part=stale]'), 'that it cannot be read')
    return element
  },
}
