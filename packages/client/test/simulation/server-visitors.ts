import { createHash } from 'node:crypto'
import { type Answer, type Answers, Refused } from './server-answers.ts'
import type { Asked } from './server-model.ts'
import type { Rows } from './server-rows.ts'
import { day } from './times.ts'

interface Visitor {
  readonly subject: string
  expiresAt: number
  /** Whose everything became that was this visitor's. */
  mergedInto?: string
}

/** Who is let in without anybody's word, and what becomes of them. */
export interface Visitors {
  /** Whose token it is. @throws Refused as soon as it speaks for nobody; undefined where it is no visitor's at all */
  subjectOf(token: string): string | undefined
  enter(asked: Asked): Answer
  /** Everything of the visitor becomes that person's. */
  merge(input: Readonly<Record<string, unknown>>, person: string): Answer
  /** It became a person: what it was writing just then is nobody's. */
  ended(subject: string): boolean
  /** Speaks for nobody any more, and is a proof of who it was. */
  expire(token: string): void
  readonly merged: ReadonlyMap<string, string>
}

interface Parts {
  readonly rows: Rows
  readonly answers: Answers
  readonly now: () => number
  /** What was answered to the visitor, and what has come of its files, is the person's. */
  readonly move: (visitor: string, person: string) => void
}

// As long as the server has them. Milliseconds.
const lifetime = 180 * day
const grace = 30 * day

export const isVisitor = (subject: string) => subject.startsWith('visitor-')

export function createVisitors({ rows, answers, now, move }: Parts): Visitors {
  const byToken = new Map<string, Visitor>()
  const merged = new Map<string, string>()
  return {
    merged,
    subjectOf(token) {
      if (!token.startsWith('acv_')) return undefined
      const visitor = byToken.get(token)
      if (!visitor) throw new Refused('token_invalid')
      if (visitor.mergedInto) throw new Refused('token_revoked')
      if (visitor.expiresAt <= now()) throw new Refused('token_expired')
      return visitor.subject
    },
    enter({ key, body }) {
      if (!key) throw new Refused('idempotency_key_missing')
      // Whoever fills in what nobody sees.
      if (JSON.parse(String(body))['website']) throw new Refused('challenge_failed')
      // Of the key alone, so that the request sent again is answered with the same one.
      const token = `acv_${createHash('sha256').update(key).digest('base64url')}`
      const visitor = byToken.get(token) ?? { subject: `visitor-${byToken.size + 1}`, expiresAt: now() + lifetime }
      byToken.set(token, visitor)
      return answers.json(201, { token, expiresAt: new Date(visitor.expiresAt).toISOString() })
    },
    merge({ visitorToken }, person) {
      if (isVisitor(person)) throw new Refused('forbidden')
      const visitor = byToken.get(String(visitorToken))
      if (!visitor || visitor.expiresAt + grace <= now()) throw new Refused('visitor_unknown')
      const { subject, mergedInto = person } = visitor
      if (mergedInto !== person) throw new Refused('visitor_unknown')
      const theirs = rows.all.filter(({ owner }) => owner === subject)
      for (const row of theirs) row.owner = person
      visitor.mergedInto = person
      merged.set(subject, person)
      move(subject, person)
      return answers.json(201, { tickets: theirs.filter(({ kind }) => kind === 'ticket').map(({ id }) => id) })
    },
    ended: (subject) => merged.has(subject),
    expire(token) {
      const visitor = byToken.get(token)
      if (visitor) visitor.expiresAt = Math.min(visitor.expiresAt, now())
    },
  }
}
