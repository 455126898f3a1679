import { permissions } from '@aftercare/protocol/permissions'
import type { Handlers } from '../handle/handlers.ts'
import { reachOf } from '../handle/route-table.ts'
import type { Authenticator } from '../identity/authenticate.ts'
import { recordRead } from '../identity/record-read.ts'
import type { Services } from '../services.ts'
import { type Sight, seesTicket } from '../tickets/visibility.ts'
import { EventLog, type LoggedEvent } from './event-log.ts'
import { EventStream, type LiveTiming } from './event-stream.ts'
import { logPosition } from './store.ts'

export interface Live {
  readonly handlers: Pick<Handlers, 'listen'>
  /** Ends every open stream. */
  close(): void
}

export function liveHandlers(services: Services, authenticator: Authenticator, timing: LiveTiming): Live {
  const log = new EventLog(services)
  const open = new Set<EventStream>()
  return {
    handlers: {
      listen: {
        kind: 'stream',
        async open(context) {
          const { tenant, expiresAt } = context.principal
          await recordRead(services, context, 'listen', {})
          const authorization = context.request.headers.get('authorization')
          // Looked at anew each time the credentials are: teams, roles and rules may change while a stream is open.
          let sight = await context.sight(services.database.reader)
          const resumeAt = context.request.headers.get('last-event-id')
          const stream = new EventStream({
            clock: services.clock,
            timing,
            expiresAt,
            subscribe: (wake) => services.hub.subscribe(tenant, wake),
            start: () => startingPoint(services, tenant, resumeAt),
            after: (seq) => log.after(tenant, seq),
            mayHear: (logged) => mayHear(logged, sight),
            stillWelcome: async () => {
              const now = await authenticator.principal(authorization)
              const reach = reachOf({ id: 'listen', grants: permissions.listen }, now)
              sight = await services.book.sightOf(now, reach)(services.database.reader)
            },
          })
          open.add(stream)
          const failed = (error: unknown) =>
            services.log.error({ requestId: context.requestId, error: String(error) }, 'a stream failed')
          void stream
            .run()
            .catch(failed)
            .finally(() => open.delete(stream))
          return {
            body: stream.body,
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
      for (const stream of open) stream.end()
    },
  }
}

/** Everybody hears of the tickets they see, and customers never of what happens among staff. */
function mayHear({ audience, ticket, ties }: LoggedEvent, sight: Sight): boolean {
  return (sight.side === 'agent' || audience === 'everyone') && seesTicket(sight, ticket, ties)
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
