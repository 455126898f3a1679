export type { CallOptions, ClientOptions, Core } from './core.ts'
export { createSupportClient, type SupportClient, type VisitorClientOptions } from './create-client.ts'
export { createCore } from './create-core.ts'
export type { Allowed, Diagnostics, Facts } from './diagnostics/allowed.ts'
export { diagnostics } from './diagnostics/diagnostics.ts'
export type { Draft, DraftState, Drafts } from './drafts/draft.ts'
export { drafts } from './drafts/drafts.ts'
export { replyDraft } from './drafts/reply-draft.ts'
export type { Attention, Channel, ChannelFactory, Clock, Digest, Environment, Fetch, Locks } from './environment.ts'
export { type Failure, failureOf, NetworkFailure, SignedOut, SubmissionFailed, SupportProblem } from './failure.ts'
export { type FileLink, type Files, files } from './files/files.ts'
export { prepareUploads } from './files/prepare-uploads.ts'
export { type WaitingFile, type WaitingFiles, waitingFiles } from './files/waiting-files.ts'
export { articleFile } from './knowledge/article-file.ts'
export { knowledge } from './knowledge/knowledge.ts'
export { type ArticleReading, type ArticleState, article } from './knowledge/read-article.ts'
export { type RecentSearches, recentSearches } from './knowledge/recent-searches.ts'
export type { CompletedSearch, SearchOutcomes } from './knowledge/search-outcomes.ts'
export type { Knowledge, SearchOptions, SearchResults, SearchState, SuggestOptions } from './knowledge/search-states.ts'
export {
  type ArticleFeedback,
  articleFeedback,
  type Feedback,
  type FeedbackState,
} from './knowledge/send-feedback.ts'
export { tellOutcome } from './knowledge/tell-outcome.ts'
export type { ConnectionState, Live, LiveSignal } from './live/connection.ts'
export type { NewEntry, Outbox, OutboxView } from './outbox/outbox.ts'
export type { Write } from './outbox/outbox-entry.ts'
export type { AttachmentInput, OutboxState, StoredFile, Submission } from './outbox/submission.ts'
export { type AccountAccess, account } from './people/account.ts'
export type {
  OpenPersistence,
  Operation,
  Persistence,
  PersistenceFactory,
  StoredValue,
} from './persistence/persistence.ts'
export { service } from './service/service.ts'
export type { Service, ServiceState } from './service/service-state.ts'
export { type LogoutOptions, type LogoutOutcome, logout, type UnsentEntry } from './session/logout.ts'
export type { HeldToken, Session } from './session/session.ts'
export { checkTicket, prepareCheck } from './tickets/check-ticket.ts'
export { conversation } from './tickets/conversation.ts'
export type { PendingAction, TicketCase, TicketDetailsState } from './tickets/details-states.ts'
export { markSeen, type UnreadState, unread } from './tickets/news.ts'
export { prepareSubmit, submitTicket } from './tickets/submit-ticket.ts'
export { type TicketCountsState, ticketCounts } from './tickets/ticket-counts.ts'
export { ticketDetails } from './tickets/ticket-details.ts'
export { ticketList } from './tickets/ticket-list.ts'
export type {
  Conversation,
  ConversationState,
  PendingMessage,
  PendingTicket,
  ReplyInput,
  SubmitOptions,
  TicketInput,
  TicketList,
  TicketListState,
  TicketQuery,
} from './tickets/ticket-states.ts'
export { createVisitorCore, type VisitorOptions } from './visitors/create-visitor-core.ts'
export { type TakenOver, takeOverVisitor } from './visitors/take-over-visitor.ts'
