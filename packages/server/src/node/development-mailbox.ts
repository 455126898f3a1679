import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailMessage, MailSender } from '../mail/mail-message.ts'
import { readKept, replaceKept } from './kept-file.ts'

/** How many mails are kept; older ones go. */
const kept = 200

export interface DevelopmentMailbox extends MailSender {
  /** What was caught, the newest first. */
  list(): readonly MailMessage[]
}

/**
 * Catches mails instead of sending them, for development: nothing leaves the machine.
 *
 * @param folder where they are kept, readable by their owner alone; absent: in memory, gone with the process
 */
export async function developmentMailbox(folder?: string): Promise<DevelopmentMailbox> {
  const mails = folder === undefined ? [] : await readAll(folder)
  return {
    async send(message) {
      if (folder !== undefined) await replaceKept(fileOf(folder, message), message)
      // A repetition takes the place of the first, as mail programs have it.
      const same = mails.findIndex(({ messageId }) => messageId === message.messageId)
      if (same >= 0) mails.splice(same, 1)
      mails.push(message)
      for (const old of mails.splice(0, mails.length - kept)) {
        if (folder !== undefined) await rm(fileOf(folder, old), { force: true })
      }
    },
    list: () => mails.toReversed(),
  }
}

/** Message-IDs of ours are UUIDs and a domain; whatever else is in one cannot lead out of the folder. */
const fileOf = (folder: string, { messageId }: MailMessage): string =>
  join(folder, `${messageId.replace(/[^\w.@-]/g, '')}.json`)

async function readAll(folder: string): Promise<MailMessage[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const mails = await Promise.all(names.map((name) => readKept(join(folder, name), parseMail)))
  return mails.filter((mail) => mail !== undefined).sort((a, b) => a.date - b.date)
}

function parseMail(value: unknown): MailMessage | undefined {
  const { messageId, date, text } = Object(value) as Partial<MailMessage>
  return typeof messageId === 'string' && typeof date === 'number' && typeof text === 'string'
    ? (value as MailMessage)
    : undefined
}
