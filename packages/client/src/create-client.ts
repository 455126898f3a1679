import type { FieldError, Ticket } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import type { ReadableAtom } from 'nanostores'
import { checkUrl } from './check-url.ts'
import type { ClientOptions, Core } from './core.ts'
import { createCore } from './create-core.ts'
import type { Diagnostics } from './diagnostics/allowed.ts'
import { diagnostics } from './diagnostics/diagnostics.ts'
import type { Drafts } from './drafts/draft.ts'
import { drafts } from './drafts/drafts.ts'
import { type Files, files } from './files/files.ts'
import type { Knowledge, SearchResults } from './knowledge/search-states.ts'
import type { Live } from './live/connection.ts'
import type { Outbox } from './outbox/outbox.ts'
import type { Submission } from './outbox/submission.ts'
import { type AccountAccess, account } from './people/account.ts'
import { service } from './service/service.ts'
import type { Service } from './service/service-state.ts'
import { type LogoutOptions, type LogoutOutcome, logout } from './session/logout.ts'
import { checkTicket } from './tickets/check-ticket.ts'
import type { TicketCase } from './tickets/details-states.ts'
import { laterTickets } from './tickets/later.ts'
import type { UnreadState } from './tickets/news.ts'
import { prepareSubmit, submitTicket } from './tickets/submit-ticket.ts'
import type { TicketCountsState } from './tickets/ticket-counts.ts'
import type { Conversation, SubmitOptions, TicketInput, TicketList, TicketQuery } from './tickets/ticket-states.ts'
import { createVisitorCore, type VisitorOptions } from './visitors/create-visitor-core.ts'
import type { TakenOver } from './visitors/take-over-visitor.ts'

/** For somebody whom no backend vouches for, where the tenant lets visitors in. */
export interface VisitorClientOptions extends VisitorOptions {
  readonly visitor: true
}

export interface SupportClient {
  readonly core: Core
  readonly tickets: {
    /**
     * Resolves once the ticket is kept on this device; `acknowledged` of the result once it is on the server. Rejects with
     * `validation_failed` before anything is kept: see `submitTicket`.
     */
    create(input: TicketInput, options?: SubmitOptions): Promise<Submission<Ticket>>
    /** Loads ahead what `create` needs. */
    prepare(): Promise<void>
    /** What the server would refuse; also of the type's own fields where `definition` is given. */
    check(input: TicketInput, definition?: PublicService): Promise<readonly FieldError[]>
    list(query?: TicketQuery): TicketList
    /** How many there are of each status, among those of a type or with some words. */
    counts(query?: Omit<TicketQuery, 'status'>): ReadableAtom<TicketCountsState>
    open(ticketId: string): Conversation
    /** How many tickets have news for the person; asks the server while somebody watches it: the host's choice. */
    unread(): ReadableAtom<UnreadState>
    /** The person sees the ticket as it is now. The elements that show a ticket say so by themselves. */
    markSeen(ticket: Ticket): Promise<void>
    /** Where a ticket stands: promises, what happened, and what can be done with it. */
    details(ticketId: string): TicketCase
  }
  readonly service: Service
  readonly account: AccountAccess
  /** The articles that the person may read: search, and what may help on a page. Loads with the first call. */
  readonly knowledge: {
    search(...given: Parameters<Knowledge['search']>): Promise<SearchResults>
    suggest(...given: Parameters<Knowledge['suggest']>): Promise<SearchResults>
  }
  readonly files: Files
  readonly drafts: Drafts
  /** What the page notes for evidence, once it is told to. */
  readonly diagnostics: Diagnostics
  live(): Promise<Live>
  outbox(): Promise<Outbox>
  /**
   * What was done on this device as a visitor becomes the signed-in person's. Not by itself: a device may be shared,
   * so the host asks first. See `takeOverVisitor`.
   */
  takeOverVisitor(): Promise<TakenOver>
  /** Ends the session and wipes what the device holds of the person. See `logout`. */
  logout(options?: LogoutOptions): Promise<LogoutOutcome>
  close(): Promise<void>
}

/**
 * Everything at once, for programs. A page that shows one element pays for `createCore` and that element only.
 *
 * @throws TypeError where nothing can be sent to `url`: outside a page it is absolute
 */
export function createSupportClient(options: ClientOptions | VisitorClientOptions): SupportClient {
  checkUrl(options.url)
  const core = 'visitor' in options ? createVisitorCore(options) : createCore(options)
  const articles = async () => (await import('./knowledge/knowledge.ts')).knowledge(core)
  return {
    core,
    tickets: {
      create: (input, submitOptions) => submitTicket(core, input, submitOptions),
      prepare: () => prepareSubmit(core),
      check: checkTicket,
      ...laterTickets(core),
      markSeen: async (ticket) => (await import('./tickets/news.ts')).markSeen(core, ticket),
    },
    get service() {
      return service(core)
    },
    account: account(core),
    knowledge: {
      search: async (...given) => (await articles()).search(...given),
      suggest: async (...given) => (await articles()).suggest(...given),
    },
    files: files(core),
    drafts: drafts(core),
    diagnostics: diagnostics(core),
    live: () => core.live(),
    outbox: () => core.outbox(),
    takeOverVisitor: async () => (await import('./visitors/take-over-visitor.ts')).takeOverVisitor(core),
    logout: (logoutOptions) => logout(core, logoutOptions),
    close: () => core.close(),
  }
}
