import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { before, describe, it } from 'node:test'
import { type MailServer, mailServer } from './mail-server.ts'
import { aftercare, serveProcess } from './served-process.ts'
import { temporaryFolder } from './temporary-folder.ts'

async function install(dataDir: string) {
  await aftercare('migrate', '--data-dir', dataDir)
  await aftercare('tenant', 'add', '--tenant', 'tidewater', '--name', 'Tidewater', '--data-dir', dataDir)
  const person = ['--tenant', 'tidewater', '--subject', 'mara', '--email', 'mara@nordkai.example', '--locale', 'zh-CN']
  const token = await aftercare('token', 'customer', ...person, '--expires', '1h', '--data-dir', dataDir)
  const serve = (smtp: MailServer) =>
    serveProcess(dataDir, [], {
      args: ['--mail-from', 'support@tidewater.example', '--ticket-url', 'https://tidewater.example/t/{number}'],
      env: { SMTP_URL: smtp.url.replace('//', '//aftercare:a-password@') },
    })
  const raise = async (url: string) => {
    const id = crypto.randomUUID()
    const ticket = { id, type: 'question', subject: 'Where is it?', description: '', attachments: [], locale: 'en' }
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': id }
    const answer = await fetch(`${url}/tickets`, { method: 'POST', headers, body: JSON.stringify(ticket) })
    assert.equal(answer.status, 201)
  }
  return { serve, raise }
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 3000 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.ok(condition())
}

describe('aftercare serve with a mail server', () => {
  const dataDir = temporaryFolder()
  let installation: Awaited<ReturnType<typeof install>>
  before(async () => {
    installation = await install(dataDir)
  })

  it('sends by SMTP_URL, and writes neither address nor password into its log', async () => {
    const { serve, raise } = installation
    const smtp = await mailServer()
    const served = await serve(smtp)
    await raise(served.url)
    await until(() => smtp.received.length === 1)
    const { parsed, recipients } = smtp.received[0]!
    assert.deepEqual(recipients, ['mara@nordkai.example'])
    assert.equal(parsed.subject, '[Tidewater #1] Where is it?')
    assert.match(parsed.text ?? '', /工单 1 已收到[\s\S]*https:\/\/tidewater\.example\/t\/1\n/)
    assert.equal(smtp.logins[0]?.[1], 'a-password')
    smtp.say(() => '550 5.1.1 <mara@nordkai.example> is unknown')
    await raise(served.url)
    await until(() => served.output().includes('a mail was refused for good'))
    assert.equal(await served.end('SIGTERM'), 0)
    assert.doesNotMatch(served.output(), /mara@|a-password/)
    await smtp.stop()
  })

  it('sends once more, under the same name, what it sent when it was killed', async () => {
    const { serve, raise } = installation
    const smtp = await mailServer()
    const first = await serve(smtp)
    // The mail server has the mail, and nobody hears that it does.
    const killed = new Promise((resolve) => smtp.onTaken(() => resolve(first.end('SIGKILL'))))
    await raise(first.url)
    await killed
    smtp.onTaken(() => {})
    const database = new DatabaseSync(join(dataDir, 'aftercare.db'))
    const row = () =>
      database.prepare('select sent_at, claimed_until from mail_outbox order by created_at desc limit 1').get()
    assert.equal(row()?.['sent_at'], null)
    assert.ok(Number(row()?.['claimed_until']) > Date.now())
    // As when the three minutes are over.
    database.exec('update mail_outbox set claimed_until = 1')
    const second = await serve(smtp)
    await until(() => row()?.['sent_at'] !== null)
    database.close()
    assert.equal(await second.end('SIGTERM'), 0)
    assert.equal(smtp.received.length, 2)
    assert.equal(new Set(smtp.received.map(({ parsed }) => parsed.messageId)).size, 1)
    await smtp.stop()
  })
})
