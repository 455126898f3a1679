import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MailMessage, MailSender } from '../../src/index.ts'

/** What arrived, as a mail program would show it. */
export interface Arrived {
  readonly messageId: string
  readonly inReplyTo: string | undefined
  readonly date: number
  readonly from: string
  readonly replyTo: string | undefined
  readonly to: string
  readonly names: readonly (string | undefined)[]
  readonly subject: string
  readonly text: string
  readonly html: string
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, unknown>
}

export const exampleMail: MailMessage = {
  messageId: '<7b1f5a54-5c3e-4d0f-9f8e-3c1f7b0a2d11@tidewater.example>',
  inReplyTo: '<0d7a2f0e-6a55-4f5e-8d0b-2a1f3b4c5d6e@tidewater.example>',
  date: Date.parse('2026-11-23T08:00:00Z'),
  from: { address: 'support@tidewater.example', name: 'Tidewater' },
  replyTo: 'answers@tidewater.example',
  to: { address: 'mara@nordkai.example', name: 'Mara Lindqvist' },
  subject: '[Tidewater #1] 标签无法打印',
  text: 'One line.\n\n> 引用 🚢\n.\nA line that begins with a dot above.\n',
  html: '<!doctype html>\n<html lang="en"><body><p>One line. 引用 🚢</p></body></html>\n',
  headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
}

const hostile = 'x\r\nBcc: everyone@example\r\n\r\n<script>"\u2028, other@example <a@b.example>'

/**
 * What every mail sender owes. `open` gives one with the mails that arrived through it.
 */
export function mailSenderContract(
  name: string,
  open: () => Promise<{ sender: MailSender; arrived(): readonly Arrived[]; close?(): Promise<void> }>,
): void {
  describe(`the mail sender contract on ${name}`, () => {
    const sent = async (message: MailMessage) => {
      const { sender, arrived, close } = await open()
      await sender.send(message)
      const mails = arrived()
      await close?.()
      assert.equal(mails.length, 1)
      return mails[0]!
    }

    it('hands over a mail word for word, both parts and all headers', async () => {
      const { names, headers, ...mail } = await sent(exampleMail)
      const { from, to, headers: given, ...rest } = exampleMail
      assert.deepEqual(mail, { ...rest, from: from.address, to: to.address })
      assert.deepEqual(names, ['Tidewater', 'Mara Lindqvist'])
      for (const [header, value] of Object.entries(given)) assert.equal(headers.get(header.toLowerCase()), value)
    })

    it('needs no names, no thread and nowhere to answer', async () => {
      const { from, to } = exampleMail
      const mail = await sent({
        ...exampleMail,
        from: { ...from, name: undefined },
        to: { ...to, name: undefined },
        replyTo: undefined,
        inReplyTo: undefined,
      })
      assert.deepEqual([mail.to, mail.replyTo, mail.inReplyTo], [to.address, undefined, undefined])
    })

    it('lets nothing become a header or a recipient of its own', async () => {
      const { from, to } = exampleMail
      const mail = await sent({
        ...exampleMail,
        subject: hostile,
        from: { ...from, name: hostile },
        to: { ...to, name: hostile },
        headers: { 'X-Example': hostile },
      })
      assert.deepEqual([mail.to, mail.from], [to.address, from.address])
      assert.equal(mail.headers.has('bcc'), false)
      assert.equal(mail.text, exampleMail.text)
    })

    it('shows what looks like an encoded word as it is', async () => {
      const subject = `=?utf-8?Q?=0D=0ABcc:_x@y.example?= ${'标签 🚢 '.repeat(20)}end`
      const { to } = exampleMail
      const mail = await sent({ ...exampleMail, subject, to: { ...to, name: '=?utf-8?Q?Bank?=' } })
      assert.equal(mail.subject, subject)
      assert.notEqual(mail.names[1], 'Bank')
    })

    it('sends the same mail again when it is told to', async () => {
      const { sender, arrived, close } = await open()
      await sender.send(exampleMail)
      await sender.send(exampleMail)
      assert.deepEqual([...new Set(arrived().map(({ messageId }) => messageId))], [exampleMail.messageId])
      await close?.()
    })
  })
}
