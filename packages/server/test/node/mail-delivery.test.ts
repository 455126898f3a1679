import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { smtpSender } from '../../src/node/index.ts'
import { world } from '../world.ts'
import { type MailWorld, mailSettings, mailWorld } from './mail-world.ts'

const minute = 60_000
const day = 24 * 60 * minute

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.ok(condition())
}

const codes = (w: MailWorld) => w.log.map(({ fields }) => fields['reason']).filter((reason) => reason !== undefined)

describe('while the work runs', () => {
  it('sends a mail as soon as its reason is committed', async () => {
    const w = await mailWorld({ mail: { poll: day } })
    w.server.work.start()
    const began = performance.now()
    const ticket = await w.raise(await w.addressed('mara'))
    await until(() => w.smtp.received.length === 1)
    await w.reply(ticket, 'An answer')
    await until(() => w.smtp.received.length === 2)
    // A day before it would look again by itself.
    assert.ok(performance.now() - began < 30_000)
    await w.close()
  })

  it('finds what another process has queued', async () => {
    const w = await mailWorld({ mail: { poll: 50 } })
    await w.raise(await w.addressed('mara'))
    w.server.work.start()
    await until(() => w.smtp.received.length === 1)
    await w.raise(await w.addressed('joel'))
    await until(() => w.smtp.received.length === 2)
    await w.close()
  })

  it('ends what it is sending before it stops, and begins nothing new', async () => {
    const w = await mailWorld()
    for (let person = 0; person < 20; person++) await w.raise(await w.addressed(`person-${person}`))
    w.server.work.start()
    await until(() => w.smtp.received.length > 0)
    await w.server.work.stop()
    const { length } = w.smtp.received
    assert.ok(length < 20)
    assert.equal((await w.outbox()).filter(({ sent_at }) => sent_at !== null).length, length)
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(w.smtp.received.length, length)
    await w.close()
  })
})

describe('while it does not', () => {
  it('answers requests and sends nothing', async () => {
    const w = await mailWorld({ mail: { poll: 10 } })
    await w.raise(await w.addressed('mara'))
    await new Promise((resolve) => setTimeout(resolve, 100))
    assert.equal(w.smtp.received.length, 0)
    assert.equal((await w.deliver()).length, 1)
    await w.close()
  })
})

describe('without a sender', () => {
  it('queues nothing, and says so once', async () => {
    const w = await world()
    const mara = await w.customer()
    for (let i = 0; i < 3; i++) await w.raise(mara)
    assert.deepEqual(await w.database.reader.selectFrom('mail_outbox').selectAll().execute(), [])
    assert.deepEqual(
      w.log.filter(({ message }) => message.includes('mail')).map(({ message }) => message),
      ['people get no mail: there is no mail sender'],
    )
    await w.close()
  })
})

