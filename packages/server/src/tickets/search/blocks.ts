import { type SearchDocument, type SegmentBytes, writingSegment } from '@aftercare/protocol/search'
import { simplify } from '@aftercare/protocol/search/traditional'
import type { Database } from '../../storage/database.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { breath, inSlices } from '../../work/in-slices.ts'
import { type Circle, circles, documentsOf } from './documents.ts'
import { keepSegment, keptSegments, lastNumbers, saidInBlock } from './segment-store.ts'

/** So many numbers are a block. */
const size = 2048

export const blockOf = (number: number): number => Math.floor(number / size)

/** Of which block of which tenant. */
interface Of {
  readonly tenant: string
  readonly block: number
}

/** The segments of a block, by whom they are for. */
export interface WrittenBlock {
  /** Everything that was said up to this position is in them. */
  readonly place: number
  readonly segments: Readonly<Record<Circle, SegmentBytes>>
}

/** Numbers of a block's tickets of which something was said after a position. */
export async function numbersSaid(db: Queryable, { tenant, block }: Of, seq: number): Promise<readonly number[]> {
  const rows = await saidInBlock(db, { tenant, from: block * size, to: (block + 1) * size, seq })
  return rows.map(({ number }) => number)
}

/** Writes the segments of a block from the tickets' texts. */
export async function writeBlock(db: Queryable, of: Of, signal: AbortSignal): Promise<WrittenBlock> {
  // Asked before anything is read: what is said meanwhile may be in it or not, and is looked up again.
  const [last] = await lastNumbers(db, of)
  const documents: Record<Circle, SearchDocument[]> = { everyone: [], staff: [] }
  for await (const some of documentsOf(db, of.tenant, await numbersSaid(db, of, -1))) {
    signal.throwIfAborted()
    for (const circle of circles) documents[circle].push(...some[circle])
  }
  const write = (circle: Circle) => inSlices(writingSegment(documents[circle], simplify, false))
  const everyone = await write('everyone')
  signal.throwIfAborted()
  return { place: last?.event_seq ?? 0, segments: { everyone, staff: await write('staff') } }
}

/** A block as the database keeps it. */
export async function keptBlock(db: Queryable, of: Of): Promise<WrittenBlock | undefined> {
  const rows = await keptSegments(db, of)
  await breath()
  const [everyone, staff] = circles.map((circle) => rows.find((row) => row.circle === circle))
  return everyone && staff && { place: everyone.said_seq, segments: { everyone, staff } }
}

export function keepBlock(database: Database, of: Of, { place, segments }: WrittenBlock): Promise<void> {
  return database.transact(async (tx) => {
    for (const circle of circles) await keepSegment(tx, { ...of, circle, said_seq: place, ...segments[circle] })
  })
}
