// The same rows without us: the driver alone, one statement that is prepared once, each row by its primary key.
import { createRequire } from 'node:module'
import { DatabaseSync } from 'node:sqlite'

const text = (mark) => `
  select t.id, t.number, t.type, t.subject, t.description, t.status, t.priority, t.requester_id, t.assignee_id, t.account,
    t.locale, t.close_reason, t.clocks, t.next_due_at, t.replies, t.created_at, t.updated_at, t.changed_seq, d.name as requester_name, s.name as assignee_name from tickets t
  left join people_details d on d.tenant = t.tenant and d.person_id = t.requester_id
  left join staff s on s.tenant = t.tenant and s.id = t.assignee_id
  where t.tenant = ${mark(0)} and t.id in (${Array.from({ length: 25 }, (_, index) => mark(index + 1))})`

/** Reads pages of 25 tickets by their ids, and writes them out. */
export function bareReader({ file, address, tenant }) {
  let statement
  if (file) {
    return {
      async byKeys(ids) {
        statement ??= new DatabaseSync(file, { readOnly: true }).prepare(text(() => '?'))
        return JSON.stringify(statement.all(tenant, ...ids))
      },
    }
  }
  const pg = createRequire(import.meta.resolve('../../../packages/server/package.json'))('pg')
  let client
  return {
    async byKeys(ids) {
      if (!client) {
        client = new pg.Client(address)
        await client.connect()
      }
      const { rows } = await client.query({ name: 'page', text: text((at) => `$${at + 1}`), values: [tenant, ...ids] })
      return JSON.stringify(rows)
    },
    close: () => client?.end(),
  }
}
