import type { TimelineType } from './timeline.ts'

/** Entries that everybody on the ticket may see. */
export const timelineTypes = [
  'raised',
  'sorted',
  'triaged',
  'priority_changed',
  'type_changed',
  'assigned',
  'status_changed',
  'replied',
  'progressed',
  'date_named',
  'workaround',
  'permanent_fix',
  'resolved',
  'rejected',
  'reopened',
  'corrected',
  'closure_announced',
  'closed',
  'merged_in',
  'watcher_added',
  'watcher_removed',
  'visit_offered',
  'visit_accepted',
  'visit_started',
  'visit_stopped',
  'visit_reported',
  'visit_signed',
  'breached',
  'service_changed',
] as const satisfies readonly TimelineType[]

/** Entries that never leave the provider. */
export const staffTimelineTypes = [
  'noted',
  'routed',
  'team_changed',
  'analysed',
  'linked',
  'unlinked',
  'task_added',
  'task_finished',
  'task_returned',
  'article_drafted',
  'escalated',
] as const satisfies readonly TimelineType[]
