import { type ProblemCode, problem } from '@aftercare/protocol'
import { askedOf, excused } from './asked.ts'
import type { Faults } from './faults.ts'
import { createPieces } from './pieces.ts'
import { type PlainRequest, PlainResponse } from './plain-http.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'
import { type Answer, inFlightAnswer, patience } from './server-answers.ts'
import type { Asked, ServerModel } from './server-model.ts'
import type { Storms } from './storms.ts'
import type { Tab } from './tab.ts'
import type { Trace } from './trace.ts'

export interface Network {
  fetch(tab: Tab, request: PlainRequest): Promise<PlainResponse>
  /** Nothing goes out until then. */
  offlineUntil: number
  /** The server takes nothing until then. */
  refusesUntil: number
  /** Ids of writes that the server has refused for good: they may need attention. */
  readonly refused: Set<string>
  /** Whether it has refused to let a visitor in. */
  visitorsRefused(): boolean
  /** When each write first went out, by its key, whether it arrived or not. */
  readonly sent: Map<string, number>
  /** By key of each write: when it first came to the server, and when it was taken, counted in things of both kinds. */
  readonly came: Map<string, number>
  readonly taken: Map<string, number>
}

interface Parts {
  readonly scheduler: Scheduler
  readonly random: SeededRandom
  /** For what befalls the bytes of a file. */
  readonly pieces: SeededRandom
  readonly faults: Faults
  readonly trace: Trace
  readonly model: ServerModel
  readonly storms: Storms
  /** Milliseconds since the epoch, as the server sees it. */
  readonly serverNow: () => number
}

