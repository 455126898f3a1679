import type { Reach } from '@aftercare/protocol/permissions'
import { readService } from '@aftercare/protocol/service'
import type { Principal } from '../identity/principal.ts'
import type { Queryable } from '../storage/prepared.ts'
import { type Sight, sightOf, type VisibilityRules } from '../tickets/visibility.ts'
import { type CompiledService, compileService } from './compiled-service.ts'
import { currentVersion, findDefinition, listDefinitions } from './store.ts'

/** Versions held in memory over all tenants; a version never changes, so none is ever out of date. */
const remembered = 500

/** The tenants' service definitions. Which version is in force is asked each time: another process may publish. */
export class ServiceBook {
  readonly #compiled = new Map<string, CompiledService>()
  readonly #visibility = new Map<string, VisibilityRules>()

  /** @throws Error when the tenant has none: each gets one when it is made */
  async current(db: Queryable, tenant: string): Promise<CompiledService> {
    const [row] = await currentVersion(db, { tenant })
    if (!row) throw new Error(`Tenant "${tenant}" has no service definition`)
    return (await this.version(db, tenant, row.version))!
  }

  /** The version that a ticket is handled under. */
  async of(db: Queryable, tenant: string, ticket: { readonly service_version: string }): Promise<CompiledService> {
    return (await this.version(db, tenant, ticket.service_version)) ?? (await this.current(db, tenant))
  }

  /** What a ticket is handled under once it is taken up again: the version in force, if it has the ticket's type. */
  async ofReopened(
    db: Queryable,
    tenant: string,
    ticket: { readonly service_version: string; readonly type: string },
  ): Promise<CompiledService> {
    const current = await this.current(db, tenant)
    return current.type(ticket.type) ? current : this.of(db, tenant, ticket)
  }

  /** What decides who sees which tickets: a type that is gone is as visible as the last version that had it says. */
  async visibility(db: Queryable, tenant: string): Promise<VisibilityRules> {
    const [current] = await currentVersion(db, { tenant })
    const key = `${tenant} ${current?.version ?? ''}`
    const known = this.#visibility.get(key)
    if (known) return known
    const types = new Map<string, VisibilityRules['types'][number]>()
    let teams: VisibilityRules['teams'] | undefined
    for (const { version } of await listDefinitions(db, { tenant })) {
      const service = await this.version(db, tenant, version)
      teams ??= service?.definition.teams
      for (const type of service?.definition.types ?? []) if (!types.has(type.id)) types.set(type.id, type)
    }
    const rules = { types: [...types.values()], teams: teams ?? [] }
    remember(this.#visibility, key, rules)
    return rules
  }

  /** Which tickets a caller sees, read when it is first asked for and then kept for the request. */
  sightOf(principal: Principal, reach: Reach): (db: Queryable) => Promise<Sight> {
    let sight: Promise<Sight> | undefined
    return (db) => {
      sight ??= this.visibility(db, principal.tenant).then((rules) => sightOf(principal, reach, rules))
      return sight
    }
  }

  /** Undefined where that version never was. */
  async version(db: Queryable, tenant: string, version: string): Promise<CompiledService | undefined> {
    const key = `${tenant} ${version}`
    const known = this.#compiled.get(key)
    if (known) return known
    const [row] = await findDefinition(db, { tenant, version })
    if (!row) return undefined
    const compiled = compileService(readService(JSON.parse(row.definition)))
    remember(this.#compiled, key, compiled)
    return compiled
  }
}

function remember<Value>(known: Map<string, Value>, key: string, value: Value): void {
  if (known.size >= remembered) {
    const [oldest] = known.keys()
    if (oldest !== undefined) known.delete(oldest)
  }
  known.set(key, value)
}
