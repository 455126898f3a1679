import { headers, type NewMessage, type NewTicket, newId, type RandomBytes } from '@aftercare/protocol'
import { attachmentSchema } from '@aftercare/protocol/schemas'
import { type SeedPerson, type SeedTicket, seedTickets } from './seed-tickets.ts'

export interface Seeding {
  /** The real handler, over a clock that `setClock` moves. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Everything that becomes due until then is done when it is. */
  readonly setClock: (now: number) => Promise<void>
  /** What goes behind `Bearer`, at the moment of the clock. */
  readonly credential: (person: SeedPerson) => Promise<string>
  readonly random: RandomBytes
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Raises the seeded tickets and answers them through the real handler, in the order in which they happened, so
 * that numbers, events and audit are as they would be.
 */
export async function seed(seeding: Seeding): Promise<void> {
  const steps = seedTickets.flatMap((ticket) => {
    const id = newId<NewTicket['id']>(seeding.random)
    const raise = { ago: ticket.ago, run: () => raiseTicket(seeding, id, ticket) }
    const replies = ticket.messages.map(({ ago, by, body, kind }) => {
      const message: NewMessage = { id: newId(seeding.random), body, attachments: [], ...(kind && { kind }) }
      return { ago, run: () => write(seeding, by, `/tickets/${id}/messages`, message.id, message) }
    })
    return [raise, ...replies]
  })
  for (const { ago, run } of steps.sort((a, b) => b.ago - a.ago)) {
    await seeding.setClock(seeding.now - ago * 60_000)
    await run()
  }
  await seeding.setClock(seeding.now)
}

async function raiseTicket(seeding: Seeding, id: NewTicket['id'], ticket: SeedTicket): Promise<void> {
  const { by, type, subject, description, attachment } = ticket
  const ticketOf = (attachments: NewTicket['attachments']): NewTicket => {
    return { id, type, subject, description, attachments, locale: by === 'siyuan' ? 'zh-CN' : 'en' }
  }
  const attachments = attachment ? [await upload(seeding, by, attachment)] : []
  await write(seeding, by, '/tickets', id, ticketOf(attachments))
}

async function upload(
  seeding: Seeding,
  by: SeedPerson,
  { name, mediaType, text }: NonNullable<SeedTicket['attachment']>,
): Promise<NewTicket['attachments'][number]> {
  const response = await call(seeding, by, '/files', newId<NewTicket['id']>(seeding.random), {
    body: new TextEncoder().encode(text(seeding.now)),
    headers: { 'Content-Type': mediaType, [headers.fileName]: encodeURIComponent(name) },
  })
  const { fileId, sha256 } = attachmentSchema.parse(await response.json())
  return { fileId, sha256 }
}

async function write(seeding: Seeding, by: SeedPerson, path: string, key: string, body: NewTicket | NewMessage) {
  await call(seeding, by, path, key, {
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  })
}

async function call(
  { fetch, credential }: Seeding,
  by: SeedPerson,
  path: string,
  key: string,
  init: { body: BodyInit; headers: Record<string, string> },
): Promise<Response> {
  const response = await fetch(
    new Request(`http://development.invalid/support${path}`, {
      method: 'POST',
      body: init.body,
      headers: {
        ...init.headers,
        [headers.idempotencyKey]: key,
        Authorization: `Bearer ${await credential(by)}`,
      },
    }),
  )
  if (!response.ok) throw new Error(`Seeding: POST ${path} answered ${response.status}: ${await response.text()}`)
  return response
}
