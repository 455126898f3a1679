import type { Log } from '../../log.ts'
import type { Database } from '../../storage/database.ts'
import { inTime } from '../../work/in-time.ts'
import { publishedLanguages } from './search-store.ts'
import { TenantSearch } from './tenant-search.ts'

/** Tenants whose indexes are in memory at once; the one that was asked about longest ago goes first. */
const mostTenants = 200

interface ArticleSearchParts {
  readonly database: Database
  readonly log: Log
  /** How long a question waits for an index that is not there yet, in milliseconds. */
  readonly wait: number
}

/** The searches of all tenants. */
export class ArticleSearch {
  readonly #parts: ArticleSearchParts
  readonly #tenants = new Map<string, TenantSearch>()
  readonly #end = new AbortController()
  #preparing: Promise<void> | undefined

  constructor(parts: ArticleSearchParts) {
    this.#parts = parts
  }

  of(tenant: string): TenantSearch {
    const search = this.#tenants.get(tenant) ?? this.nobody(tenant)
    this.#tenants.delete(tenant)
    this.#tenants.set(tenant, search)
    if (this.#tenants.size > mostTenants) this.#tenants.delete(this.#tenants.keys().next().value!)
    return search
  }

  /** Of a tenant that is not there: it is not kept. */
  nobody(tenant: string): TenantSearch {
    return new TenantSearch(tenant, this.#end.signal)
  }

  /** @throws ProblemError unavailable: see `inTime` */
  soon<Result>(answer: Promise<Result>): Promise<Result> {
    return inTime({ wait: this.#parts.wait, signal: this.#end.signal }, answer)
  }

  /** Makes the indexes before anybody asks, the largest first and one after the other; once, and to its end. */
  prepare(): void {
    this.#preparing ??= this.#prepare().catch((error: unknown) => {
      if (!this.#end.signal.aborted)
        this.#parts.log.error({ error: String(error) }, 'the search of articles could not be prepared')
    })
  }

  async #prepare(): Promise<void> {
    const { database, log } = this.#parts
    const { reader } = database
    const tenants = new Set<string>()
    const languages = await publishedLanguages(reader)
    for (const { tenant, locale } of languages) {
      if (tenants.size === mostTenants && !tenants.has(tenant)) continue
      tenants.add(tenant)
      this.#end.signal.throwIfAborted()
      await this.of(tenant).prepare(reader, locale)
    }
    if (languages.length > 0) log.info({ tenants: tenants.size }, 'the search of articles is prepared')
  }

  /** Ends what is being made. Resolves when nothing reads the database any more. */
  async close(): Promise<void> {
    this.#end.abort()
    await this.#preparing
  }
}
