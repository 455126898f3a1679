import type { ExpressionBuilder } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { FilesTable, Schema } from '../storage/schema.ts'

/** What a file counts for at least, in bytes: the smallest is a row and a blob too. */
const leastWeight = 64 * 1024

type Files = ExpressionBuilder<Schema, 'files' | 'uploads'>

const weight = ({ fn, eb }: Files) => {
  const counted = eb.case().when('size', '<', leastWeight).then(leastWeight).else(eb.ref('size')).end()
  return fn.sum<number | string | null>(counted).as('bytes')
}

/** Uploaded whole, and of no ticket or article yet. */
const unused = (db: Queryable, p: { tenant: string; side: FilesTable['uploader_side'] }) =>
  db
    .selectFrom('files')
    .select(weight)
    .where('tenant', '=', p.tenant)
    .where('uploader_side', '=', p.side)
    .where('ticket_id', 'is', null)
    .where('article_id', 'is', null)

/** Not finished yet, by the bytes that they will have. */
const announced = (db: Queryable, p: { tenant: string; side: FilesTable['uploader_side'] }) =>
  db.selectFrom('uploads').select(weight).where('tenant', '=', p.tenant).where('uploader_side', '=', p.side)

/** By their own rows, not by those of all visitors that ever were. */
const broughtByVisitor = (table: 'files' | 'uploads') => (eb: Files) =>
  eb.exists(
    eb
      .selectFrom('visitors as v')
      .select('v.person_id')
      .whereRef('v.tenant', '=', `${table}.tenant`)
      .whereRef('v.person_id', '=', `${table}.uploader_id`),
  )

interface Person {
  readonly tenant: string
  readonly side: FilesTable['uploader_side']
  readonly uploader: string
}

/** Bytes of one person that belong to no ticket. */
export const bytesOfPerson = [
  prepared((db, p: Person) => unused(db, p).where('uploader_id', '=', p.uploader)),
  prepared((db, p: Person) => announced(db, p).where('uploader_id', '=', p.uploader)),
]

export const unusedOfVisitors = (db: Queryable, { tenant }: { tenant: string }) =>
  unused(db, { tenant, side: 'requester' }).where(broughtByVisitor('files'))
export const announcedOfVisitors = (db: Queryable, { tenant }: { tenant: string }) =>
  announced(db, { tenant, side: 'requester' }).where(broughtByVisitor('uploads'))

/** Bytes of all visitors of a tenant that belong to no ticket. */
export const bytesOfVisitors = [prepared(unusedOfVisitors), prepared(announcedOfVisitors)]
