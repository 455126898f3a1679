import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import type { AddressObject } from 'mailparser'
import { MailDeferred, type MailMessage, MailRefused } from '../../src/index.ts'
import { developmentMailbox, smtpSender } from '../../src/node/index.ts'
import { type Arrived, exampleMail, mailSenderContract } from './mail-sender-contract.ts'
import { mailServer, type ReceivedMail } from './mail-server.ts'
import { temporaryFolder } from './temporary-folder.ts'

mailSenderContract('SMTP', async () => {
  const smtp = await mailServer()
  return { sender: smtpSender(smtp.url), arrived: () => smtp.received.map(fromWire), close: smtp.stop }
})

mailSenderContract('the development mailbox in memory', async () => {
  const sender = await developmentMailbox()
  return { sender, arrived: () => sender.list().map(fromMailbox) }
})

describe('on a disk', () => {
  const folder = temporaryFolder()
  let mailboxes = 0
  mailSenderContract('the development mailbox', async () => {
    const own = join(folder, String(++mailboxes))
    const sender = await developmentMailbox(own)
    const { list } = await developmentMailbox(own)
    assert.deepEqual(list(), [])
    return { sender, arrived: () => sender.list().map(fromMailbox) }
  })
})

function fromWire({ parsed, recipients }: ReceivedMail): Arrived {
  const only = (list: AddressObject | AddressObject[] | undefined) => [list ?? []].flat().flatMap(({ value }) => value)
  assert.equal(only(parsed.to).length, 1)
  assert.deepEqual(recipients, [only(parsed.to)[0]?.address])
  return {
    messageId: parsed.messageId ?? '',
    inReplyTo: parsed.inReplyTo,
    date: parsed.date?.getTime() ?? 0,
    from: only(parsed.from)[0]?.address ?? '',
    replyTo: parsed.replyTo?.text,
    to: recipients[0] ?? '',
    names: [...only(parsed.from), ...only(parsed.to)].map(({ name }) => name),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: String(parsed.html),
    headers: parsed.headers,
  }
}

function fromMailbox({ from, to, headers, ...mail }: MailMessage): Arrived {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  return { ...mail, from: from.address, to: to.address, names: [from.name, to.name], headers: new Map(lower) }
}

describe('smtpSender', () => {
  it('tells a refusal from a deferral, and both from a server that cannot be used', async () => {
    const smtp = await mailServer()
    const { send } = smtpSender(smtp.url)
    for (const at of ['RCPT', 'DATA'] as const) {
      const answer = (says: string) => {
        smtp.say((what) => (what.at === at ? says : undefined))
        return send(exampleMail).catch((error: unknown) => error)
      }
      const refused = await answer('550 5.1.1 <mara@nordkai.example> is unknown')
      assert.ok(refused instanceof MailRefused)
      assert.equal(refused.reason, '550 5.1.1')
      const deferred = await answer('451 Come again')
      assert.ok(deferred instanceof MailDeferred)
      assert.equal(deferred.reason, '451')
      const leaving = await answer('421 4.3.2 We are closing')
      assert.ok(leaving instanceof Error && !(leaving instanceof MailDeferred))
    }
    await smtp.stop()
    await assert.rejects(send(exampleMail), ({ code }: { code: string }) => code === 'ESOCKET')
    assert.equal(smtp.received.length, 0)
  })

  it('logs in with what the address holds, percent-decoded, and says whether that works', async () => {
    const smtp = await mailServer()
    const address = smtp.url.replace('//', '//after%40care:p%3Aw%2F%C3%BC@')
    await smtpSender(address).verify()
    assert.deepEqual(smtp.logins, [['after@care', 'p:w/ü']])
    smtp.lock()
    await assert.rejects(smtpSender(address).verify(), /535/)
    assert.equal(smtp.received.length, 0)
    await smtp.stop()
  })

  it('sends no password in the clear, save to this machine', { skip: process.platform === 'win32' }, async () => {
    const smtp = await mailServer()
    const withPassword = smtp.url.replace('//', '//aftercare:secret@')
    // Where it leads to this machine, 0.0.0.0 is another machine's address by its looks.
    const elsewhere = withPassword.replace('127.0.0.1', '0.0.0.0')
    await assert.rejects(smtpSender(elsewhere).verify(), /STARTTLS/)
    await assert.rejects(smtpSender(`${withPassword}?requireTLS=true`).verify(), /STARTTLS/)
    assert.deepEqual(smtp.logins, [])
    await smtpSender(`${elsewhere}?requireTLS=false`).verify()
    assert.equal(smtp.logins.length, 1)
    await smtp.stop()
  })

  for (const address of ['', 'mail.example', 'https://mail.example', 'smtp://', 'smtp:587']) {
    it(`refuses "${address}" without repeating it`, () => {
      assert.throws(
        () => smtpSender(address),
        ({ message }: Error) => message.includes('smtp://user:password@host:587'),
      )
    })
  }

  it('loads nodemailer when it sends, and not before', async () => {
    const script = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context) } })
      const { smtpSender } = await import('@aftercare/server/node')
      const sender = smtpSender('smtp://127.0.0.1:1')
      const before = loaded.includes('nodemailer')
      await sender.verify().catch(() => {})
      console.log(before, loaded.includes('nodemailer'))
    `
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=source', '--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script],
      { cwd: import.meta.dirname },
    )
    assert.equal(stdout.trim(), 'false true')
  })
})

describe('the development mailbox', () => {
  const mail = (number: number): MailMessage => ({
    ...exampleMail,
    messageId: `<mail-${number}@tidewater.example>`,
    date: number,
  })

  it('lists the newest first, and finds them again on the next start', async () => {
    const folder = join(temporaryFolder(), 'mail')
    const mailbox = await developmentMailbox(folder)
    for (const number of [1, 2, 3]) await mailbox.send(mail(number))
    const again = await developmentMailbox(folder)
    assert.deepEqual(again.list(), [mail(3), mail(2), mail(1)])
    assert.deepEqual(again.list(), mailbox.list())
  })

  it('keeps a number of mails and lets the oldest go', async () => {
    const folder = temporaryFolder()
    const mailbox = await developmentMailbox(folder)
    for (let number = 1; number <= 205; number++) await mailbox.send(mail(number))
    assert.equal(mailbox.list().length, 200)
    assert.equal(mailbox.list().at(-1)!.date, 6)
    assert.equal(readdirSync(folder).length, 200)
  })

  it('is readable by its owner alone, and stays in its folder', { skip: process.platform === 'win32' }, async () => {
    const folder = temporaryFolder()
    const mailbox = await developmentMailbox(join(folder, 'mail'))
    await mailbox.send({ ...exampleMail, messageId: '<../../escaped@tidewater.example>' })
    assert.deepEqual(readdirSync(folder), ['mail'])
    const [name] = readdirSync(join(folder, 'mail'))
    assert.equal(statSync(join(folder, 'mail', name!)).mode & 0o077, 0)
  })
})
