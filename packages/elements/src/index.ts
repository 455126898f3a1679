export { AftercareElement } from './base/aftercare-element.ts'
export {
  type ContextCallback,
  ContextProviderEvent,
  ContextRequestEvent,
  contextKey,
  type SupportContext,
} from './base/context.ts'
export { defineElement } from './base/define-element.ts'
export { AftercareDiagnostics } from './diagnostics/diagnostics.ts'
export { DiagnosticsChangeEvent } from './diagnostics/diagnostics-change-event.ts'
export { AftercareArticle } from './knowledge/article/article.ts'
export { ArticleSelectedEvent } from './knowledge/article/article-selected-event.ts'
export { AskEvent } from './knowledge/search/ask-event.ts'
export { AftercareSearch } from './knowledge/search/search.ts'
export { SolvedEvent } from './knowledge/suggestions/solved-event.ts'
export { AftercareSuggestions } from './knowledge/suggestions/suggestions.ts'
export { AftercareProvider } from './provider/provider.ts'
export { AftercareScreenshot } from './screenshot/screenshot.ts'
export { ScreenshotEvent } from './screenshot/screenshot-event.ts'
export { AftercareStatus } from './status/status/status.ts'
export { StatusChangedEvent } from './status/status/status-changed-event.ts'
export { AftercareConversation } from './tickets/conversation/conversation.ts'
export { MessageAcknowledgedEvent } from './tickets/conversation/message-acknowledged-event.ts'
export { ActionAcknowledgedEvent } from './tickets/ticket/action-acknowledged-event.ts'
export { AftercareTicket } from './tickets/ticket/ticket.ts'
export { TicketAcknowledgedEvent, TicketQueuedEvent } from './tickets/ticket-form/ticket-events.ts'
export { AftercareTicketForm } from './tickets/ticket-form/ticket-form.ts'
export { AftercareTicketList } from './tickets/ticket-list/ticket-list.ts'
export { TicketSelectedEvent } from './tickets/ticket-list/ticket-selected-event.ts'
