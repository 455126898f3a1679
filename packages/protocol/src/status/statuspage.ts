// What Atlassian's Statuspage serves under `/api/v2/`, field for field: what pollers, dashboards and our own widget read,
// and what our backend answers with. Times are ISO 8601.

/** Of one part of the service, from well to worst. */
export const componentStatuses = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const
export type ComponentStatus = (typeof componentStatuses)[number]

export const incidentStatuses = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export type IncidentStatus = (typeof incidentStatuses)[number]

export const incidentImpacts = ['none', 'minor', 'major', 'critical'] as const
export type IncidentImpact = (typeof incidentImpacts)[number]

export const maintenanceStatuses = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
export type MaintenanceStatus = (typeof maintenanceStatuses)[number]

/** Of the whole page, as it says of itself. */
export const statusIndicators = ['none', 'maintenance', 'minor', 'major', 'critical'] as const
export type StatusIndicator = (typeof statusIndicators)[number]

export interface StatuspagePage {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly time_zone: string
  readonly updated_at: string
}

export interface StatuspageComponent {
  readonly id: string
  readonly name: string
  readonly status: ComponentStatus
  readonly created_at: string
  readonly updated_at: string
  readonly position: number
  readonly description: string | null
  readonly showcase: boolean
  /** `YYYY-MM-DD`: since when it is watched. */
  readonly start_date: string | null
  readonly group_id: string | null
  readonly page_id: string
  /** Whether it is a group of others, which name it in `group_id`. */
  readonly group: boolean
  readonly only_show_if_degraded: boolean
  /** Ids of its members, of a group alone. */
  readonly components?: readonly string[]
}

export interface StatuspageAffectedComponent {
  readonly code: string
  readonly name: string
  readonly old_status: ComponentStatus
  readonly new_status: ComponentStatus
}

export interface StatuspageUpdate {
  readonly id: string
  readonly status: string
  readonly body: string
  readonly incident_id: string
  readonly created_at: string
  readonly updated_at: string
  readonly display_at: string
  readonly affected_components: readonly StatuspageAffectedComponent[] | null
  readonly deliver_notifications: boolean
  readonly custom_tweet: string | null
  readonly tweet_id: string | null
}

export interface StatuspageIncident {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly created_at: string
  readonly updated_at: string
  readonly monitoring_at: string | null
  readonly resolved_at: string | null
  readonly impact: string
  readonly shortlink: string
  readonly started_at: string
  readonly page_id: string
  /** The newest first. */
  readonly incident_updates: readonly StatuspageUpdate[]
  readonly components: readonly StatuspageComponent[]
}

export interface StatuspageMaintenance extends StatuspageIncident {
  readonly scheduled_for: string
  readonly scheduled_until: string
}

export interface StatuspageSummary {
  readonly page: StatuspagePage
  readonly components: readonly StatuspageComponent[]
  /** Those that are not resolved. */
  readonly incidents: readonly StatuspageIncident[]
  /** Those to come and those in progress. */
  readonly scheduled_maintenances: readonly StatuspageMaintenance[]
  readonly status: { readonly indicator: StatusIndicator; readonly description: string }
}
