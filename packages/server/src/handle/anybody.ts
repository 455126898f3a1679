import { canonicalJson } from '@aftercare/protocol'
import { bytesAnswer, compressed, keptByEverybody, readAnswer, writeAnswer } from './answer.ts'
import { sha256Hex } from './digest.ts'
import type { HandleParts, Passage } from './handle.ts'
import type { OnceWithin, OpenHandler } from './handlers.ts'
import { idempotencyKeyOf, parseBody } from './parse-input.ts'
import { ProblemError } from './problem-error.ts'
import { countRequest } from './rate-limit.ts'
import type { BoundRoute } from './route-table.ts'

/** Who writes without a token: whoever it is, and the audit log cannot say more. */
const anybody = 'anybody'

/**
 * Answers whoever brings no token, of the tenant that the query names. Only where the request comes from says who calls too
 * often: readers read much, and write hardly ever.
 */
export async function answerAnybody(
  parts: HandleParts,
  bound: BoundRoute,
  handler: OpenHandler,
  { context: { request, now }, from, headers }: Passage,
  parseAddress: () => object,
): Promise<Response> {
  const { limiters } = parts
  countRequest(handler.kind === 'write' ? limiters.anonymous : limiters.reader, from, now, headers)
  // Who names no tenant has no business here, whatever else the query says.
  if (!new URL(request.url).searchParams.has('tenant')) throw new ProblemError('token_missing')
  const address = parseAddress()
  const of = { tenant: (address as { readonly query: { readonly tenant: string } }).query.tenant, now }
  // The schemas have accepted what the handlers' types, which are inferred from them, say.
  const accepted = (input: object) => input as never
  if (handler.kind === 'bytes')
    return bytesAnswer(request, await handler.readPublic(of, accepted(address)), headers, keptByEverybody)
  if (handler.kind === 'read') {
    const answer = readAnswer(request, await handler.readPublic(of, accepted(address)), headers, keptByEverybody)
    return handler.compressible ? compressed(request, answer) : answer
  }
  const key = idempotencyKeyOf(request)
  const input = { ...address, body: await parseBody(request, bound.route, bound.schemas) }
  let again = false
  const once: OnceWithin = async ({ fingerprint, work }) => {
    const { body, replayed } = await parts.once.answer({
      scope: { tenant: of.tenant, principal: anybody, route: bound.id, key },
      fingerprint: sha256Hex(canonicalJson(fingerprint)),
      status: bound.route.success,
      ...{ needs: {}, work, authorizeReplay: async () => {} },
    })
    again = replayed
    return { body: JSON.parse(body), replayed }
  }
  const answer = await handler.writePublic(of, accepted(input), once)
  return writeAnswer(bound.route.success, JSON.stringify(answer), headers, again)
}
