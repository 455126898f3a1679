import { type ProblemCode, problem } from '@aftercare/protocol'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Why the server does not do what it was asked for. */
export class Refused extends Error {
  readonly code: ProblemCode
  readonly headers: Readonly<Record<string, string>>
  constructor(code: ProblemCode, headers: Readonly<Record<string, string>> = {}) {
    super(code)
    this.code = code
    this.headers = headers
  }
}

/** How the server puts what it says; each answer tells its time. */
export interface Answers {
  json(status: number, body: unknown, headers?: Readonly<Record<string, string>>): Answer
  refusal(refused: Refused): Answer
  /** Says all there is to say by headers. */
  empty(status: number, headers?: Readonly<Record<string, string>>): Answer
}

export function createAnswers(now: () => number): Answers {
  const answer = (status: number, text: string, headers: Readonly<Record<string, string>>): Answer => ({
    status,
    text,
    headers: { Date: new Date(now()).toUTCString(), ...headers },
  })
  return {
    json: (status, body, headers) =>
      answer(status, JSON.stringify(body), { 'Content-Type': 'application/json', ...headers }),
    refusal({ code, headers }) {
      const body = problem(code)
      return answer(body.status, JSON.stringify(body), { 'Content-Type': 'application/problem+json', ...headers })
    },
    empty: (status, headers = {}) => answer(status, '', headers),
  }
}

/** How long an equal request waits for the first one. Milliseconds. */
export const patience = 5000

export const inFlightAnswer: Answer = {
  status: 409,
  headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '1' },
  text: JSON.stringify(problem('idempotency_in_flight')),
}
