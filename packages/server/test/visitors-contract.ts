import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'
import { allowVisitors, createTenant, type Database, registerIssuer, verifyAudit } from '../src/index.ts'
import { beginUpload } from './uploads.ts'
import { tenant, type World, world } from './world.ts'

interface Puzzle {
  readonly algorithm: string
  readonly challenge: string
  readonly maxnumber: number
  readonly salt: string
  readonly signature: string
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** As ALTCHA's format says it, without a line of ours. */
function solve({ algorithm, challenge, maxnumber, salt, signature }: Puzzle) {
  for (let number = 0; number <= maxnumber; number++) {
    if (hash(`${salt}${number}`) === challenge) return { algorithm, challenge, number, salt, signature }
  }
  throw new Error('There is no such number')
}
const coded = (answer: object) => btoa(JSON.stringify(answer))

/** Letting people in whom no backend vouches for, whatever the database. */
export function visitorsContract(name: string, open: () => Promise<Database>): void {
  describe(`a visitor on ${name}`, () => {
    let w: World
    before(async () => {
      w = await world({ database: await open(), create: true, server: { visitors: { maxNumber: 500 } } })
      await createTenant(w.journal, { id: 'harbour', name: 'Harbour' })
    })
    beforeEach(() => allowVisitors(w.journal, { tenant, allowed: true }))
    after(() => w.close())

    const puzzle = async (of = tenant): Promise<Puzzle> =>
      (await w.send('GET', `/visitors/challenge?tenant=${of}`)).body.challenge
    const enter = async (more: object = {}, key: string = crypto.randomUUID()) =>
      w.send('POST', '/visitors', { body: { tenant, answer: coded(solve(await puzzle())), ...more }, key })
    const visitor = async (): Promise<string> => (await enter()).body.token

    it('is let in by a proof of work, with a token that is stored as a hash alone', async () => {
      const { status, body, headers } = await enter()
      assert.equal(status, 201)
      assert.match(body.token, /^acv_[A-Za-z0-9_-]{43}$/)
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.equal(Date.parse(body.expiresAt), w.now() + 180 * 86_400_000)
      const tables = await w.database.reader.selectFrom('visitors').selectAll().execute()
      const answers = await w.database.reader.selectFrom('idempotency_keys').selectAll().execute()
      assert.doesNotMatch(JSON.stringify([tables, answers]), new RegExp(body.token.slice(4)))
      assert.ok(tables.some((row) => row.token_hash === hash(body.token)))
    })

    it('raises tickets, reads its own, and no other', async () => {
      const [mine, other] = [await visitor(), await visitor()]
      const ticket = await w.raise(mine)
      assert.equal(ticket.requester.name, null)
      assert.equal((await w.send('GET', `/tickets/${ticket.id}`, { token: mine })).status, 200)
      assert.equal((await w.send('GET', `/tickets/${ticket.id}`, { token: other })).status, 404)
      assert.equal((await w.send('GET', `/tickets/${ticket.id}`, { token: await w.customer() })).status, 404)
      const list = await w.send('GET', '/tickets', { token: mine })
      assert.deepEqual(
        list.body.items.map(({ id }: { id: string }) => id),
        [ticket.id],
      )
      const reply = await w.send('POST', `/tickets/${ticket.id}/messages`, { token: mine, body: w.newMessage() })
      assert.equal(reply.status, 201)
      assert.equal((await w.send('GET', '/account', { token: mine })).status, 404)
      assert.equal((await w.send('GET', '/accounts', { token: mine })).status, 403)
    })

    it('is nobody where the tenant lets none in, in the words for a tenant that there is not', async () => {
      const token = await visitor()
      await allowVisitors(w.journal, { tenant, allowed: false })
      const refused = await w.send('GET', `/visitors/challenge?tenant=${tenant}`)
      const nowhere = await w.send('GET', '/visitors/challenge?tenant=nowhere')
      const strip = ({ instance: _, ...rest }: Record<string, unknown>) => rest
      assert.equal(refused.body.code, 'visitors_not_allowed')
      assert.deepEqual(strip(refused.body), strip(nowhere.body))
      assert.equal(
        (await w.send('POST', '/visitors', { body: { tenant, answer: '' } })).body.code,
        'visitors_not_allowed',
      )
      assert.equal((await w.send('GET', '/tickets', { token })).body.code, 'token_revoked')
      await allowVisitors(w.journal, { tenant, allowed: true })
      assert.equal((await w.send('GET', '/tickets', { token })).status, 200)
    })

    it('is not let in by an answer that is wrong, late, changed, of another tenant, or was used', async () => {
      await allowVisitors(w.journal, { tenant: 'harbour', allowed: true })
      const solved = solve(await puzzle())
      const expires = Number(/expires=(\d+)/.exec(solved.salt)![1])
      const longer = solved.salt.replace(String(expires), String(expires + 10))
      const forged = hash(`${longer}7`)
      const digit = String(solved.number)[0]!
      const wrong: unknown[] = [
        { ...solved, number: solved.number + 1 },
        { ...solved, number: String(solved.number) },
        { ...solved, signature: '0'.repeat(64) },
        { ...solved, algorithm: 'SHA-1' },
        { ...solved, salt: longer },
        { ...solved, salt: longer, number: 7, challenge: forged },
        // Digits moved from the number into the salt: the same hash with a later expiry, were they not kept apart.
        { ...solved, salt: solved.salt + digit, number: Number(String(solved.number).slice(1)) },
        {},
        null,
        [],
        'text',
      ]
      for (const answer of [...wrong.map((each) => coded(each as object)), '', '!', 'bm8=']) {
        const refused = await w.send('POST', '/visitors', { body: { tenant, answer } })
        assert.deepEqual([refused.status, refused.body.code], [403, 'challenge_failed'], answer)
      }
      const elsewhere = await w.send('POST', '/visitors', { body: { tenant: 'harbour', answer: coded(solved) } })
      assert.equal(elsewhere.body.code, 'challenge_failed')
      assert.equal((await enter({ answer: coded(solved) })).status, 201)
      assert.equal((await enter({ answer: coded(solved) })).body.code, 'challenge_failed')
      const late = coded(solve(await puzzle()))
      w.pass(601_000)
      assert.equal((await enter({ answer: late })).body.code, 'challenge_failed')
    })

    it('that fills in the field which nobody sees is not let in', async () => {
      assert.equal((await enter({ website: 'https://spam.example' })).body.code, 'challenge_failed')
      assert.equal((await enter({ website: '' })).status, 201)
    })

    it('is one however often the same request comes, and gets the same token', async () => {
      const count = async () => (await w.database.reader.selectFrom('visitors').select('person_id').execute()).length
      const before = await count()
      const answer = coded(solve(await puzzle()))
      const key = crypto.randomUUID()
      const answers = await Promise.all(Array.from({ length: 8 }, () => enter({ answer }, key)))
      answers.push(await enter({ answer }, key))
      assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]))
      assert.equal(new Set(answers.map(({ body }) => body.token)).size, 1)
      assert.equal(await count(), before + 1)
      const without = new Request('http://127.0.0.1/support/visitors', {
        method: 'POST',
        body: JSON.stringify({ tenant, answer }),
        headers: { 'content-type': 'application/json' },
      })
      assert.equal((await (await w.server.fetch(without)).json()).code, 'idempotency_key_missing')
    })

