import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  /** As it came over the wire. */
  readonly raw: string
  readonly parsed: ParsedMail
  /** The envelope's recipients. */
  readonly recipients: readonly string[]
}

/** A code and words such as `550 5.1.1 no such mailbox`, or undefined to take it. */
type Verdict = (what: { recipient: string; at: 'RCPT' | 'DATA' }) => string | undefined

export interface MailServer {
  /** For `smtpSender`. */
  readonly url: string
  readonly received: readonly ReceivedMail[]
  /** Who logged in, and with what password. */
  readonly logins: readonly (readonly [string, string])[]
  /** Calls back when it has a whole mail, before it says so. */
  onTaken(callback: () => void): void
  /** What it says from now on. */
  say(verdict: Verdict): void
  /** Takes the newest mail for this address; throws when there is none. */
  newest(recipient: string): ReceivedMail
  /** Whether it lets nobody in who logs in. */
  lock(locked?: boolean): void
  stop(): Promise<void>
  /** Listens on the same port again. */
  start(): Promise<void>
}

/** A real SMTP server on loopback that keeps what it takes. */
export async function mailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let taken = () => {}
  let verdict: Verdict = () => undefined
  const logins: [string, string][] = []
  let locked = false
  let server: SMTPServer
  let port = 0
  const refusal = (says: string | undefined) =>
    says === undefined ? null : Object.assign(new Error(says.slice(4)), { responseCode: Number(says.slice(0, 3)) })
  const start = async () => {
    server = new SMTPServer({
      authOptional: true,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      // Nobody waits for the name of 127.0.0.1.
      disableReverseLookup: true,
      logger: false,
      onAuth: ({ username, password }, _, callback) => {
        if (locked) return callback(new Error('Who are you?'))
        logins.push([username ?? '', password ?? ''])
        callback(null, { user: username ?? '' })
      },
      onRcptTo: ({ address }, _, callback) => callback(refusal(verdict({ recipient: address, at: 'RCPT' }))),
      async onData(stream, session, callback) {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk)
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        const says = refusal(verdict({ recipient: recipients[0] ?? '', at: 'DATA' }))
        if (!says) {
          const raw = Buffer.concat(chunks).toString('utf8')
          received.push({ raw, parsed: await simpleParser(raw), recipients })
          taken()
        }
        callback(says)
      },
    })
    server.on('error', () => {})
    await once(server.listen(port, '127.0.0.1'), 'listening')
    // A test that fails half-way keeps nobody waiting.
    server.server.unref()
    port = (server.server.address() as AddressInfo).port
  }
  const stop = () => new Promise<void>((resolve) => server.close(() => resolve()))
  await start()
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    logins,
    onTaken: (callback) => {
      taken = callback
    },
    say: (next) => {
      verdict = next
    },
    newest(recipient) {
      const found = received.findLast(({ recipients }) => recipients.includes(recipient))
      if (!found) throw new Error(`no mail for ${recipient}`)
      return found
    },
    lock(wanted = true) {
      locked = wanted
    },
    stop,
    start,
  }
}
