import type { RandomBytes } from '@aftercare/protocol'
import type { Previews } from './files/previews.ts'
import type { Scanner } from './files/scan.ts'
import type { Journal } from './journal/write.ts'
import type { ArticleNewsroom } from './knowledge/article-news.ts'
import type { ArticleSearch } from './knowledge/search/article-search.ts'
import type { Hub } from './live/hub.ts'
import type { Log } from './log.ts'
import type { MailRoom } from './mail/mail-room.ts'
import type { ServiceBook } from './service/service-book.ts'
import type { BlobStore } from './storage/blob-store.ts'
import type { Database } from './storage/database.ts'
import type { TicketSearch } from './tickets/search/ticket-search.ts'

/** What the columns' handlers are made over. One set per server; nothing is global. */
export interface Services {
  readonly database: Database
  readonly blobs: BlobStore
  /** Undefined where every file is free at once. */
  readonly scanner: Scanner | undefined
  /** Undefined where files have no previews. */
  readonly previews: Previews | undefined
  readonly journal: Journal
  readonly hub: Hub
  /** For whatever is kept of articles in memory. */
  readonly articleNewsroom: ArticleNewsroom
  readonly articleSearch: ArticleSearch
  readonly ticketSearch: TicketSearch
  /** The tenants' service definitions. */
  readonly book: ServiceBook
  /** Undefined where no mail is sent. */
  readonly mail: MailRoom | undefined
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly random: RandomBytes
  /** Bytes of a tenant's visitors together that belong to no ticket yet. */
  readonly visitorsQuota: number
  /** Bytes of an index of articles that a page is given to search by itself, at most. */
  readonly searchLimit: number
  /** Signs download addresses. */
  readonly linkKey: Uint8Array
  /** Begins with `/`, or is empty. */
  readonly basePath: string
}
