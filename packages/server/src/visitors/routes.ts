import { newId } from '@aftercare/protocol'
import { sha256Hex } from '../handle/digest.ts'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { RateLimiter } from '../handle/rate-limit.ts'
import { insertPerson, saveDetails } from '../identity/store.ts'
import { write } from '../journal/write.ts'
import type { Services } from '../services.ts'
import type { ChallengeKind } from './challenge-kind.ts'
import { mergeVisitor } from './merge.ts'
import { findVisitorByChallenge, insertVisitor, visitorsAllowed } from './store.ts'
import { keyFor, visitorIssuer, visitorTokenOf } from './visitor-token.ts'

/** Undefined: there is nothing to solve. */
export interface VisitorOptions {
  readonly challenge: ChallengeKind | undefined
  /** How long a visitor's token is good for, in milliseconds. */
  readonly lifetime: number
  /** How many become visitors of one tenant. */
  readonly limiter: RateLimiter | undefined
}

type VisitorHandlers = Pick<Handlers, 'askChallenge' | 'becomeVisitor' | 'mergeVisitor'>

export function visitorHandlers(services: Services, options: VisitorOptions): VisitorHandlers {
  const { journal, database, linkKey } = services
  const tokenKey = keyFor(linkKey, 'visitor token')

  function admit(tenant: string, challenge: string, token: string) {
    return write(journal, { tenant, actor: 'service' }, async ({ tx, now, random }) => {
      const id = newId<string & { readonly __brand: 'PersonId' }>(random)
      const expires = now + options.lifetime
      const visitor = { tenant, person_id: id, token_hash: sha256Hex(token), challenge, created_at: now }
      if (!(await insertVisitor(tx, { ...visitor, expires_at: expires, ended_at: null, merged_into: null }))) {
        throw new ProblemError('challenge_failed')
      }
      const unknown = { issuer: visitorIssuer, subject: id, account: null, valid_after: null }
      await insertPerson(tx, { tenant, id, ...unknown, created_at: now })
      await saveDetails(tx, { tenant, person_id: id, name: null, email: null, email_verified: 0, locale: null })
      const result = { token, expiresAt: new Date(expires).toISOString() }
      return { audit: { action: 'visitor.admitted', details: { person: id } }, result }
    })
  }

  /** In the same words whether the tenant lets nobody in or is not there. */
  async function mayEnter(tenant: string): Promise<void> {
    const [found] = await visitorsAllowed(database.reader, { tenant })
    if (!found?.visitors_allowed) throw new ProblemError('visitors_not_allowed')
  }

  return {
    askChallenge: {
      kind: 'anonymous',
      async answer({ now, address }, { query: { tenant } }) {
        await mayEnter(tenant)
        return { challenge: (await options.challenge?.issue({ tenant, now, address })) ?? { kind: 'none' } }
      },
    },

    becomeVisitor: {
      kind: 'anonymous',
      async answer({ now, address, idempotencyKey }, { body }) {
        const { tenant, website = '' } = body
        await mayEnter(tenant)
        // Whoever fills in what nobody sees is told no more than one who solved it wrongly.
        if (website !== '') throw new ProblemError('challenge_failed')
        const solved = options.challenge
          ? await options.challenge.check(body.answer, { tenant, now, address })
          : idempotencyKey
        if (solved === undefined) throw new ProblemError('challenge_failed')
        const challenge = sha256Hex(solved)
        const token = visitorTokenOf(tokenKey, { tenant, challenge, idempotencyKey })
        const [known] = await findVisitorByChallenge(database.reader, { tenant, challenge })
        if (known) return sameVisitor(known, token)
        const verdict = options.limiter?.take(tenant, now)
        if (verdict?.allowed === false) throw new ProblemError('rate_limited', { headers: verdict.headers })
        return admit(tenant, challenge, token).catch(async (error) => {
          // The same request came twice at once, and the other was first.
          const [first] = await findVisitorByChallenge(database.reader, { tenant, challenge })
          if (first) return sameVisitor(first, token)
          throw error
        })
      },
    },

    mergeVisitor: mergeVisitor(services),
  }
}

/** The answer again, to whoever sends the same request again; nobody else can have solved this challenge. */
function sameVisitor(known: { token_hash: string; expires_at: number }, token: string) {
  if (known.token_hash !== sha256Hex(token)) throw new ProblemError('challenge_failed')
  return { token, expiresAt: new Date(known.expires_at).toISOString() }
}
