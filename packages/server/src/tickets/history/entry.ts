import { staffTimelineTypes, type TimelineEntry, type TimelineType } from '@aftercare/protocol'
import type { DecisionFacts } from '@aftercare/protocol/service'
import type { Selectable } from 'kysely'
import type { Principal } from '../../identity/principal.ts'
import type { Writing } from '../../journal/write.ts'
import type { TicketHistoryTable } from '../../storage/schema.ts'
import { insertHistory } from './store.ts'

type Common = 'type' | 'seq' | 'part' | 'at' | 'actor'

/** A person in an entry is kept as an id alone, so that erasing the person erases the name everywhere. */
type Stored<Value> = Value extends { readonly id: string; readonly name: string | null } ? string : Value

/** What is kept with an entry and shown to nobody: what the rules looked at, so that they can be asked again. */
interface Kept {
  readonly routed: { readonly facts: DecisionFacts }
}

/** What is written of an entry; where, when and by whom comes with the transaction. */
export type NewEntry = {
  [Type in TimelineType]: { readonly type: Type } & (Type extends keyof Kept ? Kept[Type] : object) & {
      readonly [Member in keyof Omit<Extract<TimelineEntry, { type: Type }>, Common>]: Stored<
        Extract<TimelineEntry, { type: Type }>[Member]
      >
    }
}[TimelineType]

/** Who acted; null is the service itself. */
export type EntryActor = Pick<Principal, 'side' | 'id'> | null

/** A row of a ticket's history as it is about to be written. */
export type NewHistoryRow = Selectable<TicketHistoryTable>

type Position = Pick<Writing, 'tenant' | 'eventSeq' | 'now'>

/** Entries as rows, in order, at the transaction's position; `from` is the first place that is free there. */
export function historyRows(
  { tenant, eventSeq: seq, now: at }: Position,
  ticket: string,
  actor: EntryActor,
  entries: readonly NewEntry[],
  from = 0,
): NewHistoryRow[] {
  return entries.map(({ type, ...data }, index) => ({
    ...{ tenant, ticket_id: ticket, seq, part: from + index, at },
    ...{ actor_side: actor?.side ?? null, actor_id: actor?.id ?? null },
    ...{ type, data: JSON.stringify(data), audience: isForStaff(type) ? 'staff' : 'everyone' },
  }))
}

/** Appends to a ticket's history, in order, at the transaction's position. */
export async function recordHistory(
  { tx, ...position }: Position & Pick<Writing, 'tx'>,
  ticket: string,
  actor: EntryActor,
  entries: readonly NewEntry[],
): Promise<void> {
  await insertHistory(tx, historyRows(position, ticket, actor, entries))
}

const forStaff: ReadonlySet<TimelineType> = new Set(staffTimelineTypes)
export const isForStaff = (type: TimelineType): boolean => forStaff.has(type)