/** What lies between a tab and the server's transaction, with all that can go wrong on the way. */
export function network(parts: Parts): Network {
  const { scheduler, random, pieces, faults, trace, model, storms, serverNow } = parts
  let refusesTokensUntil = 0
  /** Counts the server's lives: what began in an earlier one is never answered by it. */
  let life = 0
  const inPieces = createPieces(faults, pieces)
  let things = 0

  const problemAnswer = (code: ProblemCode, more: Record<string, string> = {}, status?: number): Answer => {
    const body = problem(code)
    const headers = { 'Content-Type': 'application/problem+json', Date: new Date(serverNow()).toUTCString(), ...more }
    return { status: status ?? body.status, headers, text: JSON.stringify({ ...body, status: status ?? body.status }) }
  }

  /** What the server, or what stands before it, says without looking further. */
  function turnedAway(byToken: boolean): Answer | undefined {
    if (byToken && ((!faults.ceased && scheduler.now() < refusesTokensUntil) || faults.strikes('server: 401 once')))
      return problemAnswer('token_expired')
    if (byToken && faults.strikes('server: 401 for a while')) {
      refusesTokensUntil = scheduler.now() + random.between(20_000, 600_000)
      return problemAnswer('token_expired')
    }
    if (scheduler.now() < network.refusesUntil) return problemAnswer('rate_limited', { 'Retry-After': '86400' })
    if (faults.strikes('server: 429 for days')) {
      network.refusesUntil = scheduler.now() + random.between(1, 40) * 86_400_000
      return problemAnswer('rate_limited', { 'Retry-After': '86400' })
    }
    if (faults.strikes('server: 429 with Retry-After')) {
      return problemAnswer('rate_limited', { 'Retry-After': String(random.pick([1, 5, 60, 3600])) })
    }
    if (faults.strikes('server: 503 with Retry-After')) {
      return problemAnswer('unavailable', { 'Retry-After': String(random.pick([1, 30, 864_000])) })
    }
    if (faults.strikes('server: 500')) return problemAnswer('internal')
    if (faults.strikes('server: 408')) return problemAnswer('unavailable', {}, 408)
    if (faults.strikes('server: 425')) return problemAnswer('unavailable', {}, 425)
    return undefined
  }

  /** Between what a device has read of a ticket and what it writes there. */
  function meanwhile(path: string): void {
    const [, , ticketId = '', part] = path.split('/')
    if (part !== 'details') return
    if (faults.strikes('ticket: corrected on another device meanwhile'))
      model.correctElsewhere(ticketId, `elsewhere, at ${scheduler.now()}`)
    if (faults.strikes('ticket: goes on meanwhile')) model.touch(ticketId)
  }

  /** One arrival at the server. `answered` with nothing: the connection broke. */
  function arrive(asked: Asked, answered: (answer: Answer | undefined) => void, since = scheduler.now()): unknown {
    if (since === scheduler.now()) {
      const away = turnedAway(asked.token !== null)
      if (away) return answered(away)
      const kept = asked.path === '/uploads' ? null : asked.key
      if (kept && faults.strikes('server: holds the key with another content')) model.misremember(kept)
    }
    if (asked.token?.startsWith('acv_') && faults.strikes('visitor: token expired')) model.expireVisitor(asked.token)
    if (asked.path === '/visitors' && faults.strikes('visitor: challenge refused'))
      return answered(problemAnswer('challenge_failed'))
    if (asked.key && !network.came.has(asked.key)) network.came.set(asked.key, ++things)
    const progress = model.begin(asked)
    if (asked.method === 'GET') meanwhile(asked.path)
    if (progress.kind === 'answered') {
      const late = inPieces.after(progress.answer)
      if (late) scheduler.after(1, () => arrive(late, () => {}))
      return answered(progress.answer)
    }
    if (progress.kind === 'in flight') {
      const left = since + patience - scheduler.now()
      const born = life
      let over = false
      const once = (next: () => void) => () => {
        if (over) return
        over = true
        next()
      }
      const next = () => (born === life ? arrive(asked, answered, since) : answered(undefined))
      progress.settled(once(() => void scheduler.after(1, next)))
      const tooLong = once(() => answered(born === life ? inFlightAnswer : undefined))
      return void scheduler.after(Math.max(0, left), tooLong)
    }
    const slow = faults.strikes('server: slow, the same request finds it in flight')
    const born = life
    scheduler.after(slow ? random.between(6000, 60_000) : random.between(1, 40), () => {
      if (born !== life) return answered(undefined)
      if (faults.strikes('server: killed before the commit')) {
        life += 1
        model.kill()
        return answered(undefined)
      }
      const answer = progress.commit()
      if (asked.key && answer.status < 300) network.taken.set(asked.key, ++things)
      trace.add(`server ${asked.method} ${asked.path} ${answer.status}`)
      const merged =
        asked.path === '/visitors/merge' && faults.strikes('merge: server killed between commit and answer')
      if (merged || faults.strikes('server: killed between commit and answer')) {
        life += 1
        model.kill()
        return answered(undefined)
      }
      if (answer.status === 201 && asked.path === '/uploads' && faults.strikes('server: forgets an upload')) {
        model.forgetFile(answer.headers['Location']?.split('/').at(-1) ?? '')
      }
      answered(answer)
    })
  }

  function send(tab: Tab, request: PlainRequest): Promise<PlainResponse> {
    const asked = askedOf(request)
    const label = `${tab.name} ${asked.method} ${asked.path} ${asked.key ?? ''}`
    trace.add(label)
    storms.asked(`write ${asked.key ?? asked.path}`)
    return new Promise((resolve, reject) => {
      const broken = () => tab.deliver(() => reject(new TypeError('The network failed')))
      const fails = (delay: number) => void scheduler.after(delay, broken)
      let answeredOnce = false

      function answered(answer: Answer | undefined): void {
        if (answeredOnce) return
        answeredOnce = true
        const delay = random.between(5, 200)
        if (!answer || faults.strikes('network: response lost')) {
          fails(delay)
          return
        }
        if (faults.strikes('network: response hangs')) return
        const { status, headers } = answer
        let { text } = answer
        if (text && faults.strikes('network: response cut off'))
          text = text.slice(0, random.between(0, text.length - 1))
        const kills = faults.strikes('network: tab killed between response and receipt')
        const judged = asked.method !== 'GET' && status >= 400 && !excused(answer)
        scheduler.after(delay, () => {
          if (kills) return tab.kill()
          trace.add(`${label} -> ${status}`)
          if (judged && status < 500 && asked.key) network.refused.add(asked.key)
          tab.deliver(() => resolve(new PlainResponse(text, status, headers)))
        })
      }

      if (scheduler.now() < network.offlineUntil) return fails(random.between(1, 50))
      if (faults.strikes('network: tab killed before the request')) return void scheduler.after(0, () => tab.kill())
      if (faults.strikes('network: request lost')) return fails(random.between(5, 3000))
      if (faults.strikes('network: request hangs')) return
      const page = '<!doctype html><title>Welcome to our network</title>'
      for (const [status, point] of [
        [200, 'network: somebody else answers 200'],
        [404, 'network: somebody else answers 404'],
      ] as const) {
        if (!faults.strikes(point)) continue
        const text = random.chance(0.5) ? page : '{}'
        return void scheduler.after(random.between(5, 200), () =>
          tab.deliver(() => resolve(new PlainResponse(text, status, { 'Content-Type': 'text/html' }))),
        )
      }
      if (asked.method !== 'GET' && !network.sent.has(asked.key ?? ''))
        network.sent.set(asked.key ?? '', scheduler.now())
      const late = faults.strikes('network: request arrives late')
      const up = late ? random.between(20_000, 300_000) : random.between(5, 200)
      const sent = inPieces.send(asked)
      if (sent.kind === 'taken for lost') return fails(random.between(5, 200))
      const { arrives } = sent
      if (sent.kind === 'cut') return void scheduler.after(up, () => arrive(arrives, () => answered(undefined)))
      scheduler.after(up, () => arrive(arrives, answered))
      if (faults.strikes('network: request arrives twice')) {
        scheduler.after(up + random.between(0, 20_000), () => arrive(asked, answered))
      }
    })
  }

  const network: Network = {
    offlineUntil: 0,
    refusesUntil: 0,
    refused: new Set(),
    visitorsRefused: () => (faults.counts.get('visitor: challenge refused') ?? 0) > 0,
    sent: new Map(),
    came: new Map(),
    taken: new Map(),
    fetch: (tab, request) => (tab.alive ? send(tab, request) : new Promise(() => {})),
  }
  return network
}
