import type { InputOf, Route, RouteSchemas } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { visitorIdentityOf } from '../visitors/visitor-name.ts'

/**
 * Whether there is nobody to ask for a token. Visitors count as such: they read what everybody does, and nobody should have
 * to solve a challenge to read.
 */
export const isAnybody = ({ environment: { getToken, subject = '' } }: Core): boolean => {
  // By way of what every page has loaded anyway.
  const identity = `/${encodeURIComponent(subject)}`
  return !getToken || visitorIdentityOf(identity) === identity
}

/** Whose reading it is on this device; empty where that is nobody's, and nothing is kept. */
export const readerOf = async (core: Core): Promise<string> =>
  isAnybody(core) ? core.session.identity().catch(() => '') : core.session.identity()

/**
 * A call of one of the routes that also answer whoever brings no token: with the reader's token, or, where there is none to
 * ask for, without, as anybody of the tenant.
 */
export function asReader<Schemas extends RouteSchemas>(
  core: Core,
  route: Route<Schemas>,
  input: InputOf<Route<Schemas>>,
): [Route<Schemas>, InputOf<Route<Schemas>>] {
  const { tenant } = core.environment
  if (!isAnybody(core) || tenant === undefined) return [route, input]
  const { query } = input as { readonly query?: object }
  return [
    { ...route, kind: 'anonymous' },
    { ...(input as object), query: { ...query, tenant } } as InputOf<Route<Schemas>>,
  ]
}
