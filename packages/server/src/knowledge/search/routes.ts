import { versionKey } from '@aftercare/protocol/knowledge'
import type { Handlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import type { Services } from '../../services.ts'
import { audiencesOf } from '../reader.ts'
import { strictest, TenantSearch } from './tenant-search.ts'

/** Tenants whose indexes are in memory at once; the one that was asked about longest ago goes first. */
const mostTenants = 200

type SearchHandlers = Pick<Handlers, 'searchArticles' | 'readSearchManifest' | 'readSearchSegment'>

/** Search over what the caller may read: asked here, or given to be searched where the caller is. */
export function searchHandlers({ database, book, searchLimit: limit }: Services): SearchHandlers {
  const { reader: db } = database
  const tenants = new Map<string, TenantSearch>()
  const searchOf = (tenant: string): TenantSearch => {
    const search = tenants.get(tenant) ?? new TenantSearch(tenant)
    tenants.delete(tenant)
    tenants.set(tenant, search)
    if (tenants.size > mostTenants) tenants.delete(tenants.keys().next().value!)
    return search
  }
  const synonymsOf = async (tenant: string) =>
    ((await book.current(db, tenant)).definition.synonyms ?? []).map((group) => [...group])

  return {
    searchArticles: {
      kind: 'read',
      async read({ principal }, { query }) {
        const { tenant } = principal
        const { q, version, typing, limit: asked, ...wish } = query
        return searchOf(tenant).search(
          db,
          strictest(audiencesOf(principal)),
          {
            ...{ ...wish, query: q, typing: typing === 'true', limit: asked === undefined ? 10 : Number(asked) },
            version: version === undefined ? undefined : versionKey(version),
          },
          await synonymsOf(tenant),
        )
      },
    },

    readSearchManifest: {
      kind: 'read',
      compressible: true,
      async read({ principal }, { query }) {
        const { tenant } = principal
        const synonyms = await synonymsOf(tenant)
        return searchOf(tenant).manifest(db, strictest(audiencesOf(principal)), query.locale, { limit, synonyms })
      },
    },

    readSearchSegment: {
      kind: 'bytes',
      async bytes({ principal }, { params, query }) {
        const reader = strictest(audiencesOf(principal))
        const file = await searchOf(principal.tenant).file(db, reader, query.locale, params.hash)
        if (!file) throw new ProblemError('not_found')
        return file
      },
    },
  }
}
