import {
  type AttachmentReference,
  actOnTicket,
  addMessage,
  type Candidates,
  findSimilar,
  listMessages,
  listTimeline,
  type MacroOutcome,
  type Message,
  type MessageId,
  rankAssignees,
  readTicketDetails,
  type SimilarTickets,
  type Ticket,
  type TicketAction,
  type TicketDetails,
  type TimelineEntry,
} from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { runMacroNamed } from './macros.ts'
import { freshId, once } from './once.ts'
import type { DoOptions } from './staff-options.ts'

type Of<Name extends TicketAction['action']> = Omit<Extract<TicketAction, { action: Name }>, 'action'>

/** One page, newest first; `next` is the cursor of what came before. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

export interface Written extends DoOptions {
  readonly attachments?: readonly AttachmentReference[]
}

/**
 * One ticket in the hands of staff. Every call is one request; it rejects with `SupportProblem` (branch on `code`),
 * `NetworkFailure` or `SignedOut`. What does something resolves with the ticket as it is afterwards.
 */
export interface StaffTicket {
  readonly id: string
  /** All that is known of it, with what stays with the provider. */
  read(): Promise<TicketDetails>
  timeline(cursor?: string): Promise<Page<TimelineEntry>>
  /** Replies and internal notes. */
  messages(cursor?: string): Promise<Page<Message>>
  /** Open tickets that may be about the same, the likeliest first. */
  similar(): Promise<SimilarTickets['items']>
  /** Who could take it, best first, and why. */
  candidates(): Promise<Candidates['items']>

  /** For the requester to read. */
  reply(body: string, options?: Written): Promise<Message>
  /** For the provider's side alone. */
  note(body: string, options?: Written): Promise<Message>
  /** Says and does what a macro holds, all of it or nothing; by its name or id. */
  macro(name: string, options?: DoOptions): Promise<MacroOutcome>

  triage(decided?: Of<'triage'>, options?: DoOptions): Promise<Ticket>
  retriage(decided: Of<'retriage'>, options?: DoOptions): Promise<Ticket>
  claim(options?: DoOptions): Promise<Ticket>
  /** To a team, to somebody, or, with `{ by: 'rules' }`, to whom the rules find best. */
  assign(to: Of<'assign'>, options?: DoOptions): Promise<Ticket>
  start(options?: DoOptions): Promise<Ticket>
  waitForRequester(reason: string, options?: DoOptions): Promise<Ticket>
  waitForThirdParty(reason: string, options?: DoOptions): Promise<Ticket>
  /** Names the date of a solution, which starts its clock. */
  nameDate(date: Date | string, options?: DoOptions): Promise<Ticket>
  analyse(found: Of<'analyse'>, options?: DoOptions): Promise<Ticket>
  progress(text: string, options?: DoOptions): Promise<Ticket>
  setWorkaround(fix: Of<'set_workaround'>['fix'], options?: DoOptions): Promise<Ticket>
  setPermanentFix(fix: Of<'set_permanent_fix'>['fix'], options?: DoOptions): Promise<Ticket>
  /** The provider's claim; types that are problems need cause and prevention too. */
  resolve(summary: Of<'resolve'>, options?: DoOptions): Promise<Ticket>
  takeBack(reason: string, options?: DoOptions): Promise<Ticket>
  reopen(reason: string, options?: DoOptions): Promise<Ticket>
  /** It goes on in another ticket of the same account. */
  merge(into: string, options?: DoOptions): Promise<Ticket>
  markSpam(options?: DoOptions): Promise<Ticket>
  link(ticket: string, relation: Of<'link'>['relation'], options?: DoOptions): Promise<Ticket>
  unlink(ticket: string, options?: DoOptions): Promise<Ticket>
  watch(person: string, options?: DoOptions): Promise<Ticket>
  unwatch(person: string, options?: DoOptions): Promise<Ticket>

  /** A sub-task for a team or somebody. @returns the task's id */
  addTask(task: Omit<Of<'add_task'>, 'task'>, options?: DoOptions): Promise<string>
  finishTask(task: string, result?: string, options?: DoOptions): Promise<Ticket>
  /** @returns the visit's id */
  offerVisit(visit: Omit<Of<'offer_visit'>, 'visit'>, options?: DoOptions): Promise<string>
  startVisit(visit: string, options?: DoOptions): Promise<Ticket>
  stopVisit(visit: string, options?: DoOptions): Promise<Ticket>
  reportVisit(visit: string, report: string, options?: DoOptions): Promise<Ticket>

