import { canonicalJson, type ProblemCode } from '@aftercare/protocol'
import { type Answer, createAnswers, Refused } from './server-answers.ts'
import { rate } from './server-articles.ts'
import { actOn, correct, move } from './server-cases.ts'
import { createRows, type Row } from './server-rows.ts'
import { readTickets, writeTicket } from './server-tickets.ts'
import { announced, createUploads } from './server-uploads.ts'
import { createVisitors } from './server-visitors.ts'

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
  /** Where a piece of an upload belongs. */
  readonly offset: string | null
  /** The version that an edit was made of. */
  readonly ifMatch: string | null
  readonly body: string | Uint8Array | null
}

/** A request on its way through the server. */
export type Progress =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** An equal one is being worked on. */
  | { readonly kind: 'in flight'; readonly settled: (again: () => void) => void }
  /** In its transaction: its outcome is decided by one of the two, once. */
  | { readonly kind: 'working'; readonly commit: () => Answer; readonly rollBack: () => void }

/** What the server promises about writes, without a database: the contract suite judges it as it judges the server. */
export interface ServerModel {
  begin(asked: Asked): Progress
  /** All that was committed, in order. */
  readonly rows: readonly Row[]
  /** Names of files of which something was let go of. */
  readonly endedFiles: ReadonlySet<string>
  /** Everything that was being worked on is gone without a trace, as when the process is killed. */
  kill(): void
  forgetFile(id: string): void
  /** Somebody of the provider's side has solved it, or not: where that can be. */
  resolve(ticketId: string): void
  /** Its person corrects it on another device. */
  correctElsewhere(ticketId: string, description: string): void
  /** Something happens to it that its person corrects nothing of. */
  touch(ticketId: string): void
  /** The next equal request is taken for one with other content. */
  misremember(key: string): void
  /** A visitor's token speaks for nobody from here on. */
  expireVisitor(token: string): void
  /** Who became whom. */
  readonly merged: ReadonlyMap<string, string>
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

export function createServerModel({ now, subjectOf, newId, without }: ModelParts): ServerModel {
  const rows = createRows()
  const answers = createAnswers(now)
  const uploads = createUploads({ rows, answers, now, newId })
  const stored = new Map<string, Stored>()
  const inFlight = new Map<string, (() => void)[]>()
  const visitors = createVisitors({
    ...{ rows, answers, now },
    move(visitor, person) {
      uploads.move(visitor, person)
      for (const [scope, each] of [...stored]) {
        const [subject, ...rest] = JSON.parse(scope)
        if (subject !== visitor) continue
        stored.delete(scope)
        stored.set(JSON.stringify([person, ...rest]), each)
      }
    },
  })

  /** With what comes of it, or with why nothing does. */
  function answered(act: () => Answer): Answer {
    try {
      return act()
    } catch (error) {
      if (error instanceof Refused) return answers.refusal(error)
      throw error
    }
  }

  /** The domain's part of a write. */
  function work(asked: Asked, segments: readonly string[], subject: string): Answer {
    if (visitors.ended(subject)) throw new Refused('token_revoked')
    if (segments[0] === 'visitors') return visitors.merge(JSON.parse(String(asked.body)), subject)
    if (segments[0] === 'uploads') return uploads.standing(201, uploads.announce(asked, subject), subject)
    const row = rowOf(asked, segments, subject)
    rows.add(row)
    return answerOf(row)
  }

  /** What it would commit, or why it will not. */
  function rowOf(asked: Asked, segments: readonly string[], subject: string): Row {
    const input = JSON.parse(String(asked.body)) as Record<string, unknown>
    const one = { segments, input, subject, now: now() }
    const of = { ...one, key: asked.key ?? '', ifMatch: asked.ifMatch }
    if (segments[0] === 'articles') return rate(one)
    if (asked.method === 'PATCH') return correct(rows, of)
    if (segments[2] === 'actions') return actOn(rows, of)
    return writeTicket(rows, { ...one, idsTwice: without === 'idempotency' })
  }

  /** What is done with a ticket is answered with the ticket. */
  function answerOf(row: Row): Answer {
    if (row.kind === 'ticket' || row.kind === 'message' || row.kind === 'feedback') return answers.json(201, row.body)
    return answers.json(row.kind === 'action' ? 201 : 200, rows.own('ticket', row.ticketId, row.owner).body)
  }

  function begin(asked: Asked): Progress {
    const segments = asked.path.split('/').slice(1)
    const [column, id] = segments
    if (column === 'visitors' && id === 'challenge') {
      return { kind: 'answered', answer: answers.json(200, { challenge: { kind: 'none' } }) }
    }
    if (column === 'visitors' && !id) {
      return { kind: 'working', commit: () => answered(() => visitors.enter(asked)), rollBack() {} }
    }
    const { token } = asked
    const subject =
      token === null ? ({ code: 'token_missing' } as const) : (visitors.subjectOf(token) ?? subjectOf(token))
    if (typeof subject !== 'string') throw new Refused(subject.code)
    if (asked.method === 'DELETE') {
      uploads.end(id, subject)
      return { kind: 'answered', answer: answers.empty(204) }
    }
    if (asked.method === 'GET') return { kind: 'answered', answer: readTickets(rows, answers, segments, subject) }
    if (asked.method === 'PATCH' && column === 'uploads') {
      return { kind: 'working', commit: () => answered(() => uploads.append(id, asked, subject)), rollBack() {} }
    }
    if (!asked.key) throw new Refused('idempotency_key_missing')
    const route = `${asked.method} ${segments[2] ?? (column === 'visitors' ? id : column)}`
    const scope = JSON.stringify([subject, route, asked.key])
    const content =
      typeof asked.body === 'string' ? canonicalJson(JSON.parse(asked.body)) : canonicalJson(announced(asked))
    const fingerprint = `${asked.path} ${content}`
    const waiting = inFlight.get(scope)
    if (waiting) return { kind: 'in flight', settled: (again) => void waiting.push(again) }
    const earlier = without === 'idempotency' ? undefined : stored.get(scope)
    if (earlier && now() - earlier.at < kept) {
      if (earlier.fingerprint !== fingerprint) throw new Refused('idempotency_mismatch')
      const { status, text, headers } = earlier.answer
      const replayed = { ...headers, 'Idempotency-Replayed': 'true' }
      // An upload may have grown since.
      if (column === 'uploads') {
        const answer = uploads.standing(201, headers['Location']?.split('/').at(-1), subject)
        return { kind: 'answered', answer }
      }
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
        const answer = answered(() => work(asked, segments, subject))
        if (answer.status < 300) stored.set(scope, { fingerprint, answer, at: now() })
        end()
        return answer
      },
      rollBack: end,
    }
  }

