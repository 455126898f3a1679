import { closed } from './kinds/closed.ts'
import { question } from './kinds/question.ts'
import { receipt } from './kinds/receipt.ts'
import { reminder } from './kinds/reminder.ts'
import { reply } from './kinds/reply.ts'
import { resolution } from './kinds/resolution.ts'
import { visit } from './kinds/visit.ts'
import type { MailKind } from './mail-kind.ts'

/** Every kind of mail, by the name that its rows carry. */
export const mailKinds = { receipt, reply, question, visit, resolution, reminder, closed }

export type MailKindName = keyof typeof mailKinds

type DataOf<Kind> = Kind extends MailKind<infer Data> ? Data : never

/** A kind with its data. */
export type KindOfMail = {
  [Name in MailKindName]: { kind: Name; data: DataOf<(typeof mailKinds)[Name]> }
}[MailKindName]

/** The kind of a stored row; undefined for one that a later version wrote. Its data is parsed by its own schema. */
export function mailKindOf(name: string): MailKind<unknown> | undefined {
  return Object.hasOwn(mailKinds, name) ? (mailKinds[name as MailKindName] as MailKind<unknown>) : undefined
}
