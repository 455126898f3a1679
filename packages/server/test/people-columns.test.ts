import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { allowVisitors } from '../src/index.ts'
import { belongings } from '../src/visitors/store.ts'
import { tenant, world } from './world.ts'

// When a visitor becomes a person, every row of theirs changes hands. A column that comes with a later migration is
// either moved or named here, with the reason why it is not.

/** How a column that names somebody is called in this schema; `_id` alone would be a row's own. */
const names = /_(id|by|into)$|^(actor|recipient|principal|owner|author|requester|submitter|person|subject)$/

/** Moved by statements of their own. */
const movedApart = [
  'article_feedback.person_id',
  'notice_joins.person_id',
  'tickets.requester_id',
  'ticket_watchers.person_id',
]

const staysBecause: Readonly<Record<string, readonly string[]>> = {
  'it says who did it, and that was the visitor': ['audit_log.actor', 'ticket_history.actor_id'],
  'it is who the visitor was, and became': [
    'people.subject',
    'people_details.person_id',
    'visitors.merged_into',
    'visitors.person_id',
  ],
  'it says what somebody is in an account, and a visitor is in none': [
    'memberships.person_id',
    'notice_acknowledgements.person_id',
  ],
  'it is somebody of the staff': [
    'account_notes.author_id',
    'article_revisions.author',
    'articles.owner_id',
    'notice_updates.author',
    'staff_keys.staff_id',
    'ticket_tasks.assignee_id',
    'ticket_views.owner_id',
    'tickets.assignee_id',
  ],
  'it is a name that was written down': ['ticket_visits.signed_by'],
  'it names another row, and nobody': [
    'article_feedback.article_id',
    'article_files.article_id',
    'article_files.file_id',
    'article_revisions.article_id',
    'article_slugs.article_id',
    'article_translations.article_id',
    'articles.ticket_id',
    'component_spells.notice_id',
    'deployment_upgrades.deployment_id',
    'events.article_id',
    'events.message_id',
    'events.notice_id',
    'events.ticket_id',
    'files.article_id',
    'files.message_id',
    'files.ticket_id',
    'mail_outbox.message_id',
    'messages.ticket_id',
    'notice_acknowledgements.notice_id',
    'notice_concerns.notice_id',
    'notice_joins.notice_id',
    'notice_updates.notice_id',
    'service_recounts.after_id',
    'sla_fired.ticket_id',
    'ticket_diagnostics.ticket_id',
    'ticket_history.ticket_id',
    'ticket_links.other_id',
    'ticket_links.ticket_id',
    'ticket_tasks.ticket_id',
    'ticket_visits.ticket_id',
    'ticket_watchers.ticket_id',
    'tickets.merged_into',
    'tickets.subject',
    'upload_pieces.upload_id',
    'webhook_attempts.delivery_id',
    'webhook_attempts.endpoint_id',
    'webhook_deliveries.endpoint_id',
  ],
}

const moved = [...movedApart, ...belongings.map(({ table, column }) => `${table}.${column}`)]
const stays = Object.values(staysBecause).flat()

describe('the columns that may name a person', () => {
  it('are all moved when a visitor becomes one, or stay for a reason', async () => {
    const w = await world()
    const tables = await w.database.kysely.introspection.getTables()
    const found = tables
      .filter(({ name }) => !/^(kysely|sqlite)_/.test(name))
      .flatMap(({ name, columns }) =>
        columns.filter((column) => names.test(column.name)).map((column) => `${name}.${column.name}`),
      )
    assert.deepEqual(found.sort(), [...moved, ...stays].sort())
    await w.close()
  })

  it('are the only ones: after the move a visitor’s id stands nowhere else', async () => {
    const w = await world({
      server: { visitors: { challenge: false } },
    })
    await allowVisitors(w.journal, { tenant, allowed: true })
    const token = (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.token
    const file = (await w.upload(token, 'bytes')).body
    await w.upload(token, 'others')
    const ticket = await w.raise(token, { attachments: [{ fileId: file.fileId, sha256: file.sha256 }] })
    const visitor = ticket.requester.id
    const agent = (await w.staff('agent')).key
    await w.send('POST', `/tickets/${ticket.id}/messages`, { token, body: w.newMessage() })
    await w.send('POST', `/tickets/${ticket.id}/messages`, { token: agent, body: w.newMessage() })
    const person = await w.customer('merged')
    const merged = await w.send('POST', '/visitors/merge', { token: person, body: { visitorToken: token } })
    assert.deepEqual(merged.body.tickets, [ticket.id], JSON.stringify(merged.body))

    const left = new Set<string>()
    for (const { name } of await w.database.kysely.introspection.getTables()) {
      const rows = await w.database.kysely
        .selectFrom(name as 'tickets')
        .selectAll()
        .execute()
      for (const row of rows) {
        for (const [column, value] of Object.entries(row)) {
          if (String(value).includes(visitor)) left.add(`${name}.${column}`)
        }
      }
    }
    const expected = new Set([
      ...staysBecause['it says who did it, and that was the visitor']!,
      ...staysBecause['it is who the visitor was, and became']!,
      'people.id',
      // What was said then is told again as it was said.
      ...['audit_log.details', 'ticket_history.data', 'idempotency_keys.response', 'mail_outbox.dedupe_key'],
    ])
    assert.deepEqual(
      [...left].filter((each) => !expected.has(each)),
      [],
    )
    await w.close()
  })
})