  /** Not by a request of the device: what cannot be is not done. */
  function aside(ticketId: string, act: (ticket: Row) => void): void {
    const ticket = rows.all.find(({ id }) => id === ticketId)
    try {
      if (ticket?.kind === 'ticket') act(ticket)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
    }
  }

  return {
    rows: rows.all,
    endedFiles: rows.endedNames,
    begin(asked) {
      let progress: Progress | undefined
      const refused = answered(() => {
        progress = begin(asked)
        return answers.empty(200)
      })
      return progress ?? { kind: 'answered', answer: refused }
    },
    kill() {
      const all = [...inFlight.values()]
      inFlight.clear()
      for (const settled of all) for (const again of settled.splice(0)) again()
    },
    forgetFile: rows.forgetFile,
    expireVisitor: visitors.expire,
    merged: visitors.merged,
    resolve: (ticketId) => aside(ticketId, (ticket) => move(ticket, 'resolve', now(), 'agent')),
    correctElsewhere: (ticketId, text) =>
      aside(ticketId, (ticket) => {
        const { owner, body } = ticket
        const over = String(body['description'])
        move(ticket, 'correct', now())
        body['description'] = text
        rows.add({ kind: 'correction', id: newId(), owner, ticketId, text, over, files: [], body: {} })
      }),
    touch: (ticketId) => aside(ticketId, ({ body }) => Object.assign(body, { replies: Number(body['replies']) + 1 })),
    misremember(key) {
      for (const [scope, each] of stored) {
        if (scope.endsWith(`,${JSON.stringify(key)}]`)) stored.set(scope, { ...each, fingerprint: 'another' })
      }
    },
  }
}
