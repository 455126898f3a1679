import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

/** What a visitor has to solve before it is let in. */
export const askChallenge = route(
  { id: 'askChallenge', method: 'GET', path: '/visitors/challenge', kind: 'anonymous' },
  () => schemas().then((contracts) => contracts.askChallengeSchemas),
)

/** Lets somebody in whom no backend vouches for. */
export const becomeVisitor = route(
  { id: 'becomeVisitor', method: 'POST', path: '/visitors', kind: 'anonymous', bodyLimit: 16 * 1024, success: 201 },
  () => schemas().then((contracts) => contracts.becomeVisitorSchemas),
)

/** The caller was that visitor: what the visitor has becomes the caller's. */
export const mergeVisitor = route({ id: 'mergeVisitor', method: 'POST', path: '/visitors/merge', kind: 'write' }, () =>
  schemas().then((contracts) => contracts.mergeVisitorSchemas),
)
