import { isMailAddress } from './mail-address.ts'
import type { MailSender } from './mail-message.ts'

/** What mails say about their sender. */
export interface MailSettings {
  /** Address that mails come from. */
  readonly from: string
  /** Where answers go; nowhere in particular unless told. */
  readonly replyTo?: string | undefined
  /** What people see in place of the address; the tenant's name unless told. */
  readonly name?: string | undefined
  /** Page of a ticket, with `{id}`, `{number}` or `{tenant}` filled in: `https://app.example/help#ticket/{id}`. */
  readonly ticketUrl: string
  /** IANA zone of the dates in mails; `UTC` unless told. Each date names it. */
  readonly timeZone?: string | undefined
}

export interface MailOptions extends MailSettings {
  readonly sender: MailSender
  /** What is different for a tenant. */
  readonly tenants?: Readonly<Record<string, Partial<MailSettings>>> | undefined
  /** Mails to one person within an hour; 30 unless told. What is over it waits. */
  readonly hourlyCap?: number | undefined
  /** Between looks for mails that are due, in milliseconds; 5000 unless told. One that this process queues is sent at once. */
  readonly poll?: number | undefined
}

/** @throws Error that says which setting is wrong, and what would be right */
export function checkMailOptions(options: MailOptions): void {
  checkSettings(options, 'mail')
  for (const [tenant, settings] of Object.entries(options.tenants ?? {})) {
    checkSettings({ ...options, ...settings }, `mail.tenants.${tenant}`)
  }
  const { hourlyCap } = options
  if (hourlyCap !== undefined && !(Number.isInteger(hourlyCap) && hourlyCap > 0)) {
    throw new Error('mail.hourlyCap is a number of mails, 1 or more')
  }
}

function checkSettings({ from, replyTo, ticketUrl, timeZone }: MailSettings, where: string): void {
  if (!isMailAddress(from)) throw new Error(`${where}.from is one address, as support@product.example`)
  if (replyTo !== undefined && !isMailAddress(replyTo)) {
    throw new Error(`${where}.replyTo is one address, as support@product.example`)
  }
  const page = /\{(id|number)\}/.test(ticketUrl) && ticketUrlOf(ticketUrl, { id: 'id', number: 1, tenant: 'tenant' })
  if (!page || !URL.canParse(page) || !/^https?:$/.test(new URL(page).protocol)) {
    throw new Error(`${where}.ticketUrl is the address of a page with {id} or {number} in it, http or https`)
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new Error(`${where}.timeZone is an IANA name, as Europe/Lisbon`)
  }
}

/** The page of one ticket. */
export function ticketUrlOf(template: string, ticket: { id: string; number: number; tenant: string }): string {
  return template.replace(/\{(id|number|tenant)\}/g, (_, member: keyof typeof ticket) =>
    encodeURIComponent(ticket[member]),
  )
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