  /** Any action of the protocol. */
  act(action: TicketAction, options?: DoOptions): Promise<Ticket>
}

export function staffTicket(core: Core, ticketId: string): StaffTicket {
  const params = { ticketId }
  const place = (cursor: string | undefined) => ({ params, query: cursor === undefined ? {} : { cursor } })

  async function act(action: TicketAction, options?: DoOptions): Promise<Ticket> {
    const { id, call } = once(core, options)
    return core.call(actOnTicket, { params, body: { id, action } }, call)
  }

  async function write(
    body: string,
    kind: 'reply' | 'internal_note',
    { attachments = [], ...options }: Written = {},
  ): Promise<Message> {
    const { id, call } = once(core, options)
    return core.call(
      addMessage,
      { params, body: { id: id as MessageId, body, attachments: [...attachments], kind } },
      call,
    )
  }

  /** What the client names itself is named by the same id whenever the call is repeated. */
  const named = (options: DoOptions = {}): DoOptions & { readonly id: string } => ({
    ...options,
    id: options.id ?? freshId(core),
  })

  return {
    id: ticketId,
    read: () => core.call(readTicketDetails, { params }),
    timeline: (cursor) => core.call(listTimeline, place(cursor)),
    messages: (cursor) => core.call(listMessages, place(cursor)),
    similar: async () => (await core.call(findSimilar, { params })).items,
    candidates: async () => (await core.call(rankAssignees, { params })).items,

    reply: (body, options) => write(body, 'reply', options),
    note: (body, options) => write(body, 'internal_note', options),
    macro: (name, options) => runMacroNamed(core, ticketId, name, options),

    triage: (decided = {}, options) => act({ action: 'triage', ...decided }, options),
    retriage: (decided, options) => act({ action: 'retriage', ...decided }, options),
    claim: (options) => act({ action: 'claim' }, options),
    assign: (to, options) => act({ action: 'assign', ...to }, options),
    start: (options) => act({ action: 'start' }, options),
    waitForRequester: (reason, options) => act({ action: 'wait_for_requester', reason }, options),
    waitForThirdParty: (reason, options) => act({ action: 'wait_for_third_party', reason }, options),
    nameDate: (date, options) => act({ action: 'name_date', date: new Date(date).toISOString() }, options),
    analyse: (found, options) => act({ action: 'analyse', ...found }, options),
    progress: (text, options) => act({ action: 'progress', text }, options),
    setWorkaround: (fix, options) => act({ action: 'set_workaround', fix }, options),
    setPermanentFix: (fix, options) => act({ action: 'set_permanent_fix', fix }, options),
    resolve: (summary, options) => act({ action: 'resolve', ...summary }, options),
    takeBack: (reason, options) => act({ action: 'take_back', reason }, options),
    reopen: (reason, options) => act({ action: 'reopen', reason }, options),
    merge: (into, options) => act({ action: 'merge', into: into as Ticket['id'] }, options),
    markSpam: (options) => act({ action: 'mark_spam' }, options),
    link: (ticket, relation, options) => act({ action: 'link', ticket: ticket as Ticket['id'], relation }, options),
    unlink: (ticket, options) => act({ action: 'unlink', ticket: ticket as Ticket['id'] }, options),
    watch: (person, options) => act({ action: 'watch', person }, options),
    unwatch: (person, options) => act({ action: 'unwatch', person }, options),

    async addTask(task, options) {
      const { id, ...others } = named(options)
      await act({ action: 'add_task', task: id, ...task }, { id, ...others })
      return id
    },
    finishTask: (task, result, options) =>
      act({ action: 'finish_task', task, ...(result !== undefined && { result }) }, options),
    async offerVisit(visit, options) {
      const { id, ...others } = named(options)
      await act({ action: 'offer_visit', visit: id, ...visit }, { id, ...others })
      return id
    },
    startVisit: (visit, options) => act({ action: 'start_visit', visit }, options),
    stopVisit: (visit, options) => act({ action: 'stop_visit', visit }, options),
    reportVisit: (visit, report, options) => act({ action: 'report_visit', visit, report }, options),
    act,
  }
}
