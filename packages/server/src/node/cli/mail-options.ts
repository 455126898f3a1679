import { checkMailOptions, type MailOptions } from '../../mail/mail-settings.ts'
import { smtpSender } from '../smtp-sender.ts'
import type { OptionSpecs, Options } from './command-options.ts'
import { reasonOf } from './installation.ts'
import { Misuse } from './misuse.ts'
import type { Terminal } from './terminal.ts'

/** The address of the mail server holds its password, so it comes by the environment alone: others see a command line. */
export const mailServerVariable = 'SMTP_URL'

/** Options of mail to people; SMTP_URL turns it on. */
export const mailOptions = {
  'mail-from': { value: 'ADDRESS', about: 'Address that mails come from (AFTERCARE_MAIL_FROM); needed with SMTP_URL' },
  'mail-name': { value: 'NAME', about: 'What people see in place of that address (the tenant’s name)' },
  'mail-reply-to': { value: 'ADDRESS', about: 'Address that answers to mails go to' },
  'ticket-url': {
    value: 'TEMPLATE',
    about: 'Page of a ticket, as https://app.example/help#ticket/{id} (AFTERCARE_TICKET_URL); needed with SMTP_URL',
  },
  'time-zone': { value: 'ZONE', about: 'Zone of the dates in mails, as Europe/Lisbon (UTC)' },
} as const satisfies OptionSpecs

/** How the settings are called here. */
const optionNames: Readonly<Record<string, string>> = {
  'mail.from': '--mail-from',
  'mail.replyTo': '--mail-reply-to',
  'mail.ticketUrl': '--ticket-url',
  'mail.timeZone': '--time-zone',
}

/**
 * Undefined where no mail is to be sent.
 *
 * @throws Misuse when something is missing, too much or wrong
 */
export function readMail(options: Options, { environment }: Terminal): MailOptions | undefined {
  const url = environment[mailServerVariable]
  if (!url) {
    const given = Object.keys(mailOptions).find((name) => options.text(name) !== undefined)
    if (given) throw new Misuse(`--${given} is for mail, and ${mailServerVariable} names no mail server`)
    return undefined
  }
  const from = options.text('mail-from') ?? environment['AFTERCARE_MAIL_FROM']
  if (!from) throw new Misuse(`--mail-from ADDRESS is missing: ${mailServerVariable} turns mail on`)
  const ticketUrl = options.text('ticket-url') ?? environment['AFTERCARE_TICKET_URL']
  if (!ticketUrl) throw new Misuse(`--ticket-url TEMPLATE is missing: ${mailServerVariable} turns mail on`)
  const mail = {
    ...{ sender: sender(url), from, ticketUrl },
    ...{ name: options.text('mail-name'), replyTo: options.text('mail-reply-to'), timeZone: options.text('time-zone') },
  }
  try {
    checkMailOptions(mail)
  } catch (error) {
    throw new Misuse(reasonOf(error).replace(/^mail\.\w+/, (setting) => optionNames[setting] ?? setting))
  }
  return mail
}

function sender(url: string) {
  try {
    return smtpSender(url)
  } catch (error) {
    throw new Misuse(`${mailServerVariable}: ${reasonOf(error)}`)
  }
}
