import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { CompiledQuery, sql } from 'kysely'
import { createSupportServer, type Database, type MailSender } from '../src/index.ts'
import { write } from '../src/journal/write.ts'
import { MailRoom } from '../src/mail/mail-room.ts'
import { queueTicketMail } from '../src/mail/queue-mail.ts'
import { claimDueMails, claimQuery } from '../src/mail/store.ts'
import { smtpSender } from '../src/node/index.ts'
import { type MailWorld, mailSettings, mailWorld } from './node/mail-world.ts'
import { tenant } from './world.ts'

const minute = 60_000

/**
 * What the outbox owes on every database: each mail once, in order, whatever ends in the middle. `open` gives an
 * empty database, another one each time.
 */
export function mailOutboxContract(name: string, open: () => Promise<Database>): void {
  describe(`the mail outbox on ${name}`, () => {
    let w: MailWorld
    before(async () => {
      w = await mailWorld({ database: await open() })
    })
    after(() => w.close())

    /** Another process over the same database. */
    const otherServer = (sender: MailSender = smtpSender(w.smtp.url)) =>
      createSupportServer({ ...w.serverOptions, mail: { ...mailSettings, sender } })
    const messageIds = (mails: MailWorld['smtp']['received']) => mails.map(({ parsed }) => parsed.messageId)
    const journal = () => ({ ...w.journal, mail: new MailRoom(w.serverOptions.mail!, w.journal.random) })

    it('holds no mail of a transaction that is undone', async () => {
      const ticket = await w.raise(await w.addressed('mara'))
      await w.deliver()
      const row = { id: ticket.id, requester_id: ticket.requester.id, locale: 'en' }
      const undone = write(journal(), { tenant, actor: 'operator' }, async (writing) => {
        await queueTicketMail(writing, { ticket: row, kind: 'reply', data: { message: 'm-undone' } })
        throw new Error('changed its mind')
      })
      await assert.rejects(undone, /changed its mind/)
      assert.deepEqual(await w.deliver(), [])
      assert.equal((await w.outbox()).length, 1)
    })

    it('holds each mail once, however often it is queued', async () => {
      const ticket = await w.raise(await w.addressed('mara'))
      await w.deliver()
      const row = { id: ticket.id, requester_id: ticket.requester.id, locale: 'en' }
      for (let again = 0; again < 3; again++) {
        await write(journal(), { tenant, actor: 'operator' }, async (writing) => {
          const mail = { ticket: row, kind: 'reply', data: { message: 'm-once' } } as const
          await Promise.all([queueTicketMail(writing, mail), queueTicketMail(writing, mail)])
          return { audit: { action: 'test', details: {} }, result: undefined }
        })
      }
      assert.equal((await w.deliver()).length, 1)
    })

    it('queues one receipt for equal requests', async () => {
      const token = await w.addressed('mara')
      const body = w.newTicket()
      await Promise.all(Array.from({ length: 10 }, () => w.send('POST', '/tickets', { token, body, key: body.id })))
      assert.equal((await w.deliver()).length, 1)
    })

    it('is emptied by several processes at once, each mail by one of them', async () => {
      const people = Array.from({ length: 12 }, (_, index) => `person-${index}`)
      for (const subject of people) {
        const ticket = await w.raise(await w.addressed(subject))
        await w.reply(ticket, 'An answer')
      }
      const others = [await otherServer(), await otherServer()]
      const before = w.smtp.received.length
      const emptied = async () => (await w.outbox()).every(({ sent_at }) => sent_at !== null)
      for (let round = 0; round < 10 && !(await emptied()); round++) {
        await Promise.all([w.server, ...others].map((server) => server.work.runOnce()))
      }
      const mails = w.smtp.received.slice(before)
      assert.equal(mails.length, 24)
      assert.equal(new Set(messageIds(mails)).size, 24)
      // A person's mails come in the order of what they tell.
      for (const subject of people) {
        const theirs = mails.filter(({ recipients }) => recipients[0] === `${subject}@nordkai.example`)
        assert.deepEqual(
          theirs.map(({ parsed }) => parsed.subject?.startsWith('Re: ')),
          [false, true],
        )
      }
    })

    it('gives a claimed mail to nobody else until the claim is over', async () => {
      await w.raise(await w.addressed('mara'))
      const now = w.now()
      const claim = (at: number) => claimDueMails(w.database, { now: at, until: at + minute, limit: 5 })
      const claims = await Promise.all([claim(now), claim(now), claim(now)])
      assert.equal(claims.flat().length, 1)
      assert.equal((await claim(now + minute - 1)).length, 0)
      assert.equal((await claim(now + minute)).length, 1)
      w.pass(3 * minute)
      assert.equal((await w.deliver()).length, 1)
    })

    it('sends again what a process sent and did not live to mark, under the same Message-ID', async () => {
      await w.raise(await w.addressed('mara'))
      const smtp = smtpSender(w.smtp.url)
      const out = Promise.withResolvers<void>()
      const awake = Promise.withResolvers<void>()
      // The mail is with the mail server, and this process gets no further.
      const stuck = await otherServer({
        async send(message) {
          await smtp.send(message)
          out.resolve()
          await awake.promise
        },
      })
      const stuckWork = stuck.work.runOnce()
      await out.promise
      const [first] = messageIds(w.smtp.received.slice(-1))
      assert.deepEqual(await w.deliver(), [], 'while the claim lasts, nobody else sends it')
      w.pass(4 * minute)
      assert.deepEqual(messageIds(await w.deliver()), [first])
      // Should it come to itself after all, it can no longer queue the mail anew.
      awake.reject(new Error('the connection broke'))
      await stuckWork
      w.pass(60 * minute)
      assert.deepEqual(await w.deliver(), [])
      assert.equal((await w.outbox()).at(-1)!.failure, null)
    })

    it('sends one person a capped number of mails an hour, and the rest later', async () => {
      const capped = await createSupportServer({
        ...w.serverOptions,
        mail: { ...mailSettings, sender: smtpSender(w.smtp.url), hourlyCap: 3 },
      })
      w.pass(60 * minute)
      const [mara, joel] = [await w.addressed('mara'), await w.addressed('joel')]
      for (let i = 0; i < 8; i++) await w.raise(mara)
      await w.raise(joel)
      const arrived = async () => {
        const before = w.smtp.received.length
        await Promise.all([capped.work.runOnce(), capped.work.runOnce()])
        await capped.work.runOnce()
        return w.smtp.received.slice(before).map(({ recipients }) => recipients[0]?.split('@')[0])
      }
      assert.deepEqual((await arrived()).sort(), ['joel', 'mara', 'mara', 'mara'])
      w.pass(59 * minute)
      assert.deepEqual(await arrived(), [])
      w.pass(minute)
      assert.deepEqual(await arrived(), ['mara', 'mara', 'mara'])
      w.pass(60 * minute)
      assert.deepEqual(await arrived(), ['mara', 'mara'])
    })

    it('finds what is due, and whose turn it is, by its indexes', async () => {
      const { sql: statement, parameters } = claimQuery(w.database, { now: 1, until: 2, limit: 5 }).compile()
      const plan = await w.database.kysely.transaction().execute(async (tx) => {
        const ask = w.database.kind === 'sqlite' ? 'explain query plan' : 'explain'
        if (w.database.kind === 'postgres') await sql`set local enable_seqscan = off`.execute(tx)
        return (await tx.executeQuery(CompiledQuery.raw(`${ask} ${statement}`, [...parameters]))).rows
      })
      const said = JSON.stringify(plan)
      for (const index of ['mail_outbox_due', 'mail_outbox_waiting']) assert.ok(said.includes(index), said)
      assert.doesNotMatch(said, /SCAN (mail|earlier|mail_outbox)\b|Seq Scan on mail_outbox/)
    })
  })
}
