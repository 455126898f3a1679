// The pure rules of the service's status, and what a page reads of it: without clock, I/O and schemas.

export { noticeLimits } from './limits.ts'
export {
  firstStatus,
  isOpen,
  isUnderWay,
  mayBecome,
  type NoticeKind,
  type NoticeNews,
  type NoticeStatus,
  newsOf,
  noticeKinds,
  noticeLifecycle,
  noticeNews,
  noticeStatuses,
} from './notice-lifecycle.ts'
export {
  type OverallState,
  overallState,
  overallStates,
  stateOf,
  stateOfIncident,
  type WhatIsKnown,
} from './overall-state.ts'
export { plainText } from './plain-text.ts'
export {
  readSummary,
  type StatusComponent,
  type StatusNotice,
  type StatusSummary,
  type StatusUpdate,
} from './read-summary.ts'
export {
  type ComponentStatus,
  componentStatuses,
  type IncidentImpact,
  type IncidentStatus,
  incidentImpacts,
  incidentStatuses,
  type MaintenanceStatus,
  maintenanceStatuses,
  type StatusIndicator,
  type StatuspageAffectedComponent,
  type StatuspageComponent,
  type StatuspageIncident,
  type StatuspageMaintenance,
  type StatuspagePage,
  type StatuspageSummary,
  type StatuspageUpdate,
  statusIndicators,
} from './statuspage.ts'
export { fillTemplate, type NoticeTemplate, noticeTemplates } from './templates.ts'
export { type Spell, type Uptime, type UptimeDay, uptimeBegins, uptimeOf, worstOf } from './uptime.ts'
