import { askChallenge, becomeVisitor, newId } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { NetworkFailure, SignedOut, SupportProblem } from '../failure.ts'
import { keep } from '../persistence/keep.ts'
import { heldByPage } from '../persistence/persistence.ts'
import type { VisitorOptions } from './create-visitor-core.ts'
import { visitorKey, visitorRecordOf } from './visitor-name.ts'

type Given = { token: string | undefined }
const given = (): Given => ({ token: undefined })

/** The visitor's token: the one that the device holds, else a new one, once there is something to send. */
export async function visitorToken(core: Core, options: VisitorOptions): Promise<string> {
  const last = core.column(given)
  const { store, name, identity } = await core.persistence()
  const kept = async () => {
    const record = visitorRecordOf(await store.get(visitorKey))
    // Asked for again: the server has refused the one that was given last.
    return record && record.token !== last.token && record.expiresAt > core.clock.now() ? record.token : undefined
  }
  const token =
    (await kept()) ?? (await core.environment.locks(`${name}/visitor`, async () => (await kept()) ?? (await become())))
  if (token === undefined) throw new NetworkFailure('Another page is becoming a visitor')
  last.token = token
  return token

  async function become(): Promise<string> {
    const wrote = [...core.column(heldByPage), ...(await store.list('outbox/')), ...(await store.list('draft/'))]
    // Who only looks is nobody yet.
    if (wrote.length === 0) throw new SignedOut('The visitor has said nothing yet')
    const visitor = await enter(core, options).catch((error: unknown) => {
      const status = error instanceof SupportProblem ? error.problem.status : 0
      throw status === 429 || status >= 500 ? new NetworkFailure('No place for a visitor now', { cause: error }) : error
    })
    const record = { version: 1, token: visitor.token, expiresAt: Date.parse(visitor.expiresAt) }
    // A device that refuses it takes no ticket away: the page holds the token as long as it lives.
    await keep(core, identity, [{ type: 'put', key: visitorKey, value: record }])
    return visitor.token
  }
}

/** Solves what is asked and goes in; a challenge that became too old meanwhile is asked for once more. */
async function enter(core: Core, { tenant, solve, decoy }: VisitorOptions) {
  const solver = solve ?? (await import('./proof-of-work.ts')).solveChallenge
  for (let again = true; ; again = false) {
    const { challenge } = await core.call(askChallenge, { query: { tenant } })
    const website = decoy?.()
    const body = { tenant, answer: await solver(challenge), ...(website && { website }) }
    const send = (idempotencyKey: string) => core.call(becomeVisitor, { body }, { idempotencyKey })
    const key = newId(core.random)
    try {
      // The same request once more: where its answer alone was lost, it is answered as before.
      return await send(key).catch((error) => (error instanceof NetworkFailure ? send(key) : Promise.reject(error)))
    } catch (error) {
      const failed = error instanceof SupportProblem && error.code === 'challenge_failed'
      if (!failed || !again) throw error
    }
  }
}
