import type { TimelineEntry } from '@aftercare/protocol'
import { timelineEntrySchema } from '@aftercare/protocol/schemas'
import type { Queryable } from '../../storage/prepared.ts'
import { type HistoryRow, namesOf } from './store.ts'

/** Members of entries that are people, kept as ids. */
const personMembers = ['onBehalfOf', 'assignee', 'person'] as const

/** Members of entries for everybody that only the provider's side sees. */
const staffMembers = ['choice'] as const

type Data = Record<string, unknown>

/**
 * History as a timeline, with the names as they are now. Each entry goes through its schema, which lets out what it
 * names and nothing else.
 */
export async function serializeTimeline(
  db: Queryable,
  tenant: string,
  rows: readonly HistoryRow[],
  forStaff: boolean,
): Promise<TimelineEntry[]> {
  const parsed = rows.map((row) => {
    const data = JSON.parse(row.data) as Data
    if (!forStaff) for (const member of staffMembers) delete data[member]
    return { row, data }
  })
  const ids = parsed.flatMap(({ data }) => personMembers.map((member) => data[member]).filter(isText))
  const names = await namesOf(db, { tenant, ids: [...new Set(ids)] })
  return parsed.map(({ row, data }) => {
    const { seq, part, type, actor_side: side, actor_id: id } = row
    const actor =
      side === null || id === null ? null : { id, side, name: side === 'agent' ? row.staff_name : row.person_name }
    const people = personMembers.map((member) => {
      const person = data[member]
      return [member, isText(person) ? { id: person, name: names.get(person) ?? null } : person]
    })
    const at = new Date(row.at).toISOString()
    return timelineEntrySchema.parse({ ...data, ...Object.fromEntries(people), seq, part, at, actor, type })
  })
}

const isText = (value: unknown): value is string => typeof value === 'string'