    it('ends with its time, and a token that was never given is none', async () => {
      const token = await visitor()
      assert.equal((await w.send('GET', '/tickets', { token: `${token.slice(0, -4)}AAAA` })).body.code, 'token_invalid')
      assert.equal((await w.send('GET', '/tickets', { token: 'acv_short' })).body.code, 'token_invalid')
      w.pass(180 * 86_400_000)
      assert.equal((await w.send('GET', '/tickets', { token })).body.code, 'token_expired')
    })

    it('cannot be made by a backend that signs tokens', async () => {
      const jwk = { kty: 'oct', k: Buffer.alloc(32, 7).toString('base64url') }
      const of = { tenant, issuer: 'aftercare:visitor', kid: 'k', algorithm: 'HS256', jwk } as const
      await assert.rejects(registerIssuer(w.journal, of), { code: 'invalid' })
    })

    describe('that turns out to be a person', () => {
      const merge = (token: string, visitorToken: string, key: string = crypto.randomUUID()) =>
        w.send('POST', '/visitors/merge', { token, body: { visitorToken }, key })

      it('hands over what it has: tickets, messages, files, and the answers to its writes', async () => {
        const token = await visitor()
        const file = await w.upload(token, 'bytes')
        const reference = { fileId: file.body.fileId ?? file.body.id, sha256: file.body.sha256 }
        const body = w.newTicket({ attachments: [reference] })
        const first = await w.send('POST', '/tickets', { token, body, key: body.id })
        assert.equal(first.status, 201, JSON.stringify(first.body))
        const message = w.newMessage()
        await w.send('POST', `/tickets/${body.id}/messages`, { token, body: message, key: message.id })
        const person = await w.customer('merged', { account: 'nordkai' })
        const { requester } = first.body
        const half = { id: crypto.randomUUID(), name: 'half.png', media_type: 'image/png', size: 9, received: 4 }
        const uploader = { uploader_side: 'requester' as const, uploader_id: requester.id }
        await w.database.kysely
          .insertInto('uploads')
          .values({ tenant, ...half, ...uploader, created_at: w.now(), expires_at: w.now() + 1e9 })
          .execute()
        const { status, body: merged } = await merge(person, token)
        assert.deepEqual([status, merged.tickets], [201, [body.id]])

        const read = await w.send('GET', `/tickets/${body.id}`, { token: person })
        assert.equal(read.body.requester.name, 'Name of merged')
        assert.equal(read.body.account, 'nordkai')
        const found = await w.send('GET', '/tickets?q=lables', { token: person })
        assert.deepEqual(
          found.body.items.map(({ id }: { id: string }) => id),
          [body.id],
        )
        const [upload] = await w.database.reader.selectFrom('uploads').selectAll().where('id', '=', half.id).execute()
        assert.equal(upload?.uploader_id, read.body.requester.id)
        const messages = await w.send('GET', `/tickets/${body.id}/messages`, { token: person })
        assert.equal(messages.body.items[0].author.name, 'Name of merged')
        assert.equal((await w.send('GET', `/files/${reference.fileId}/link`, { token: person })).status, 200)
        // The visitor's page never heard the answers: its writes are sent again by the person, with their keys.
        const again = await w.send('POST', '/tickets', { token: person, body, key: body.id })
        assert.deepEqual([again.status, again.body.id], [201, body.id])
        assert.equal(again.headers.get('idempotency-replayed'), 'true')
        const replied = await w.send('POST', `/tickets/${body.id}/messages`, {
          token: person,
          body: message,
          key: message.id,
        })
        assert.equal(replied.headers.get('idempotency-replayed'), 'true')
      })

      it('is told to whoever listens, and lists show the tickets as changed', async () => {
        const token = await visitor()
        const { id } = await w.raise(token)
        const person = await w.customer('listener')
        const newer = await w.raise(person)
        await merge(person, token)
        const { items } = (await w.send('GET', '/tickets', { token: person })).body
        assert.deepEqual(
          items.map((each: { id: string }) => each.id),
          [id, newer.id],
        )
        const events = await w.database.reader
          .selectFrom('events')
          .select(['type', 'ticket_id'])
          .where('ticket_id', '=', id)
          .execute()
        assert.deepEqual(
          events.map(({ type }) => type),
          ['ticket.created', 'ticket.updated'],
        )
      })

      it('is a visitor no longer: the token ends, once for ever, and nobody else gets anything by it', async () => {
        const token = await visitor()
        await w.raise(token)
        const [person, thief] = [await w.customer('owner'), await w.customer('thief')]
        const key = crypto.randomUUID()
        assert.equal((await merge(person, token, key)).status, 201)
        assert.equal((await w.send('GET', '/tickets', { token })).body.code, 'token_revoked')
        const replay = await merge(person, token, key)
        assert.equal(replay.headers.get('idempotency-replayed'), 'true')
        assert.deepEqual((await merge(person, token)).body.tickets, [])
        assert.equal((await merge(thief, token)).body.code, 'visitor_unknown')
        assert.equal((await w.send('GET', '/tickets', { token: thief })).body.items.length, 0)
      })

      it('writes nothing that was on its way while it became one', async () => {
        const token = await visitor()
        const person = await w.customer('quick')
        // Let in as the visitor still, and then kept waiting at the database's door.
        const { transact } = w.database
        const [waiting, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
        let arrived = 0
        const held: typeof transact = async (work) => {
          arrived += 1
          if (arrived === 3) waiting.resolve()
          await opened.promise
          return transact(work)
        }
        Object.assign(w.database, { transact: held })
        const late = [
          w.send('POST', '/tickets', { token, body: w.newTicket() }),
          beginUpload(w, token, { size: 9 }),
          w.upload(token, 'bytes'),
        ]
        await waiting.promise
        Object.assign(w.database, { transact })
        assert.equal((await merge(person, token)).status, 201)
        opened.resolve()
        for (const answer of await Promise.all(late)) assert.equal(answer.body.code, 'token_revoked')
      })

      it('needs both proofs', async () => {
        const [one, two] = [await visitor(), await visitor()]
        const person = await w.customer('prover')
        assert.equal((await merge(one, two)).body.code, 'forbidden')
        assert.equal((await merge(person, `acv_${'A'.repeat(43)}`)).body.code, 'visitor_unknown')
        assert.equal((await merge(person, 'acv_x')).body.code, 'validation_failed')
        assert.equal((await merge((await w.staff('agent')).key, one)).body.code, 'forbidden')
        assert.equal(
          (await w.send('POST', '/visitors/merge', { body: { visitorToken: one } })).body.code,
          'token_missing',
        )
        assert.equal((await w.send('GET', '/tickets', { token: one })).status, 200)
      })

      it('may have expired up to 30 days ago, which opens nothing else, and not longer', async () => {
        const [came, stayedAway] = [await visitor(), await visitor()]
        const { id } = await w.raise(came)
        await w.raise(stayedAway)
        w.pass((180 + 30) * 86_400_000 - 1)
        assert.equal((await w.send('GET', '/tickets', { token: came })).body.code, 'token_expired')
        const { status, body } = await merge(await w.customer('late'), came)
        assert.deepEqual([status, body.tickets], [201, [id]])
        w.pass(1)
        const tooLate = await w.customer('too late')
        assert.equal((await merge(tooLate, stayedAway)).body.code, 'visitor_unknown')
        assert.equal((await w.send('GET', '/tickets', { token: tooLate })).body.items.length, 0)
      })

      it('stands in the audit log, by ids alone', async () => {
        const token = await visitor()
        const { id } = await w.raise(token)
        await merge(await w.customer('audited'), token)
        const rows = await w.database.reader
          .selectFrom('audit_log')
          .select(['actor', 'action', 'details'])
          .where('tenant', '=', tenant)
          .orderBy('seq')
          .execute()
        const last = rows.at(-1)!
        assert.equal(last.action, 'visitor.merged')
        const details = JSON.parse(last.details)
        assert.deepEqual(details.tickets, [id])
        assert.equal(last.actor, `person:${details.person}`)
        assert.doesNotMatch(JSON.stringify(rows), /acv_/)
        const verdict = await verifyAudit(w.journal, tenant)
        assert.equal(verdict.status, 'intact')
      })
    })
  })
}
