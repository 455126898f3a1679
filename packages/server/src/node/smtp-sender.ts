import type { Transporter } from 'nodemailer'
import { MailDeferred, type MailMessage, MailRefused, type MailSender } from '../mail/mail-message.ts'

const second = 1000

/** How long each step may take, in milliseconds. */
const timeouts = { connectionTimeout: 15 * second, greetingTimeout: 15 * second, socketTimeout: 30 * second }
/** How long all of them together, in milliseconds. */
const longestSending = 60 * second

export interface SmtpSender extends MailSender {
  /** Rejects with the reason when the mail server does not answer, or does not let us in. Sends nothing. */
  verify(): Promise<void>
}

/**
 * Sends by SMTP (RFC 5321), with a connection for each mail. A password goes over TLS only, save to this machine.
 *
 * @param url `smtps://user:password@host:465` for TLS from the start, `smtp://user:password@host:587` for STARTTLS
 *   where the server offers it; `?requireTLS=true` insists on it, `?tls.rejectUnauthorized=false` takes any certificate
 * @throws Error when it is no such address
 */
export function smtpSender(url: string): SmtpSender {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !/^smtps?:$/.test(parsed.protocol) || parsed.hostname === '') {
    // The address may hold a password, so it is not repeated.
    throw new Error('a mail server is smtp://user:password@host:587 or smtps://user:password@host:465')
  }
  const { hostname, password } = parsed
  const requireTLS = password !== '' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
  let transport: Promise<Transporter> | undefined
  // Whoever sends no mail does not load what sends it.
  const connect = async () => {
    const { createTransport } = await import('nodemailer')
    return createTransport({ url, requireTLS, ...timeouts, disableFileAccess: true, disableUrlAccess: true })
  }
  const transporter = () => {
    transport ??= connect()
    return transport
  }
  return {
    async send(message) {
      const mailer = await transporter()
      try {
        await mailer.sendMail({ ...nodemailerMessage(message), signal: AbortSignal.timeout(longestSending) })
      } catch (error) {
        throw failureOf(error)
      }
    },
    async verify() {
      await (await transporter()).verify()
    },
  }
}

function nodemailerMessage({ from, to, replyTo, inReplyTo, date, ...message }: MailMessage) {
  return {
    ...message,
    subject: headerText(message.subject),
    from: namedAddress(from),
    to: namedAddress(to),
    ...(replyTo !== undefined && { replyTo }),
    ...(inReplyTo !== undefined && { inReplyTo, references: inReplyTo }),
    date: new Date(date),
  }
}

/** Nobody is called `=?`, and a mail program would decode what follows it. */
const namedAddress = ({ address, name = '' }: MailMessage['to']) => ({ address, name: name.replaceAll('=?', '= ?') })

/** The longest text that makes an encoded word of at most 75 characters (RFC 2047 §2), in bytes. */
const encodedWord = 45

/**
 * Text that looks like an encoded word would be decoded by whoever shows it, so it is encoded itself; nodemailer
 * does that for everything else that has to be.
 */
function headerText(text: string): string {
  if (!text.includes('=?')) return text
  const chunks = ['']
  for (const character of text) {
    const longer = chunks.at(-1) + character
    if (Buffer.byteLength(longer) > encodedWord) chunks.push(character)
    else chunks[chunks.length - 1] = longer
  }
  return chunks.map((chunk) => `=?UTF-8?B?${Buffer.from(chunk).toString('base64')}?=`).join(' ')
}

/**
 * What the mail server said of the recipient or the mail is about this mail alone, save 421, its good-bye. A refused
 * password or sender is about us, and no mail is lost by that.
 */
function failureOf(error: unknown): unknown {
  const { code, command, responseCode, response } = Object(error) as Record<string, unknown>
  if (typeof responseCode !== 'number') return error
  if ((command !== 'RCPT TO' && command !== 'DATA') || responseCode < 400 || responseCode === 421) {
    return Object.assign(new Error('the mail server cannot be used', { cause: error }), {
      code: `${code} ${responseCode}`,
    })
  }
  // RFC 3463. The words that follow may hold the address.
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(String(response))?.[1]
  const reason = enhanced === undefined ? String(responseCode) : `${responseCode} ${enhanced}`
  return responseCode >= 500 ? new MailRefused(reason, { cause: error }) : new MailDeferred(reason, { cause: error })
}
