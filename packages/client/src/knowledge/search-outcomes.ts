import { newId, reportSearches, type SearchOutcome } from '@aftercare/protocol'
import { maskText } from '@aftercare/protocol/diagnostics'
import type { Core } from '../core.ts'
import { failureOf } from '../failure.ts'
import { keep } from '../persistence/keep.ts'
import { asReader, isAnybody, readerOf } from './as-reader.ts'
import { batchIn, outcomesPrefix, type StoredBatch } from './stored-outcomes.ts'

/** Nothing more is expected of searches once nothing has happened for so long. Milliseconds. */
const longPatience = 5 * 60_000
/** The same where nothing waits on the device: what the page has not told when it is closed is lost. */
const shortPatience = 60_000
/** So many are told at once. */
const most = 20
/** Other batches that one page tells: those of pages that are gone. */
const mostLeft = 5

type BatchId = string & { readonly __brand: 'SearchBatch' }

export interface CompletedSearch {
  readonly query: string
  /** BCP 47, of the reader. */
  readonly locale: string
  /** The names of what was found, which are not told. */
  readonly slugs: readonly string[]
}

/** What became of searches: told many at once, without who searched, once nothing more happens with them. */
export interface SearchOutcomes {
  /** A search has come to rest. */
  searched(search: CompletedSearch): void
  /** An article was opened. Of what was not found lately nothing is told. */
  opened(slug: string): void
  /** Somebody says that an article solved it, whether or not they opened it: a ticket that was not needed. */
  solved(slug: string): void
  /** A ticket was raised: the last search has not spared it. */
  raised(): void
}

export function searchOutcomes(core: Core): SearchOutcomes {
  const anybody = isAnybody(core)
  // Of which tenant it would be told, nobody says.
  if (anybody && core.environment.tenant === undefined) return { searched() {}, opened() {}, solved() {}, raised() {} }
  const patience = core.environment.getToken ? longPatience : shortPatience
  let batch: StoredBatch | undefined
  let last: { readonly slugs: readonly string[]; readonly at: number } | undefined
  let cancelTimer = () => {}
  let lookedBack = false

  async function send({ id, searches }: StoredBatch, owner: string): Promise<void> {
    try {
      await core.call(...asReader(core, reportSearches, { body: { id, searches } }), { idempotencyKey: id, owner })
    } catch (error) {
      // Kept for the next page; what the server does not want is nobody's any more.
      if (failureOf(error).kind === 'offline') return
    }
    await keep(core, owner, [{ type: 'delete', key: outcomesPrefix + id }])
  }

  /** What pages have left that were closed before they could tell. */
  async function sendLeft(owner: string): Promise<void> {
    const { store, identity } = await core.persistence()
    if (identity !== owner) return
    const now = core.clock.now()
    const left = (await store.list(outcomesPrefix)).filter(([key]) => key !== outcomesPrefix + batch?.id)
    const told: StoredBatch[] = []
    for (const [key, value] of left) {
      const found = batchIn(value, now)
      if (!found) await keep(core, owner, [{ type: 'delete', key }])
      else if (now - found.at >= patience) told.push(found)
    }
    for (const each of told.slice(0, mostLeft)) await send(each, owner)
  }

  async function finish(): Promise<void> {
    cancelTimer()
    const done = batch
    batch = undefined
    try {
      if (done) await send(done, await readerOf(core))
    } catch {
      // Nobody is known any more.
    }
  }

  function changed(change: (searches: readonly SearchOutcome[]) => readonly SearchOutcome[]): void {
    const at = core.clock.now()
    const before = batch ?? { version: 1, id: newId<BatchId>(core.random), at, searches: [] }
    const mine: StoredBatch = { ...before, at, searches: [...change(before.searches)] }
    batch = mine
    cancelTimer()
    cancelTimer = core.clock.after(patience, () => void finish())
    void readerOf(core)
      .then(async (owner) => {
        await keep(core, owner, [{ type: 'put', key: outcomesPrefix + mine.id, value: { ...mine } }])
        if (lookedBack) return
        lookedBack = true
        await sendLeft(owner)
      })
      .catch(() => {})
    if (mine.searches.length >= most) void finish()
  }

  /** Of the last search, as long as it can be why. */
  function mark(what: 'opened' | 'solved' | 'ticket'): void {
    const recent = last && core.clock.now() - last.at < patience
    if (!recent || !batch || batch.searches.at(-1)?.[what]) return
    changed((searches) => searches.map((each, at) => (at === searches.length - 1 ? { ...each, [what]: true } : each)))
  }

  core.session.onToken((_, changedPerson) => {
    if (!changedPerson) return
    cancelTimer()
    batch = last = undefined
    lookedBack = false
  })
  core.onClose(() => cancelTimer())

  return {
    searched({ query: typed, locale, slugs }) {
      const query = typed.trim()
      // What has a secret or an address in it is about somebody.
      if (!query || maskText(query) !== query) return
      last = { slugs, at: core.clock.now() }
      const outcome: SearchOutcome = { locale, query, found: slugs.length, opened: false, solved: false, ticket: false }
      changed((searches) => {
        const before = searches.at(-1)
        // Somebody writes on, or takes back: it is one search.
        const same = before && !before.opened && !before.solved && !before.ticket && isPartOf(before.query, query)
        return [...(same ? searches.slice(0, -1) : searches), outcome]
      })
    },
    opened(slug) {
      if (last?.slugs.includes(slug)) mark('opened')
    },
    solved(slug) {
      if (last?.slugs.includes(slug)) mark('solved')
    },
    raised: () => mark('ticket'),
  }
}

const isPartOf = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one)
