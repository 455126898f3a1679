// The light part of the protocol: addresses, codes, pure rules. Nothing here imports zod; the schemas are
// under '@aftercare/protocol/schemas', the permission table under '@aftercare/protocol/permissions'.

export type { DiagnosticKind } from './diagnostics/kinds.ts'
export type { DiagnosticLine } from './diagnostics/line.ts'
export { readDiagnostics } from './diagnostics/routes.ts'
export type { Attachment, AttachmentReference } from './files/file.ts'
export { downloadFile, linkFile, previewFile, uploadFile } from './files/routes.ts'
export { tusExtensions, tusHeaders, tusVersion, uploadBytesType } from './files/tus.ts'
export { appendUpload, createUpload, endUpload, readUpload } from './files/upload-routes.ts'
export type {
  Article,
  ArticleAudience,
  ArticleChange,
  ArticleKind,
  ArticleSummary,
  KeptArticle,
  NewArticle,
  NewTranslation,
  TranslationChange,
} from './knowledge/article.ts'
export {
  actOnTranslation,
  addTranslation,
  changeArticle,
  createArticle,
  editTranslation,
  listRevisions,
  listWholeArticles,
  readArticleFeedback,
  readRevision,
  readTranslation,
  readWholeArticle,
} from './knowledge/desk-routes.ts'
export type { NewFeedback, UnhelpfulReason } from './knowledge/feedback.ts'
export {
  linkArticleFile,
  listArticles,
  rateArticle,
  readArticle,
  readSearchManifest,
  readSearchSegment,
  reportSearches,
  searchArticles,
} from './knowledge/routes.ts'
export type {
  ArticleCard,
  ArticleHit,
  ArticleHits,
  SearchManifest,
  SearchSegment,
  TextPart,
} from './knowledge/search.ts'
export type { SearchOutcome } from './knowledge/search-outcome.ts'
export type {
  Revision,
  RevisionSummary,
  Translation,
  TranslationAction,
  WholeArticle,
} from './knowledge/translation.ts'
export type { ArticleEvent, SupportEvent, SupportEventType } from './live/event.ts'
export type { NoticeEvent } from './live/notice-event.ts'
export { listen } from './live/routes.ts'
export { health, openApi, readiness, version } from './operations/routes.ts'
export type {
  Account,
  AccountChange,
  AccountNote,
  AccountSummary,
  Contact,
  Deployment,
  NewAccount,
  NewDeployment,
  NewUpgrade,
  OwnAccount,
  Project,
  Tier,
} from './people/account.ts'
export type { Person, StaffMember } from './people/person.ts'
export {
  addAccountNote,
  addDeployment,
  createAccount,
  listAccountNotes,
  listAccounts,
  listColleagues,
  listPeople,
  listStaff,
  readAccount,
  readOwnAccount,
  recordUpgrade,
  setMembership,
  setServedAccounts,
  updateAccount,
  updateDeployment,
} from './people/routes.ts'
export { readService } from './service/routes.ts'
export { type TicketType, ticketTypes } from './service/ticket-types.ts'
export {
  listWholeNotices,
  openNotice,
  readWholeNotice,
  setComponentState,
  updateNotice,
} from './status/desk-routes.ts'
export type {
  Concerns,
  MaintenanceWindow,
  NewNotice,
  NewNoticeUpdate,
  Notice,
  NoticeSummary,
  WholeNotice,
} from './status/notice.ts'
export {
  acknowledgeMaintenance,
  joinIncident,
  listNotices,
  readNotice,
  readStatus,
  readUptime,
} from './status/routes.ts'
export type { Correction, NewAction, TicketAction } from './tickets/action.ts'
export {
  type AssignmentCandidate,
  type AssignmentNeeds,
  type AssignmentReason,
  type RankedCandidate,
  rankCandidates,
} from './tickets/assignment.ts'
export type { Candidates } from './tickets/assignment-schema.ts'
export type { BulkOutcome, NewBulkAction } from './tickets/bulk.ts'
export {
  actOnTicket,
  addMessage,
  correctTicket,
  listMessages,
  listTimeline,
  readTicket,
  readTicketDetails,
} from './tickets/case-routes.ts'
export { type CloseReason, closeReasons } from './tickets/close-reason.ts'
export {
  actOnTickets,
  changeMacro,
  changeView,
  createMacro,
  createView,
  findSimilar,
  listMacros,
  listViews,
  rankAssignees,
  removeMacro,
  removeView,
  runMacro,
} from './tickets/desk-routes.ts'
export type { Fix } from './tickets/fix.ts'
export {
  type ActionName,
  type Actor,
  actionNames,
  expectedNext,
  type Guard,
  lifecycle,
  possibleActions,
  type Refusal,
  type Transition,
  transition,
} from './tickets/lifecycle.ts'
export {
  checkGuards,
  type GuardFacts,
  type GuardFailure,
  type SummaryPart,
  summaryParts,
} from './tickets/lifecycle-guards.ts'
export { deskLimits, limits } from './tickets/limits.ts'
export {
  fillPlaceholders,
  type MacroPlaceholder,
  macroActions,
  macroPlaceholders,
  unknownPlaceholders,
} from './tickets/macro.ts'
export type { Macro, MacroChange, MacroOutcome, NewMacro } from './tickets/macro-schema.ts'
export type { Message, MessageKind, NewMessage } from './tickets/message.ts'
export {
  countTickets,
  createTicket,
  listTickets,
} from './tickets/routes.ts'
export type { SimilarTickets } from './tickets/similar.ts'
export type {
  Channel,
  Environment,
  NewTicket,
  PersonReference,
  Priority,
  PromiseSummary,
  Ticket,
} from './tickets/ticket.ts'
export type { TicketCounts } from './tickets/ticket-counts.ts'
export type { PromiseReceipt, TicketDetails } from './tickets/ticket-details.ts'
export type { TicketFilters, TicketOrder } from './tickets/ticket-filters.ts'
export { type TicketStatus, ticketStatuses } from './tickets/ticket-status.ts'
export type { TimelineEntry, TimelineType } from './tickets/timeline.ts'
export { staffTimelineTypes, timelineTypes } from './tickets/timeline-types.ts'
export type { NewView, View, ViewChange } from './tickets/view.ts'
export type { Visit, VisitState } from './tickets/visit.ts'
export { askChallenge, becomeVisitor, mergeVisitor } from './visitors/routes.ts'
export type { Challenge, NewVisitor, ProofOfWork, Visitor } from './visitors/visitor.ts'
export { hearsOf, type WebhookEventType, webhookPatterns } from './webhooks/event-types.ts'
export type { NewWebhook, Webhook, WebhookChange, WebhookDelivery } from './webhooks/webhook.ts'
export { canonicalJson } from './wire/canonical-json.ts'
export { headers } from './wire/headers.ts'
export { type FileId, type MessageId, newId, type RandomBytes, type TicketId } from './wire/ids.ts'
export {
  commonProblems,
  type FieldError,
  type FieldErrorCode,
  type Problem,
  type ProblemCode,
  problem,
  problemCodes,
  problemType,
} from './wire/problem.ts'
export {
  type InputOf,
  jsonBodyLimit,
  type OutputOf,
  pathOf,
  type Route,
  type RouteSchemas,
  route,
} from './wire/route.ts'
export { idempotencyKeyHeader, protocolHeader, protocolVersion, speaks } from './wire/version.ts'
