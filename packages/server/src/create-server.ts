import type { RandomBytes } from '@aftercare/protocol'
import { permissions } from '@aftercare/protocol/permissions'
import { routes } from '@aftercare/protocol/routes'
import { diagnosticsHandlers } from './diagnostics/routes.ts'
import { type PreviewMaker, Previews } from './files/previews.ts'
import { fileHandlers } from './files/routes.ts'
import { type ScanHook, Scanner } from './files/scan.ts'
import { countedAddress } from './handle/client-address.ts'
import { createHandle } from './handle/handle.ts'
import type { Handlers } from './handle/handlers.ts'
import { type Rate, RateLimiter } from './handle/rate-limit.ts'
import { bindRoutes } from './handle/route-table.ts'
import { Once } from './idempotency/once.ts'
import { Authenticator } from './identity/authenticate.ts'
import { ArticleNewsroom } from './knowledge/article-news.ts'
import { knowledgeHandlers } from './knowledge/routes.ts'
import { ArticleSearch } from './knowledge/search/article-search.ts'
import { Hub } from './live/hub.ts'
import { liveHandlers } from './live/routes.ts'
import { type Log, silentLog } from './log.ts'
import { MailRoom } from './mail/mail-room.ts'
import type { MailOptions } from './mail/mail-settings.ts'
import { operationsHandlers } from './operations/routes.ts'
import { peopleHandlers } from './people/routes.ts'
import { serviceHandlers } from './service/routes.ts'
import { ServiceBook } from './service/service-book.ts'
import type { Services } from './services.ts'
import { statusHandlers } from './status/routes.ts'
import type { BlobStore } from './storage/blob-store.ts'
import type { Database } from './storage/database.ts'
import { actionHandlers } from './tickets/actions/routes.ts'
import { assignmentHandlers } from './tickets/assignment/routes.ts'
import { bulkHandlers } from './tickets/bulk/routes.ts'
import { detailsHandlers } from './tickets/details/routes.ts'
import { historyHandlers } from './tickets/history/routes.ts'
import { macroHandlers } from './tickets/macros/routes.ts'
import { macroRunHandlers } from './tickets/macros/run.ts'
import { messageHandlers } from './tickets/messages/routes.ts'
import { queueHandlers } from './tickets/queues/routes.ts'
import { ticketHandlers } from './tickets/routes.ts'
import { TicketSearch } from './tickets/search/ticket-search.ts'
import { similarHandlers } from './tickets/similar/routes.ts'
import { viewHandlers } from './tickets/views/routes.ts'
import type { ChallengeKind } from './visitors/challenge-kind.ts'
import { proofOfWork } from './visitors/proof-of-work.ts'
import { visitorHandlers } from './visitors/routes.ts'
import { keyFor } from './visitors/visitor-token.ts'
import { webhookHandlers } from './webhooks/routes.ts'
import type { WebhookOptions } from './webhooks/webhook-sender.ts'
import { createWork, type Work } from './work/work.ts'

export interface ServerOptions {
  readonly database: Database
  readonly blobs: BlobStore
  /** At least 32 random bytes each, kept outside the database. */
  readonly secrets: {
    /** Key of the audit log's HMAC. */
    readonly audit: Uint8Array
    /** Signs download addresses. */
    readonly links: Uint8Array
  }
  /** Where all routes are mounted; `/support` unless told. */
  readonly basePath?: string
  /** Origins, exact, whose pages may call (CORS); none unless told. */
  readonly origins?: readonly string[]
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  readonly random?: RandomBytes
  readonly log?: Log
  readonly limits?: Limits
  /** Asked about every file that comes; until it answers nobody can have the file. */
  readonly scan?: ScanHook
  /** Draws small pictures of files: `picturePreviews` of the Node entry. Files have none without it. */
  readonly previews?: PreviewMaker
  /** Mail to people; none is sent without it. */
  readonly mail?: MailOptions
  /** Tells endpoints of what happens, with `webhookSender` of the Node entry; nothing is sent and no endpoint added without it. */
  readonly webhooks?: WebhookOptions
  /** For people without a token of their backend, where a tenant lets them in (`allowVisitors`). */
  readonly visitors?: VisitorSettings
  /**
   * Where a request comes from, for limits per address: `behindProxies(1)` behind a proxy of one's own. Without it no
   * limit is kept per address: what a caller says of itself is not believed.
   */
  readonly clientAddress?: (request: Request) => string | undefined
}

export interface VisitorSettings {
  /** What a visitor has to solve; `proofOfWork` unless told, `false` for nothing. */
  readonly challenge?: ChallengeKind | false
  /** Numbers that the proof of work is found among; 50 000 unless told. */
  readonly maxNumber?: number
  /** How long a visitor's token is good for, in milliseconds; 180 days unless told. */
  readonly lifetime?: number
}

export interface Limits {
  /** Requests per principal; 6000 a minute unless told, `false` for no limit. */
  readonly rate?: Rate | false
  /** Requests per visitor; 600 a minute unless told, `false` for no limit. */
  readonly visitor?: Rate | false
  /** Requests with a token per client address; 12 000 a minute unless told, `false` for no limit. */
  readonly address?: Rate | false
  /** Requests without a token per client address; 60 a minute unless told, `false` for no limit. */
  readonly anonymous?: Rate | false
  /** Reads without a token, of what everybody may read, per client address; 600 a minute unless told, `false` for no limit. */
  readonly reader?: Rate | false
  /**
   * Reports without a token of what searches came to, of one tenant, wherever they come from; 100 a minute unless told, `false`
   * for no limit. What is over it is not counted.
   */
  readonly reports?: Rate | false
  /** Who becomes a visitor of one tenant, wherever they come from; 600 a minute unless told, `false` for no limit. */
  readonly newVisitors?: Rate | false
  /** Bytes of one tenant's visitors together that belong to no ticket yet; 2 GiB unless told. */
  readonly visitorFiles?: number
  /**
   * Bytes of an index of articles, not compressed, that a page is given to search by itself; where there is more, it asks
   * the server. 6 000 000 unless told: some 20 000 short articles.
   */
  readonly searchIndex?: number
  /** How long a question waits for an index of articles or tickets that is not there yet, in milliseconds; 10000 unless told. */
  readonly searchWait?: number
  /** How long a request waits for an equal one before it is told to come again, in milliseconds; 5000 unless told. */
  readonly inFlightWait?: number
  /** Between heartbeats of a live stream, in milliseconds; 15000 unless told. */
  readonly heartbeat?: number
  /** Between a live stream's looks for what other processes wrote, in milliseconds; 2000 unless told. */
  readonly livePoll?: number
}