describe('a mail that is refused', () => {
  for (const at of ['RCPT', 'DATA'] as const) {
    it(`for good (${at}) is not tried again, and others are sent`, async () => {
      const w = await mailWorld()
      w.smtp.say((what) =>
        what.at === at && what.recipient.startsWith('mara') ? '550 5.1.1 <mara@nordkai.example> is unknown' : undefined,
      )
      await w.raise(await w.addressed('mara'))
      await w.raise(await w.addressed('joel'))
      assert.deepEqual(
        (await w.deliver()).flatMap(({ recipients }) => recipients),
        ['joel@nordkai.example'],
      )
      w.smtp.say(() => undefined)
      w.pass(day)
      assert.deepEqual(await w.deliver(), [])
      const [mail] = await w.outbox()
      assert.deepEqual([mail!.failure, mail!.attempts, mail!.sent_at], ['550 5.1.1', 1, null])
      assert.deepEqual(codes(w), ['550 5.1.1'])
      assert.doesNotMatch(JSON.stringify(w.log), /mara/)
      await w.close()
    })
  }

  it('for now is tried again after a growing while, and then goes', async () => {
    const w = await mailWorld()
    w.smtp.say(() => '451 4.7.1 Greylisted, come again')
    await w.raise(await w.addressed('mara'))
    assert.deepEqual(await w.deliver(), [])
    const waits: number[] = []
    for (const wait of [30_000, 2 * minute, 8 * minute]) {
      w.pass(wait - 1)
      await w.deliver()
      const { length } = codes(w)
      w.pass(1)
      await w.deliver()
      if (codes(w).length === length + 1) waits.push(wait)
    }
    assert.deepEqual(waits, [30_000, 2 * minute, 8 * minute])
    w.smtp.say(() => undefined)
    w.pass(4 * 60 * minute)
    assert.equal((await w.deliver()).length, 1)
    const [mail] = await w.outbox()
    assert.deepEqual([mail!.attempts, mail!.failure, mail!.sent_at], [5, null, w.now()])
    await w.close()
  })

  it('for now holds back the later ones to the same person only', async () => {
    const w = await mailWorld()
    const ticket = await w.raise(await w.addressed('mara'))
    await w.reply(ticket, 'An answer')
    await w.raise(await w.addressed('joel'))
    w.smtp.say(({ recipient }) => (recipient.startsWith('mara') ? '452 4.2.2 Mailbox full' : undefined))
    assert.equal((await w.deliver()).length, 1)
    w.smtp.say(() => undefined)
    w.pass(minute)
    const subjects = (await w.deliver()).map(({ parsed }) => parsed.subject?.slice(0, 3))
    assert.deepEqual(subjects, ['[Ti', 'Re:'])
    await w.close()
  })

  it('for five days is given up', async () => {
    const w = await mailWorld()
    w.smtp.say(() => '452 4.2.2 Mailbox full')
    await w.raise(await w.addressed('mara'))
    for (let hour = 0; hour < 6 * 24; hour++) {
      await w.deliver()
      w.pass(60 * minute)
    }
    const [mail] = await w.outbox()
    assert.equal(mail!.failure, '452 4.2.2')
    assert.ok(mail!.attempts > 25 && mail!.attempts < 40, String(mail!.attempts))
    assert.equal(w.log.at(-1)?.message, 'a mail was given up')
    w.smtp.say(() => undefined)
    assert.deepEqual(await w.deliver(), [])
    await w.close()
  })
})

describe('a mail server that is down', () => {
  it('loses nothing: all goes when it is up again', async () => {
    const w = await mailWorld()
    await w.smtp.stop()
    for (let person = 0; person < 12; person++) await w.raise(await w.addressed(`person-${person}`))
    for (let i = 0; i < 40; i++) {
      assert.deepEqual(await w.deliver(), [])
      w.pass(5 * minute)
    }
    await w.smtp.start()
    w.pass(10 * minute)
    assert.equal((await w.deliver()).length, 12)
    await w.close()
  })

  it('is not asked again and again for every mail that waits', async () => {
    const w = await mailWorld()
    await w.smtp.stop()
    for (let person = 0; person < 12; person++) await w.raise(await w.addressed(`person-${person}`))
    await w.deliver()
    assert.equal(codes(w).length, 5)
    assert.ok(
      codes(w).every((code) => code === 'ESOCKET'),
      String(codes(w)),
    )
    await w.close()
  })

  it('or that does not let us in refuses no mail', async () => {
    const w = await mailWorld()
    const wrong = w.smtp.url.replace('//', '//aftercare:wrong@')
    const locked = await mailWorld({ mail: { ...mailSettings, sender: smtpSender(wrong) } })
    w.smtp.lock()
    await locked.raise(await locked.addressed('mara'))
    await locked.deliver()
    assert.deepEqual(codes(locked), ['EAUTH 535'])
    assert.equal((await locked.outbox())[0]!.failure, 'EAUTH 535')
    w.smtp.lock(false)
    locked.pass(minute)
    await locked.deliver()
    assert.equal(w.smtp.received.length, 1)
    await locked.close()
    await w.close()
  })
})
