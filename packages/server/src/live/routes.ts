import { permissions } from '@aftercare/protocol/permissions'
import type { Handlers } from '../handle/handlers.ts'
import { reachOf } from '../handle/route-table.ts'
import type { Authenticator } from '../identity/authenticate.ts'
import { recordRead } from '../identity/record-read.ts'
import { whoIs } from '../knowledge/reader.ts'
import type { Services } from '../services.ts'
import { statusReader } from '../status/reader.ts'
import { EventLog } from './event-log.ts'
import { Feed, type LiveTiming } from './feed.ts'
import { type Hearing, Listener } from './listener.ts'
import { logPosition } from './store.ts'

export interface Live {
  readonly handlers: Pick<Handlers, 'listen'>
  /** Ends every open stream. */
  close(): void
}

export function liveHandlers(services: Services, authenticator: Authenticator, timing: LiveTiming): Live {
  const { clock, database, hub } = services
  const log = new EventLog(services)
  const feeds = new Map<string, Feed>()
  const open = new Set<Listener>()

  function feedOf(tenant: string): Feed {
    const known = feeds.get(tenant)
    if (known) return known
    const feed = new Feed({
      clock,
      timing,
      subscribe: (wake) => hub.subscribe(tenant, wake),
      after: (seq) => log.after(tenant, seq),
      standing: () => standingOf(services, tenant),
      failed: (error) =>
        services.log.error({ tenant, error: String(error) }, 'live updates wait: the log was not read'),
    })
    feeds.set(tenant, feed)
    return feed
  }

  async function hearingOf(authorization: string | null): Promise<Hearing> {
    const principal = await authenticator.principal(authorization)
    const reach = reachOf({ id: 'listen', grants: permissions.listen }, principal)
    const sight = await services.book.sightOf(principal, reach)(database.reader)
    const { accounts } = statusReader(principal)
    return { sight, audiences: whoIs(principal).audiences, accounts, always: principal.side === 'agent' }
  }

  return {
    handlers: {
      listen: {
        kind: 'stream',
        async open(context) {
          await recordRead(services, context, 'listen', {})
          const { tenant, expiresAt } = context.principal
          const { headers } = context.request
          const authorization = headers.get('authorization')
          // Looked up before what it may hear is: a change in between is found out again.
          const standing = await standingOf(services, tenant)
          const feed = feedOf(tenant)
          const listener = new Listener({
            hearing: await hearingOf(authorization),
            standing,
            now: clock(),
            lifetime: expiresAt === undefined ? undefined : expiresAt - clock(),
            hearAnew: () => hearingOf(authorization),
            drained: () => feed.wake(),
            gone: (gone) => {
              open.delete(gone)
              feed.leave(gone)
              if (feed.size === 0 && feeds.get(tenant) === feed) feeds.delete(tenant)
            },
          })
          open.add(listener)
          feed.join(listener)
          try {
            listener.begin(await startingPoint(services, tenant, headers.get('last-event-id')))
          } catch (error) {
            listener.end()
            throw error
          }
          feed.wake()
          return {
            body: listener.body,
            headers: {
              'Content-Type': 'text/event-stream',
              'Cache-Control': 'no-store',
              // nginx would otherwise hold events back to fill its buffers.
              'X-Accel-Buffering': 'no',
            },
          }
        },
      },
    },
    close() {
      for (const listener of open) listener.end()
    },
  }
}

async function standingOf({ database }: Services, tenant: string): Promise<number> {
  const [counters] = await logPosition(database.reader, { tenant })
  return counters?.standing ?? 0
}

/** Where a listener begins, and whether it has missed what the log no longer holds. */
async function startingPoint({ database }: Services, tenant: string, resumeAt: string | null) {
  const [position] = await logPosition(database.reader, { tenant })
  const newest = position?.event_seq ?? 0
  if (resumeAt === null || resumeAt === '') return { seq: newest, reset: false }
  const seq = /^\d{1,15}$/.test(resumeAt) ? Number(resumeAt) : -1
  const known = seq >= (position?.events_pruned ?? 0) && seq <= newest
  return known ? { seq, reset: false } : { seq: newest, reset: true }
}
