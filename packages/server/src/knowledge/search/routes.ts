import type {
  ArticleAudience,
  readSearchManifest,
  readSearchSegment,
  SearchManifest,
  searchArticles,
} from '@aftercare/protocol'
import { versionKey } from '@aftercare/protocol/knowledge'
import type { Handlers, ParsedInput } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import { tenantName } from '../../identity/store.ts'
import type { Services } from '../../services.ts'
import { anybodyOf, type Who, whoIs } from '../reader.ts'
import { strictest, type TenantSearch } from './tenant-search.ts'

type SearchHandlers = Pick<Handlers, 'searchArticles' | 'readSearchManifest' | 'readSearchSegment'>

/** Where somebody searches, and as whom. */
interface Place {
  readonly search: TenantSearch
  readonly reader: ArticleAudience
  readonly synonyms: SearchManifest['synonyms']
}

/** Search over what the caller may read: asked here, or given to be searched where the caller is. */
export function searchHandlers({ database, book, articleSearch, searchLimit: limit }: Services): SearchHandlers {
  const { reader: db } = database
  const synonymsOf = async (tenant: string) =>
    ((await book.current(db, tenant)).definition.synonyms ?? []).map((group) => [...group])

  /** What somebody searches: of whom a token vouches for, the tenant is there. */
  const placeOf = async ({ tenant, audiences }: Who): Promise<Place> => ({
    search: articleSearch.of(tenant),
    reader: strictest(audiences),
    synonyms: await synonymsOf(tenant),
  })
  /** Whoever brings no token may name any tenant: one that is not there has no articles, and takes nobody's room in memory. */
  const openPlaceOf = async ({ tenant }: { readonly tenant: string }): Promise<Place> =>
    (await tenantName(db, { id: tenant })).length > 0
      ? placeOf(anybodyOf({ tenant }))
      : { search: articleSearch.nobody(tenant), reader: 'public', synonyms: [] }

  function find({ search, reader, synonyms }: Place, { query }: ParsedInput<typeof searchArticles>) {
    const { q, version, typing, limit: asked, tenant: _, ...wish } = query
    const question = { ...wish, query: q, typing: typing === 'true', limit: asked === undefined ? 10 : Number(asked) }
    const key = version === undefined ? undefined : versionKey(version)
    return articleSearch.soon(search.search(db, reader, { ...question, version: key }, synonyms))
  }

  function name({ search, reader, synonyms }: Place, { query }: ParsedInput<typeof readSearchManifest>) {
    return articleSearch.soon(search.manifest(db, reader, query.locale, { limit, synonyms }))
  }

  async function give({ search, reader }: Place, { params, query }: ParsedInput<typeof readSearchSegment>) {
    const file = await articleSearch.soon(search.file(db, reader, query.locale, params.hash))
    if (!file) throw new ProblemError('not_found')
    return file
  }

  return {
    searchArticles: {
      kind: 'read',
      read: async ({ principal }, input) => find(await placeOf(whoIs(principal)), input),
      readPublic: async (nobody, input) => find(await openPlaceOf(nobody), input),
    },

    readSearchManifest: {
      kind: 'read',
      compressible: true,
      read: async ({ principal }, input) => name(await placeOf(whoIs(principal)), input),
      readPublic: async (nobody, input) => name(await openPlaceOf(nobody), input),
    },

    readSearchSegment: {
      kind: 'bytes',
      bytes: async ({ principal }, input) => give(await placeOf(whoIs(principal)), input),
      readPublic: async (nobody, input) => give(await openPlaceOf(nobody), input),
    },
  }
}