export interface SupportServer {
  /** Answers one request. Starts no timer that outlives it, save those of an open live stream. */
  fetch(request: Request): Promise<Response>
  readonly work: Work
  /** Ends live streams and stops the work. The database and the blob store stay their owner's to close. */
  close(): Promise<void>
}

const shortestSecret = 32

/**
 * Makes the backend over an open, migrated database.
 *
 * @throws Error when a route has no handler or no permission, a secret is too short, or a mail setting is wrong
 */
export async function createSupportServer(options: ServerOptions): Promise<SupportServer> {
  const { database, blobs, secrets, basePath = '/support', log = silentLog, limits = {} } = options
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret.byteLength < shortestSecret) throw new Error(`secrets.${name} needs at least ${shortestSecret} bytes`)
  }
  if (basePath !== '' && !/^(\/[\w.~-]+)+$/.test(basePath)) throw new Error(`"${basePath}" is no base path`)
  const clock = options.clock ?? Date.now
  const random: RandomBytes = options.random ?? ((bytes) => void crypto.getRandomValues(bytes))
  const mail = options.mail && new MailRoom(options.mail, random)
  if (!mail) log.info({}, 'people get no mail: there is no mail sender')
  const articleNewsroom = new ArticleNewsroom((error) =>
    log.error({ error: String(error) }, 'what is kept of articles in memory was not told of a change'),
  )
  const journal = { database, auditKey: secrets.audit, clock, random, mail, articleNewsroom }
  const hub = new Hub()
  const book = new ServiceBook()
  const searching = { database, log, wait: limits.searchWait ?? 10_000 }
  const articleSearch = new ArticleSearch(searching)
  const ticketSearch = new TicketSearch(searching)
  const base = {
    ...{ database, blobs, journal, hub, articleNewsroom, articleSearch, ticketSearch, book, mail, log, clock, random },
    previews: options.previews && new Previews({ blobs, log }, options.previews),
    ...{ linkKey: secrets.links, basePath, visitorsQuota: limits.visitorFiles ?? 2 * 1024 ** 3 },
    searchLimit: limits.searchIndex ?? 6_000_000,
  }
  const services: Services = { ...base, scanner: options.scan && new Scanner(base, options.scan) }
  const authenticator = new Authenticator(journal)
  const limiter = (rate: Rate | false | undefined, requests: number) =>
    rate === false ? undefined : new RateLimiter(rate ?? { requests, windowSeconds: 60 })
  const { challenge, maxNumber, lifetime = 180 * 86_400_000 } = options.visitors ?? {}
  const puzzle = () => proofOfWork({ key: keyFor(secrets.links, 'visitor challenge'), random, maxNumber })
  const { heartbeat = 15_000, livePoll: poll = 2_000 } = limits
  const live = liveHandlers(services, authenticator, { heartbeat, poll })
  const messages = messageHandlers(services)
  const actions = actionHandlers(services)
  const handlers: Handlers = {
    ...ticketHandlers(services),
    ...queueHandlers(services),
    ...messages,
    ...actions,
    ...bulkHandlers(actions),
    ...similarHandlers(services),
    ...assignmentHandlers(services),
    ...viewHandlers(services),
    ...macroHandlers(services),
    ...macroRunHandlers(services, { ...messages, ...actions }),
    ...detailsHandlers(services),
    ...historyHandlers(services),
    ...diagnosticsHandlers(services),
    ...serviceHandlers(services),
    ...fileHandlers(services),
    ...peopleHandlers(services),
    ...knowledgeHandlers(services, { reports: limiter(limits.reports, 100) }),
    ...statusHandlers(services),
    ...visitorHandlers(services, {
      challenge: challenge === false ? undefined : (challenge ?? puzzle()),
      lifetime,
      limiter: limiter(limits.newVisitors, 600),
    }),
    ...webhookHandlers(services, options.webhooks),
    ...live.handlers,
    ...operationsHandlers(services),
  }
  const work = createWork(services, options.webhooks)
  return {
    fetch: createHandle({
      table: await bindRoutes(routes, handlers, permissions),
      authenticator,
      book,
      once: new Once(journal, limits.inFlightWait ?? 5_000),
      limiters: {
        principal: limiter(limits.rate, 6000),
        visitor: limiter(limits.visitor, 600),
        address: limiter(limits.address, 12_000),
        anonymous: limiter(limits.anonymous, 60),
        reader: limiter(limits.reader, 600),
      },
      addressOf(request) {
        const address = options.clientAddress?.(request)
        return address === undefined ? undefined : countedAddress(address)
      },
      basePath,
      origins: new Set(options.origins),
      clock,
      random,
      log,
      committed: (tenant) => hub.notify(tenant),
    }),
    work,
    async close() {
      live.close()
      await Promise.all([work.stop(), articleSearch.close(), ticketSearch.close()])
    },
  }
}
