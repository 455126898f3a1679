import type { Stretch } from '../src/live/event-log.ts'
import { Feed } from '../src/live/feed.ts'
import { type Hearing, Listener } from '../src/live/listener.ts'
import type { Sight } from '../src/tickets/visibility.ts'

export const never = 600_000
export const sight: Sight = { side: 'agent', staff: 'a', teams: null, hidden: [] }
export const turn = () => new Promise((resolve) => setTimeout(resolve, 5))

/** A feed of a log that the test holds, and listeners who hear everything. */
export function feedOf(after: (seq: number) => Promise<Stretch>, poll = never) {
  let committed = () => {}
  const failures: unknown[] = []
  const feed = new Feed({
    clock: () => 0,
    timing: { heartbeat: never, poll },
    subscribe: (wake) => {
      committed = wake
      return () => {}
    },
    after,
    standing: async () => 0,
    failed: (error) => void failures.push(error),
  })
  const listen = (seq: number, hearAnew?: () => Promise<Hearing>) => {
    const hearing = { sight, audiences: [], accounts: [], always: hearAnew !== undefined }
    const listener = new Listener({
      hearing,
      standing: 0,
      now: 0,
      lifetime: undefined,
      hearAnew: hearAnew ?? (async () => hearing),
      drained: () => feed.wake(),
      gone: (gone) => feed.leave(gone),
    })
    feed.join(listener)
    listener.begin({ seq, reset: false })
    feed.wake()
    return listener
  }
  return { feed, listen, commit: () => committed(), failures }
}

/** An event that everybody hears, of so many bytes. */
export function event(seq: number, bytes = 40) {
  const ticket = { requester_id: 'r', account: null, type: 'incident', team: null, assignee_id: null }
  const block = new TextEncoder().encode(`${`id: ${seq}\ndata: `.padEnd(bytes - 2, '.')}\n\n`)
  return { seq, audience: 'everyone', ticket, ties: { watchers: [], tasks: [] }, block } as const
}
