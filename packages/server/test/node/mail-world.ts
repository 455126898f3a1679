import type { Database, MailOptions, ServerOptions } from '../../src/index.ts'
import { smtpSender } from '../../src/node/index.ts'
import { type World, world } from '../world.ts'
import { type MailServer, mailServer } from './mail-server.ts'

export const mailSettings = {
  from: 'support@tidewater.example',
  ticketUrl: 'https://tidewater.example/help#ticket/{id}',
} as const

export interface MailWorld extends World {
  readonly smtp: MailServer
  /** A customer's token; the address is `<subject>@nordkai.example`. */
  addressed(subject: string, claims?: { locale?: string; verified?: boolean }): Promise<string>
  /** An agent replies to a ticket; resolves with the message's id. */
  reply(ticket: { id: string }, body: string): Promise<string>
  /** An agent acts on a ticket, or whoever the token is of. */
  act(ticket: { id: string }, action: object, token?: string): Promise<void>
  /** Sends what is due; resolves with the mails that arrived meanwhile. */
  deliver(): Promise<MailServer['received']>
  outbox(): Promise<readonly { kind: string; attempts: number; sent_at: number | null; failure: string | null }[]>
}

/** A server that sends its mails to a real SMTP server. */
export async function mailWorld(
  options: { mail?: Partial<MailOptions>; database?: Database; server?: Partial<ServerOptions> } = {},
): Promise<MailWorld> {
  const smtp = await mailServer()
  const mail = { sender: smtpSender(smtp.url), ...mailSettings, ...options.mail }
  const w = await world({
    ...(options.database && { database: options.database }),
    create: true,
    server: { mail, ...options.server },
  })
  const agent = await w.staff('agent', 'Ines Carvalho')
  return {
    ...w,
    smtp,
    addressed: (subject, { locale = 'en', verified = true } = {}) =>
      w.customer(subject, { email: `${subject}@nordkai.example`, email_verified: verified, locale }),
    async reply({ id }, body) {
      const message = w.newMessage({ body })
      const { status } = await w.send('POST', `/tickets/${id}/messages`, { token: agent.key, body: message })
      if (status !== 201) throw new Error(`the reply was answered with ${status}`)
      return message.id
    },
    async act({ id }, action, token = agent.key) {
      const body = { id: crypto.randomUUID(), action }
      const { status, body: said } = await w.send('POST', `/tickets/${id}/actions`, { token, body })
      if (status !== 201) throw new Error(`the action was answered with ${status} ${JSON.stringify(said)}`)
    },
    async deliver() {
      const before = smtp.received.length
      await w.server.work.runOnce()
      return smtp.received.slice(before)
    },
    outbox: () =>
      w.database.reader
        .selectFrom('mail_outbox')
        .select(['kind', 'attempts', 'sent_at', 'failure'])
        .orderBy('position')
        .execute(),
    async close() {
      await w.close()
      await smtp.stop()
    },
  }
}
