import type { Route, RouteSchemas } from '@aftercare/protocol'
import { withoutToken as open, type Reach, type Role, withoutCustomerData } from '@aftercare/protocol/permissions'
import type { RouteId } from '@aftercare/protocol/routes'
import type { Principal } from '../identity/principal.ts'
import type { AnyHandler, OpenHandler } from './handlers.ts'
import { ProblemError } from './problem-error.ts'

export type Grants = Readonly<Partial<Record<Role, Reach>>> | 'public'

/** A route with everything that serving it takes. */
export interface BoundRoute {
  readonly id: string
  readonly route: Route
  readonly schemas: RouteSchemas
  readonly handler: AnyHandler
  readonly grants: Grants
}

/**
 * How far a caller may go on a route.
 *
 * @throws ProblemError forbidden, agreement_missing
 */
export function reachOf({ id, grants }: Pick<BoundRoute, 'id' | 'grants'>, principal: Principal): Reach {
  const reach = grants === 'public' ? undefined : grants[principal.role]
  if (!reach) throw new ProblemError('forbidden')
  const unsigned = principal.side === 'agent' && !principal.cleared
  if (unsigned && !withoutCustomerData.has(id as RouteId)) throw new ProblemError('agreement_missing')
  return reach
}

/** Whether a handler also answers whoever brings no token. */
export function isOpen(handler: AnyHandler): handler is OpenHandler {
  if (handler.kind === 'read' || handler.kind === 'bytes') return handler.readPublic !== undefined
  return handler.kind === 'write' && handler.writePublic !== undefined
}

type Table<Entry> = Readonly<Record<string, Entry | undefined>>

/** Kinds whose callers bring no token. */
const withoutToken = ['anonymous', 'download', 'feed', 'operations']

/**
 * Brings routes, handlers and permissions together, and loads the schemas.
 *
 * @throws Error naming each route that lacks its handler or its permission, or has one that does not fit
 */
export async function bindRoutes(
  routes: Table<Route>,
  handlers: Table<unknown>,
  permissions: Table<Grants>,
): Promise<readonly BoundRoute[]> {
  const faults: string[] = []
  const bound = Object.entries(routes).map(async ([id, route]): Promise<BoundRoute[]> => {
    const handler = handlers[id] as AnyHandler | undefined
    const grants = permissions[id]
    if (!route || route.id !== id) faults.push(`${id}: the table's name is not the route's own`)
    else if (!handler) faults.push(`${id}: no handler`)
    else if (handler.kind !== route.kind) faults.push(`${id}: a ${route.kind} route has a ${handler.kind} handler`)
    else if (!grants) faults.push(`${id}: no permission`)
    else if ((grants === 'public') !== withoutToken.includes(route.kind)) {
      faults.push(`${id}: a ${route.kind} route may not be ${grants === 'public' ? '' : 'other than '}public`)
    } else if (isOpen(handler) && !open.has(id as RouteId)) {
      faults.push(`${id}: it would answer without a token`)
    } else return [{ id, route, schemas: await route.schemas(), handler, grants }]
    return []
  })
  const table = (await Promise.all(bound)).flat()
  if (faults.length > 0) throw new Error(`The server cannot start:\n${faults.join('\n')}`)
  return table
}
