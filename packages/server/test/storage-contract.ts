import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { tusHeaders, tusVersion, uploadBytesType } from '@aftercare/protocol'
import { softwareAfterSales } from '@aftercare/protocol/service'
import { type Kysely, sql } from 'kysely'
import {
  allowVisitors,
  createAccount,
  createTenant,
  type Database,
  grantRole,
  memoryBlobStore,
  migrate,
  pendingMigrations,
  publishService,
  retireIssuer,
  revokeRole,
  revokeSubject,
  type Schema,
  serveAccounts,
  verifyAudit,
} from '../src/index.ts'
import { chainStart } from '../src/journal/audit-chain.ts'
import { insertCounters, takeNumbers } from '../src/journal/store.ts'
import { write } from '../src/journal/write.ts'
import { isLockTimeout } from '../src/storage/lock-timeout.ts'
import { prepared } from '../src/storage/prepared.ts'
import { beginUpload } from './uploads.ts'
import { issuer, kid, tenant, world } from './world.ts'

/**
 * What every database has to do for the server, whatever its dialect. `open` gives an empty database, another
 * one each time.
 */
export function storageContract(name: string, open: () => Promise<Database>): void {
  describe(`the storage contract on ${name}`, () => {
    let database: Database
    before(async () => {
      database = await open()
    })
    after(() => database.close())
    const now = Date.parse('2026-11-23T08:00:00Z')
    const addTenant = (db: Kysely<Schema>, id: string, text = id) =>
      db.insertInto('tenants').values({ id, name: text, created_at: now }).execute()
    const hasTenant = async (id: string) =>
      (await database.reader.selectFrom('tenants').select('id').where('id', '=', id).execute()).length === 1

    it('is as it was when a migration fails, however many went before', async () => {
      const pending = await pendingMigrations(database)
      // In the way of one of the last.
      await database.kysely.schema.createTable('search_outcomes').addColumn('id', 'integer').execute()
      const tables = async () => (await database.kysely.introspection.getTables()).map(({ name }) => name).sort()
      const before = await tables()
      await assert.rejects(migrate(database), /search_outcomes/)
      assert.deepEqual(await tables(), before)
      assert.deepEqual(await pendingMigrations(database), pending)
      await database.kysely.schema.dropTable('search_outcomes').execute()
    })

    it('migrates once, and knows it', async () => {
      const pending = await pendingMigrations(database)
      assert.equal(pending[0], '0001-tickets')
      assert.deepEqual(await migrate(database), pending)
      assert.deepEqual(await migrate(database), [])
      assert.deepEqual(await pendingMigrations(database), [])
    })

    it('gives numbers back as numbers and texts as they were', async () => {
      const text = 'a\r\nb \u{1f469}\u200d\u{1f4bb} \u202e e\u0301 \'";--'
      await addTenant(database.kysely, 'texts', text)
      await database.kysely
        .insertInto('counters')
        .values(counters('texts', 2 ** 52))
        .execute()
      const [row] = await database.reader
        .selectFrom('tenants')
        .innerJoin('counters', 'counters.tenant', 'tenants.id')
        .select(['name', 'created_at', 'event_seq'])
        .where('id', '=', 'texts')
        .execute()
      assert.deepEqual({ ...row }, { name: text, created_at: now, event_seq: 2 ** 52 })
      const { count } = await database.reader
        .selectFrom('tenants')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      assert.equal(typeof count, 'number')
    })

    const counters = (tenant: string, eventSeq = 0) => ({
      tenant,
      ticket_number: 0,
      event_seq: eventSeq,
      events_pruned: 0,
      audit_seq: 0,
      audit_head: chainStart,
    })

    it('sorts texts by their bytes, so that lists have one order everywhere', async () => {
      for (const id of ['order-b', 'order-B', 'order-a', 'order-ä', 'order-_']) await addTenant(database.kysely, id)
      const rows = await database.reader
        .selectFrom('tenants')
        .select('id')
        .where('id', 'like', 'order-%')
        .orderBy('id')
        .execute()
      assert.deepEqual(
        rows.map(({ id }) => id),
        ['order-B', 'order-_', 'order-a', 'order-b', 'order-ä'],
      )
    })

    it('commits all of a transaction or nothing of it', async () => {
      await assert.rejects(
        database.kysely.transaction().execute(async (tx) => {
          await addTenant(tx, 'half')
          await addTenant(tx, 'half')
        }),
      )
      assert.equal(await hasTenant('half'), false)
      await database.kysely.transaction().execute((tx) => addTenant(tx, 'whole'))
      assert.equal(await hasTenant('whole'), true)
    })

    it('goes on in a transaction after a conflict that was foreseen', async () => {
      await database.kysely.transaction().execute(async (tx) => {
        const insert = () =>
          tx
            .insertInto('tenants')
            .values({ id: 'foreseen', name: 'x', created_at: now })
            .onConflict((conflict) => conflict.column('id').doNothing())
            .returning('id')
            .execute()
        assert.equal((await insert()).length, 1)
        assert.equal((await insert()).length, 0)
      })
      assert.equal(await hasTenant('foreseen'), true)
    })

    it('puts writers of a tenant in a row: numbers have no gap and no double', async () => {
      await addTenant(database.kysely, 'rows')
      await insertCounters(database.kysely, { tenant: 'rows', head: chainStart })
      const taken: number[] = []
      await Promise.all(
        Array.from({ length: 20 }, () =>
          database.kysely.transaction().execute(async (tx) => {
            const [row] = await takeNumbers(tx, { tenant: 'rows', tickets: 1, events: 1 })
            taken.push(row!.ticket_number)
          }),
        ),
      )
      assert.deepEqual(
        taken.sort((a, b) => a - b),
        Array.from({ length: 20 }, (_, index) => index + 1),
      )
    })

    it('keeps one chain of audit entries under many writers, and gives back the numbers of those that failed', async () => {
      const journal = {
        database,
        auditKey: new Uint8Array(32),
        clock: () => now,
        random: crypto.getRandomValues.bind(crypto) as never,
      }
      await createTenant(journal, { id: 'chain', name: 'Chain' })
      await Promise.allSettled(
        Array.from({ length: 30 }, (_, index) =>
          write(journal, { tenant: 'chain', actor: 'operator' }, async () => {
            if (index % 3 === 0) throw new Error('changed its mind')
            return { audit: { action: 'test', details: { index } }, result: index }
          }),
        ),
      )
      assert.deepEqual(await verifyAudit(journal, 'chain'), { status: 'intact', entries: 21 })
    })

    it('denies changes to the audit log, by any way', async () => {
      const entries = () => database.reader.selectFrom('audit_log').selectAll().where('tenant', '=', 'chain').execute()
      const before = await entries()
      const { kysely } = database
      const replace =
        database.kind === 'sqlite'
          ? [
              sql`insert or replace into audit_log select tenant, seq, at, 'nobody', action, details, previous_hash, hash, mac from audit_log where seq = 1`,
            ]
          : [sql`truncate audit_log`]
      for (const statement of [
        sql`update audit_log set actor = 'nobody'`,
        sql`delete from audit_log`,
        sql`delete from audit_log where seq = 21`,
        ...replace,
      ]) {
        await assert.rejects(statement.execute(kysely), /append-only/)
      }
      assert.deepEqual(await entries(), before)
    })

    it('runs a query that was compiled once with other values each time', async () => {
      const find = prepared((db, p: { id: string; limit: number }) =>
        db.selectFrom('tenants').select('id').where('id', '>=', p.id).orderBy('id').limit(p.limit),
      )
      const [one, two] = await Promise.all([
        find(database.reader, { id: 'whole', limit: 1 }),
        find(database.reader, { id: 'order-a', limit: 2 }),
      ])
      assert.deepEqual(
        one.map(({ id }) => id),
        ['whole'],
      )
      assert.deepEqual(
        two.map(({ id }) => id),
        ['order-a', 'order-b'],
      )
    })

    it('knows a wait for a lock that took too long from other errors', async () => {
      const error = await database.kysely
        .selectFrom('nowhere' as 'tenants')
        .select('id')
        .execute()
        .catch((error: unknown) => error)
      assert.equal(isLockTimeout(error), false)
      assert.equal(isLockTimeout(Object.assign(new Error(), { code: '55P03' })), true)
      assert.equal(isLockTimeout(Object.assign(new Error(), { errcode: 5 })), true)
    })
  })

  describe(`the server on ${name}`, () => {
    it('serves a ticket with everything that belongs to it', async () => {
      const w = await world({ database: await open(), create: true })
      const mara = await w.customer()
      const agent = (await w.staff('agent')).key
      const file = (await w.upload(mara, 'bytes')).body
      const attachments = [{ fileId: file.fileId, sha256: file.sha256 }]
      const body = w.newTicket({ attachments })
      const post = () => w.send('POST', '/tickets', { token: mara, body, key: body.id })
      const answers = await Promise.all(Array.from({ length: 50 }, post))
      assert.equal(new Set(answers.map((answer) => JSON.stringify([answer.status, answer.body]))).size, 1)
      assert.equal(answers[0]!.status, 201)
      const { id } = body
      const note = w.newMessage({ kind: 'internal_note' })
      await w.send('POST', `/tickets/${id}/messages`, { token: agent, body: note })
      await w.send('POST', `/tickets/${id}/messages`, { token: agent, body: w.newMessage() })
      const listed = (await w.send('GET', '/tickets', { token: mara })).body.items
      assert.deepEqual(
        [listed.length, listed[0].status, listed[0].replies, listed[0].attachments.length],
        [1, 'in_progress', 1, 1],
      )
      assert.equal((await w.send('GET', `/tickets/${id}/messages`, { token: mara })).body.items.length, 1)
      assert.equal((await w.send('GET', `/tickets/${id}/messages?limit=1`, { token: agent })).body.items.length, 1)
      assert.equal((await w.send('GET', `/files/${file.fileId}/link`, { token: agent })).status, 200)
      w.pass(50 * 86_400_000)
      await w.server.work.runOnce()
      const left = await w.database.reader.selectFrom('events').select('at').execute()
      assert.ok(
        left.every(({ at }) => at === w.now()),
        'only what became known just now is left',
      )
      assert.equal((await w.upload(await w.customer(), 'later')).status, 201)
      assert.equal((await verifyAudit(w.journal, tenant)).status, 'intact')
      await w.close()
    })

    it('raises the standing of a tenant with each change of what its people may, and with no other write', async () => {
      const w = await world({ database: await open(), create: true })
      await createAccount(w.journal, { tenant, id: 'harbor', name: 'Harbor' })
      const standing = async () => {
        const [counters] = await w.database.reader.selectFrom('counters').select('standing').execute()
        return counters!.standing
      }
      const mara = await w.customer()
      await w.raise(mara)
      const before = await standing()
      await w.raise(mara)
      await w.customer('somebody new')
      await w.staff('agent')
      const visitor = { tenant, person_id: 'v', token_hash: 'h', challenge: 'c', created_at: 0, expires_at: 1e15 }
      await w.database.kysely
        .insertInto('visitors')
        .values({ ...visitor, ended_at: null, merged_into: null })
        .execute()
      assert.equal(await standing(), before)
      const who = { issuer, subject: 'mara' }
      const definition = softwareAfterSales()
      const changes: Record<string, () => Promise<unknown>> = {
        'a role': () => grantRole(w.journal, { tenant, account: 'harbor', role: 'partner', who }),
        'another role': () => grantRole(w.journal, { tenant, account: 'harbor', role: 'account_admin', who }),
        'no role': () => revokeRole(w.journal, { tenant, account: 'harbor', who }),
        'served accounts': () => serveAccounts(w.journal, { tenant, partner: 'harbor', accounts: ['harbor'] }),
        'a revocation': () => revokeSubject(w.journal, { tenant, issuer, subject: 'mara' }),
        'a service definition': () =>
          publishService(w.journal, { tenant, definition: { ...definition, version: 'another' } }),
        'visitors who are let in': () => allowVisitors(w.journal, { tenant, allowed: true }),
        'visitors who are not': () => allowVisitors(w.journal, { tenant, allowed: false }),
        'the end of a visitor': () => w.database.kysely.updateTable('visitors').set({ ended_at: 1 }).execute(),
        'a visitor that is gone': () => w.database.kysely.deleteFrom('visitors').execute(),
        'a key that is retired': () => retireIssuer(w.journal, { tenant, issuer, kid }),
      }
      for (const [what, change] of Object.entries(changes)) {
        const was = await standing()
        await change()
        assert.ok((await standing()) > was, what)
      }
      await w.close()
    })

    it('takes a file in pieces, from wherever it stands', async () => {
      const w = await world({ database: await open(), create: true })
      const mara = await w.customer()
      const bytes = new TextEncoder().encode('in three pieces')
      const { headers } = await beginUpload(w, mara, { size: bytes.byteLength, bytes: bytes.subarray(0, 5) })
      const address = headers.get('location')!.replace('/support', '')
      const { createSupportServer } = await import('../src/index.ts')
      const other = await createSupportServer(w.serverOptions)
      const next = (from: number, to: number, at = w.server) =>
        at.fetch(
          new Request(`http://127.0.0.1/support${address}`, {
            method: 'PATCH',
            body: bytes.subarray(from, to),
            headers: {
              Authorization: `Bearer ${mara}`,
              [tusHeaders.resumable]: tusVersion,
              [tusHeaders.offset]: `${from}`,
              'Content-Type': uploadBytesType,
            },
          }),
        )
      const both = await Promise.all([next(5, 9), next(5, 9, other)])
      assert.deepEqual(both.map(({ status }) => status).sort(), [204, 409])
      const sha256 = (await next(9, bytes.byteLength)).headers.get(tusHeaders.digest)!
      const attachments = [{ fileId: address.split('/').at(-1)!, sha256 }]
      assert.equal((await w.raise(mara, { attachments })).attachments[0].size, bytes.byteLength)
      await beginUpload(w, mara, { size: 10, bytes: bytes.subarray(0, 5) })
      w.pass(8 * 86_400_000)
      await w.server.work.runOnce()
      for (const table of ['uploads', 'upload_pieces'] as const) {
        assert.deepEqual(await w.database.reader.selectFrom(table).selectAll().execute(), [])
      }
      await w.close()
    })

    it('gives one answer to equal requests at two processes', async () => {
      const w = await world({ database: await open(), create: true })
      const { createSupportServer } = await import('../src/index.ts')
      const other = await createSupportServer({ ...w.serverOptions, blobs: memoryBlobStore() })
      const token = await w.customer()
      await w.send('GET', '/tickets', { token })
      const body = w.newTicket()
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': body.id,
      }
      const post = (server: typeof other) =>
        server
          .fetch(
            new Request('http://127.0.0.1/support/tickets', { method: 'POST', headers, body: JSON.stringify(body) }),
          )
          .then(async (response) => `${response.status} ${await response.text()}`)
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => post(index % 2 ? other : w.server)))
      assert.equal(new Set(answers).size, 1)
      assert.match(answers[0]!, /^201 /)
      await w.close()
    })
  })
}
