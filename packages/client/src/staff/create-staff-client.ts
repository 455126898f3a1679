import {
  type AttachmentReference,
  actOnTickets,
  type BulkOutcome,
  countTickets,
  headers,
  type Ticket,
  type TicketAction,
  type TicketCounts,
  uploadFile,
} from '@aftercare/protocol'
import { checkUrl } from '../check-url.ts'
import type { Core } from '../core.ts'
import { createCore } from '../create-core.ts'
import { type Files, files } from '../files/files.ts'
import { type Macros, macros } from './macros.ts'
import { once } from './once.ts'
import { createQueue, type Queue } from './queue.ts'
import { type QueueFilters, queryOf } from './queue-filters.ts'
import type { DoOptions, StaffClientOptions } from './staff-options.ts'
import { type StaffTicket, staffTicket } from './staff-ticket.ts'
import { type Views, views } from './views.ts'

export interface StaffClient {
  readonly core: Core
  /** Tickets by filters, sorted, kept current while somebody watches `$state`. */
  queue(filters?: QueueFilters): Queue
  /** How many there are of each status, with the same filters. */
  count(filters?: QueueFilters): Promise<TicketCounts>
  ticket(id: string): StaffTicket
  /**
   * The same for up to 100 tickets under one key: each is done, or refused with the code that it would have been refused
   * with alone, and then unchanged.
   */
  bulk(tickets: readonly string[], action: TicketAction, options?: DoOptions): Promise<BulkOutcome['items']>
  readonly views: Views
  readonly macros: Macros
  readonly files: Files
  /** Sends a file, for a reply or a note to refer to. */
  upload(
    file: { name: string; type: string; bytes: Uint8Array<ArrayBuffer> },
    options?: DoOptions,
  ): Promise<AttachmentReference>
  close(): Promise<void>
}

/**
 * The provider's side of the service, for a desk of one's own and for programs: in Node and in browsers, without DOM.
 * Every call is a request of its own; nothing is kept on the device.
 *
 * @throws TypeError where nothing can be sent to `url`: outside a page it is absolute
 */
export function createStaffClient(options: StaffClientOptions): StaffClient {
  const { key, getKey, ...others } = options
  checkUrl(others.url)
  const core = createCore({ ...others, getToken: getKey ?? (async () => key) })
  return {
    core,
    queue: (filters = {}) => createQueue(core, filters),
    count(filters = {}) {
      const { sort: _, ...query } = queryOf(filters)
      return core.call(countTickets, { query })
    },
    ticket: (id) => staffTicket(core, id),
    async bulk(tickets, action, doOptions) {
      const { id, call } = once(core, doOptions)
      return (await core.call(actOnTickets, { body: { id, tickets: tickets as Ticket['id'][], action } }, call)).items
    },
    views: views(core),
    macros: macros(core),
    files: files(core),
    async upload({ name, type, bytes }, doOptions) {
      const said = { 'Content-Type': type, [headers.fileName]: encodeURIComponent(name.toWellFormed()) }
      const { fileId, sha256 } = await core.call(
        uploadFile,
        {},
        { ...once(core, doOptions).call, bytes, headers: said },
      )
      return { fileId, sha256 }
    },
    close: () => core.close(),
  }
}
