import { LiveIndex, readSegment } from '@aftercare/protocol/search'
import { type Demand, repairsOf, type Together } from '@aftercare/protocol/search/demand'
import { simplify } from '@aftercare/protocol/search/traditional'
import type { Database } from '../../storage/database.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { breath, inSlices, queue } from '../../work/in-slices.ts'
import { blockOf, keepBlock, keptBlock, numbersSaid, type WrittenBlock, writeBlock } from './blocks.ts'
import { type Circle, circles, documentsOf } from './documents.ts'
import { meeting } from './meeting.ts'
import type { NumberSet } from './number-set.ts'
import { keptPlace, lastNumbers, saidSince } from './segment-store.ts'

/** A block of which so many tickets have changed is written anew. */
const mostChanged = 64
/** So many changes all blocks have together; where there are more, those with the most are written. */
const mostChangedInAll = 1024

/** What is known of a block besides what is in the index. */
interface Block {
  /** The position that its segments are of; before all others where it has none. */
  place: number
  /** Numbers of tickets that are indexed one by one since. */
  changed: Set<number>
  /** What was written here and is not in the database yet. */
  unkept: WrittenBlock | undefined
}

type Indexes = Readonly<Record<Circle, LiveIndex>>

/** All tickets of one tenant by their words, current at each question. */
export class TicketIndex {
  readonly #tenant: string
  readonly #signal: AbortSignal
  readonly #alone = queue()
  #indexes: Indexes | undefined
  #blocks: Block[] = []
  /** Everything that was said up to here is in the index. */
  #place = -1
  #lastTicket = 0

  /** @param signal Ends what is being written. */
  constructor(tenant: string, signal: AbortSignal) {
    this.#tenant = tenant
    this.#signal = signal
  }

  /** How many tickets it holds, about. */
  get size(): number {
    return this.#lastTicket
  }

  /** For each demand the tickets that meet it as it was written; by internal notes as well where they are looked into. */
  meeting(db: Queryable, demands: readonly Demand[], withNotes: boolean): Promise<readonly NumberSet[]> {
    return this.#alone(async () => {
      const among = amongOf(await this.#current(db), withNotes)
      return this.#each(among, demands, ({ written }) => written)
    })
  }

  /** For each word the tickets that have what it may have been meant for. */
  repaired(db: Queryable, words: readonly string[], withNotes: boolean): Promise<readonly NumberSet[]> {
    return this.#alone(async () => {
      const among = amongOf(await this.#current(db), withNotes)
      const vocabularies = among.map((index) => index.vocabulary)
      const known = {
        count: (term: string) => vocabularies.reduce((sum, each) => sum + each.count(term), 0),
      }
      return this.#each(among, words, (word) => repairsOf(word, known))
    })
  }

  /** Makes the index, so that nobody has to wait for it. */
  prepare(db: Queryable): Promise<void> {
    return this.#alone(async () => void (await this.#current(db)))
  }

  /** Writes anew what has changed much, beside whoever asks, and keeps it in the database. */
  async tend(database: Database): Promise<void> {
    await this.prepare(database.reader)
    for (const [at, block] of this.#blocks.entries()) if (block.unkept) await this.#keep(database, at, block.unkept)
    for (;;) {
      const changes = this.#blocks.map(({ changed }) => changed.size)
      const most = Math.max(0, ...changes)
      const all = changes.reduce((sum, count) => sum + count, 0)
      if (most < mostChanged && all <= mostChangedInAll) return
      await this.#renew(database, changes.indexOf(most))
    }
  }

  async #each<Item>(among: readonly LiveIndex[], items: readonly Item[], ways: (item: Item) => readonly Together[]) {
    const found: NumberSet[] = []
    for (const item of items) found.push(await inSlices(meeting(among, ways(item), this.#lastTicket)))
    return found
  }

  /** The index, holding what was said by now. */
  async #current(db: Queryable): Promise<Indexes> {
    const indexes = this.#indexes ?? (await this.#load(db))
    const [last] = await lastNumbers(db, { tenant: this.#tenant })
    if (!last || last.event_seq === this.#place) return indexes
    const said = await saidSince(db, { tenant: this.#tenant, seq: this.#place })
    await this.#take(
      db,
      indexes,
      said.map(({ number }) => number),
    )
    this.#place = last.event_seq
    return indexes
  }

  async #load(db: Queryable): Promise<Indexes> {
    const indexes = { everyone: new LiveIndex([], simplify), staff: new LiveIndex([], simplify) }
    this.#blocks = []
    const [last] = await lastNumbers(db, { tenant: this.#tenant })
    this.#lastTicket = last?.ticket_number ?? 0
    for (let block = 0; block <= blockOf(this.#lastTicket); block++) {
      this.#signal.throwIfAborted()
      const of = { tenant: this.#tenant, block }
      const kept = await keptBlock(db, of)
      if (kept) await this.#adopt(indexes, block, kept)
      const changed = await numbersSaid(db, of, kept?.place ?? -1)
      if (changed.length < mostChanged) await this.#take(db, indexes, changed)
      else {
        const written = await writeBlock(db, of, this.#signal)
        await this.#adopt(indexes, block, written)
        this.#blockAt(block).unkept = written
      }
    }
    this.#place = last?.event_seq ?? 0
    this.#indexes = indexes
    return indexes
  }

  /** Indexes tickets one by one. */
  async #take(db: Queryable, indexes: Indexes, numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      this.#blockAt(blockOf(number)).changed.add(number)
      this.#lastTicket = Math.max(this.#lastTicket, number)
    }
    for await (const documents of documentsOf(db, this.#tenant, numbers)) {
      this.#signal.throwIfAborted()
      for (const circle of circles) await inSlices(indexes[circle].putting(documents[circle]))
    }
  }

  #blockAt(at: number): Block {
    this.#blocks[at] ??= { place: -1, changed: new Set(), unkept: undefined }
    return this.#blocks[at]
  }

  /** Takes a block's segments in place of what there is of it. */
  async #adopt(indexes: Indexes, at: number, { place, segments }: WrittenBlock): Promise<void> {
    for (const circle of circles) {
      const { titles, bodies } = segments[circle]
      await inSlices(indexes[circle].adding([readSegment(titles, bodies)]))
      await breath()
    }
    Object.assign(this.#blockAt(at), { place, changed: new Set(), unkept: undefined })
  }

  async #renew(database: Database, block: number): Promise<void> {
    const { reader: db } = database
    const of = { tenant: this.#tenant, block }
    // Another process may have been quicker.
    const [kept] = await keptPlace(db, of)
    const others = kept && kept.said_seq > this.#blockAt(block).place ? await keptBlock(db, of) : undefined
    const written = others ?? (await writeBlock(db, of, this.#signal))
    if (!others) await keepBlock(database, of, written)
    await this.#alone(async () => {
      const indexes = await this.#current(db)
      await this.#adopt(indexes, block, written)
      // What was said since, and is in the index already, has just been overwritten.
      this.#place = Math.min(this.#place, written.place)
      await this.#current(db)
    })
  }

  async #keep(database: Database, block: number, written: WrittenBlock): Promise<void> {
    await keepBlock(database, { tenant: this.#tenant, block }, written)
    this.#blockAt(block).unkept = undefined
  }
}

const amongOf = ({ everyone, staff }: Indexes, withNotes: boolean): readonly LiveIndex[] =>
  withNotes ? [everyone, staff] : [everyone]
