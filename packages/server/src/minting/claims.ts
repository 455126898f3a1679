import type { JWTPayload } from 'jose'
import { longestClaim } from '../identity/token-lifetime.ts'
import { TokenMistake } from './token-mistake.ts'

/** Whom a token speaks for, as the vendor's backend knows them. Never what they may do: that is data of the server. */
export interface MintedPerson {
  /** `sub`: stays the same for as long as the person does. Not an e-mail address, which people change and pass on. */
  readonly id: string
  readonly name?: string | undefined
  readonly email?: string | undefined
  /** Whether this backend knows that the address is the person's: mail goes to verified ones alone. */
  readonly emailVerified?: boolean | undefined
  /** BCP 47 tag of the language that the person reads. */
  readonly locale?: string | undefined
  /** The customer organization that the person speaks for, by its id. */
  readonly account?: string | undefined
  /** Anything else that is worth knowing: plain values by name. */
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>> | undefined
}

const members: readonly string[] = [
  'id',
  'name',
  'email',
  'emailVerified',
  'locale',
  'account',
  'attributes',
] satisfies readonly (keyof MintedPerson)[]

/** @throws TokenMistake */
export function claimsOf(person: MintedPerson): { subject: string; claims: JWTPayload } {
  const unknown = Object.keys(person).find((name) => !members.includes(name))
  if (unknown !== undefined)
    throw new TokenMistake(`A token says nothing of "${unknown}"; it has ${members.join(', ')}`)
  const subject = requiredText('id', person.id)
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(subject)) {
    throw new TokenMistake('id is an e-mail address; use an id that stays with the person')
  }
  const { name, email, emailVerified, locale, account, attributes } = person
  const claims = {
    ...optionalText('name', name),
    ...optionalText('email', email),
    ...(emailVerified !== undefined && { email_verified: flag('emailVerified', emailVerified) }),
    ...optionalText('locale', locale),
    ...optionalText('account', account),
    ...(attributes !== undefined && { attributes: plain(attributes) }),
  }
  if (claims.email_verified && email === undefined) throw new TokenMistake('emailVerified is said of no email')
  return { subject, claims }
}

/** @throws TokenMistake */
export function requiredText(name: string, value: unknown): string {
  if (value === undefined || value === '') throw new TokenMistake(`${name} is missing`)
  return text(name, value)
}

function optionalText(name: string, value: string | undefined): JWTPayload {
  // What a database has no value for is left out, not said to be empty.
  return value === undefined || value === null || value === '' ? {} : { [name]: text(name, value) }
}

function text(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TokenMistake(`${name} is a text`)
  if (value.length > longestClaim) throw new TokenMistake(`${name} is longer than ${longestClaim} letters`)
  if (value.includes('\u0000') || !value.isWellFormed()) throw new TokenMistake(`${name} has a letter that no text has`)
  return value
}

function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TokenMistake(`${name} is true or false`)
  return value
}

function plain(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  for (const [name, value] of Object.entries(attributes)) {
    const fits = value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value)
    if (!fits) throw new TokenMistake(`attributes.${name} is a text, a number, true, false or null`)
  }
  return { ...attributes }
}
