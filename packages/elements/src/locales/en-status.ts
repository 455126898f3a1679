import type { ComponentStatus, OverallState } from '@aftercare/protocol/status'

/** What the status of the service says; it stands alone, as a page may show nothing else of ours. */
export default {
  tag: 'en',
  justNow: 'just now',
  states: {
    operational: 'All systems operational',
    maintenance: 'Maintenance in progress',
    notice: 'An incident is open',
    minor: 'Minor disruption',
    major: 'Major disruption',
    critical: 'Critical disruption',
  } as Record<OverallState, string>,
  loading: 'Reading the status …',
  unread: 'The status cannot be read at the moment.',
  /** `when` as in “5 minutes ago”. */
  readAt: (when: string) => `Checked ${when}`,
  stale: (when: string) => `This cannot be refreshed at the moment. It is what was read ${when}.`,
  again: 'Try again',
  andMore: (more: number) => `+${more}`,

  incidents: 'Incidents',
  maintenances: 'Maintenance',
  components: 'Systems',
  componentStates: {
    operational: 'Operational',
    under_maintenance: 'Under maintenance',
    degraded_performance: 'Slow or limited',
    partial_outage: 'Partial outage',
    major_outage: 'Outage',
    unknown: 'Unknown',
  } as Record<ComponentStatus | 'unknown', string>,
  impacts: {
    none: 'No impact',
    minor: 'Minor impact',
    major: 'Major impact',
    critical: 'Critical impact',
  } as Partial<Record<string, string>>,
  /** Of incidents and of maintenance. */
  steps: {
    investigating: 'Investigating',
    identified: 'Identified',
    monitoring: 'Monitoring',
    resolved: 'Resolved',
    scheduled: 'Planned',
    in_progress: 'In progress',
    verifying: 'Verifying',
    completed: 'Completed',
  } as Partial<Record<string, string>>,
  since: (when: string) => `Since ${when}`,
  concerns: (names: string) => `Affects ${names}`,
  earlier: (updates: number) => (updates === 1 ? '1 earlier update' : `${updates} earlier updates`),
  /** `at` is the name of the vendor's own page. */
  page: (at: string) => (at ? `Status page of ${at}` : 'Status page'),
}
