import { readService } from '@aftercare/protocol/service'
import type { Queryable } from '../storage/prepared.ts'
import { type CompiledService, compileService } from './compiled-service.ts'
import { currentVersion, findDefinition } from './store.ts'

/** Versions held in memory over all tenants; a version never changes, so none is ever out of date. */
const remembered = 500

/** The tenants' service definitions. Which version is in force is asked each time: another process may publish. */
export class ServiceBook {
  readonly #compiled = new Map<string, CompiledService>()

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

  /** Undefined where that version never was. */
  async version(db: Queryable, tenant: string, version: string): Promise<CompiledService | undefined> {
    const key = `${tenant} ${version}`
    const known = this.#compiled.get(key)
    if (known) return known
    const [row] = await findDefinition(db, { tenant, version })
    if (!row) return undefined
    const compiled = compileService(readService(JSON.parse(row.definition)))
    if (this.#compiled.size >= remembered) {
      const [oldest] = this.#compiled.keys()
      if (oldest !== undefined) this.#compiled.delete(oldest)
    }
    this.#compiled.set(key, compiled)
    return compiled
  }
}
