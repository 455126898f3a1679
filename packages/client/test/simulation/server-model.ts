import { createHash } from 'node:crypto'
import { canonicalJson, type ProblemCode, problem, ticketTypes, tusHeaders } from '@aftercare/protocol'

/** A request as the server reads it. */
export interface Asked {
  readonly method: string
  /** Below the base path, without a query. */
  readonly path: string
  readonly key: string | null
  readonly token: string | null
  /** Of an upload by tus: how long it is, and its name and media type as tus spells them. */
  readonly length: string | null
  readonly metadata: string | null
  readonly body: string | Uint8Array | null
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** A request on its way through the server. */
export type Progress =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** An equal one is being worked on. */
  | { readonly kind: 'in flight'; readonly settled: (again: () => void) => void }
  /** In its transaction: its outcome is decided by one of the two, once. */
  | { readonly kind: 'working'; readonly commit: () => Answer; readonly rollBack: () => void }

export interface Row {
  readonly kind: 'ticket' | 'message' | 'file'
  readonly id: string
  readonly owner: string
  /** Ticket a message belongs to. */
  readonly ticketId: string | undefined
  /** What a person wrote, or a file's name. */
  readonly text: string
  readonly files: readonly string[]
  readonly body: Record<string, unknown>
}

/** What the server promises about writes, without a database: the contract suite judges it as it judges the server. */
export interface ServerModel {
  begin(asked: Asked): Progress
  /** All that was committed, in order. */
  readonly rows: Row[]
  /** Everything that was being worked on is gone without a trace, as when the process is killed. */
  kill(): void
  forgetFile(id: string): void
  /** The next equal request is taken for one with other content. */
  misremember(key: string): void
}

export interface ModelParts {
  /** Milliseconds since the epoch, as the server sees it. */
  readonly now: () => number
  /** Whose token it is: a subject, or the problem with it. */
  readonly subjectOf: (token: string) => string | { readonly code: ProblemCode }
  readonly newId: () => string
  /** Switches of the mutation list: what a server without this promise does. */
  readonly without?: 'idempotency' | undefined
}

interface Stored {
  readonly fingerprint: string
  readonly answer: Answer
  readonly at: number
}

/** How long the server keeps idempotency records. Milliseconds. */
const kept = 45 * 24 * 60 * 60 * 1000

/** Those of the preset. */
const types: ReadonlySet<string> = new Set(ticketTypes)

class Refused extends Error {
  readonly code: ProblemCode
  readonly headers: Readonly<Record<string, string>>
  constructor(code: ProblemCode, headers: Readonly<Record<string, string>> = {}) {
    super(code)
    this.code = code
    this.headers = headers
  }
}

export function createServerModel({ now, subjectOf, newId, without }: ModelParts): ServerModel {
  const rows: Row[] = []
  const byId = new Map<string, Row>()
  const answers = new Map<string, Stored>()
  const inFlight = new Map<string, (() => void)[]>()
  const forgotten = new Set<string>()
  const ended = new Set<string>()
  const joined = new Set<string>()

  const dated = (headers: Readonly<Record<string, string>>) => ({ Date: new Date(now()).toUTCString(), ...headers })
  const json = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
    status,
    text,
    headers: dated({ 'Content-Type': 'application/json', ...headers }),
  })
  function refusal({ code, headers }: Refused): Answer {
    const body = problem(code)
    return {
      status: body.status,
      text: JSON.stringify(body),
      headers: dated({ 'Content-Type': 'application/problem+json', ...headers }),
    }
  }

  /** An upload says what it is by headers. */
  function uploaded({ id, body }: Row): Answer {
    const headers = {
      Location: `/support/uploads/${id}`,
      [tusHeaders.offset]: String(body['size']),
      [tusHeaders.digest]: String(body['sha256']),
    }
    return { status: 201, text: '', headers: dated(headers) }
  }

  function own(kind: Row['kind'], id: string | undefined, subject: string): Row {
    const row = byId.get(id ?? '')
    if (row?.kind !== kind || row.owner !== subject) throw new Refused('not_found')
    return row
  }

  function attachments(references: unknown, subject: string): Record<string, unknown>[] {
    const list = references as readonly { readonly fileId: string; readonly sha256: string }[]
    return list.map(({ fileId, sha256 }) => {
      const row = byId.get(fileId)
      if (row?.kind !== 'file' || row.owner !== subject || row.body['sha256'] !== sha256 || forgotten.has(fileId)) {
        throw new Refused('attachment_unknown')
      }
      return row.body
    })
  }

  function read(segments: readonly string[], subject: string): Answer {
    const [column, id, part] = segments
    if (column !== 'tickets') throw new Refused('not_found')
    if (!id) {
      const items = rows.filter(({ kind, owner }) => kind === 'ticket' && owner === subject).map(({ body }) => body)
      return json(200, JSON.stringify({ items: items.reverse().slice(0, 20), next: null }))
    }
    const ticket = own('ticket', id, subject)
    if (!part) return json(200, JSON.stringify(ticket.body))
    if (part !== 'messages') throw new Refused('not_found')
    const items = rows.filter(({ kind, ticketId }) => kind === 'message' && ticketId === id).map(({ body }) => body)
    return json(200, JSON.stringify({ items: items.reverse(), next: null }))
  }

  /** The domain's part of a write: what it would commit, or why it will not. */
  function work({ length, metadata, body }: Asked, segments: readonly string[], subject: string): Row {
    const [column, ticketId, part] = segments
    const createdAt = new Date(now()).toISOString()
    if (column === 'uploads') {
      // Small files come whole with their creation; what is cut on the way is judged by the uploads' own bench.
      const bytes = (body as Uint8Array | null) ?? new Uint8Array()
      if (String(bytes.length) !== length) throw new Refused('validation_failed')
      const said = new Map((metadata ?? '').split(',').map((pair) => pair.split(' ') as [string, string]))
      const [name, mediaType] = ['filename', 'filetype'].map((key) =>
        Buffer.from(said.get(key) ?? '', 'base64').toString(),
      ) as [string, string]
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const id = newId()
      const file = { fileId: id, name, mediaType, size: bytes.length, sha256 }
      return { kind: 'file', id, owner: subject, ticketId: undefined, text: name, files: [], body: file }
    }
    const input = JSON.parse(String(body)) as Record<string, unknown>
    const id = String(input['id'])
    if (part === 'messages') own('ticket', ticketId, subject)
    else if (column !== 'tickets' || ticketId) throw new Refused('not_found')
    const text = String(input[part ? 'body' : 'subject'])
    if (!part && !types.has(String(input['type']))) throw new Refused('validation_failed')
    const files = attachments(input['attachments'], subject)
    if (byId.has(id) && without !== 'idempotency') throw new Refused('id_unavailable')
    const common = { attachments: files, createdAt }
    const names = files.map((file) => String(file['name']))
    if (part) {
      const author = { id: subject, name: null, side: 'requester' }
      const message = { id, ticketId, kind: 'reply', author, body: text, ...common }
      return { kind: 'message', id, owner: subject, ticketId, text, files: names, body: message }
    }
    const ticket = {
      id,
      number: rows.length + 1,
      type: input['type'],
      subject: text,
      description: input['description'],
      locale: input['locale'],
      status: 'new',
      closeReason: null,
      priority: null,
      requester: { id: subject, name: null },
      assignee: null,
      account: null,
      replies: 0,
      promises: [],
      updatedAt: createdAt,
      ...common,
    }
    return { kind: 'ticket', id, owner: subject, ticketId: undefined, text, files: names, body: ticket }
  }

  /** A file that has joined nothing is let go of; to its uploader it is as if it had never been. */
  function letGo(id: string | undefined, subject: string): Answer {
    const row = own('file', id, subject)
    const { id: fileId } = row
    if (joined.has(fileId) || ended.has(fileId)) throw new Refused('not_found')
    rows.splice(rows.indexOf(row), 1)
    ended.add(fileId)
    forgotten.add(fileId)
    return { status: 204, text: '', headers: dated({}) }
  }

  function begin(asked: Asked): Progress {
    const subject = asked.token === null ? ({ code: 'token_missing' } as const) : subjectOf(asked.token)
    if (typeof subject !== 'string') throw new Refused(subject.code)
    const segments = asked.path.split('/').slice(1)
    if (asked.method === 'DELETE') return { kind: 'answered', answer: letGo(segments[1], subject) }
    if (asked.method === 'GET') return { kind: 'answered', answer: read(segments, subject) }
    if (!asked.key) throw new Refused('idempotency_key_missing')
    const route = segments[2] ?? segments[0]
    const scope = JSON.stringify([subject, route, asked.key])
    const content = typeof asked.body === 'string' ? canonicalJson(JSON.parse(asked.body)) : hashOf(asked)
    const fingerprint = `${asked.path} ${content}`
    const waiting = inFlight.get(scope)
    if (waiting) return { kind: 'in flight', settled: (again) => void waiting.push(again) }
    const stored = without === 'idempotency' ? undefined : answers.get(scope)
    if (stored && now() - stored.at < kept) {
      if (stored.fingerprint !== fingerprint) throw new Refused('idempotency_mismatch')
      const { status, text, headers } = stored.answer
      if (ended.has(headers['Location']?.split('/').at(-1) ?? '')) throw new Refused('not_found')
      const replayed = dated({ ...headers, 'Idempotency-Replayed': 'true' })
      return { kind: 'answered', answer: { status, text, headers: replayed } }
    }
    const settled: (() => void)[] = []
    inFlight.set(scope, settled)
    const end = () => {
      if (inFlight.get(scope) === settled) inFlight.delete(scope)
      for (const again of settled.splice(0)) again()
    }
    return {
      kind: 'working',
      commit() {
        try {
          const row = work(asked, segments, subject)
          rows.push(row)
          for (const { fileId } of (row.body['attachments'] ?? []) as { fileId: string }[]) joined.add(fileId)
          byId.set(row.id, row)
          const answer = row.kind === 'file' ? uploaded(row) : json(201, JSON.stringify(row.body))
          answers.set(scope, { fingerprint, answer, at: now() })
          return answer
        } catch (error) {
          if (error instanceof Refused) return refusal(error)
          throw error
        } finally {
          end()
        }
      },
      rollBack: end,
    }
  }

  return {
    rows,
    begin(asked) {
      try {
        return begin(asked)
      } catch (error) {
        if (error instanceof Refused) return { kind: 'answered', answer: refusal(error) }
        throw error
      }
    },
    kill() {
      const all = [...inFlight.values()]
      inFlight.clear()
      for (const settled of all) for (const again of settled.splice(0)) again()
    },
    forgetFile: (id) => void forgotten.add(id),
    misremember(key) {
      for (const [scope, stored] of answers) {
        if (scope.endsWith(`,${JSON.stringify(key)}]`)) answers.set(scope, { ...stored, fingerprint: 'another' })
      }
    },
  }
}

/** Of an upload, whose bytes may come later. */
const hashOf = ({ length, metadata }: Asked): string => canonicalJson({ length, metadata })

/** How long an equal request waits for the first one. Milliseconds. */
export const patience = 5000

export const inFlightAnswer: Answer = {
  status: 409,
  headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '1' },
  text: JSON.stringify(problem('idempotency_in_flight')),
}
