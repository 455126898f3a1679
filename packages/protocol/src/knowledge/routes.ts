import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')
const searchSchemas = () => import('./search-contracts.ts')

export const listArticles = route({ id: 'listArticles', method: 'GET', path: '/articles', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listArticlesSchemas),
)

export const readArticle = route({ id: 'readArticle', method: 'GET', path: '/articles/:slug', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readArticleSchemas),
)

export const linkArticleFile = route(
  { id: 'linkArticleFile', method: 'GET', path: '/articles/files/:fileId/link', kind: 'read' },
  () => schemas().then((contracts) => contracts.linkArticleFileSchemas),
)

export const rateArticle = route(
  { id: 'rateArticle', method: 'POST', path: '/articles/:slug/feedback', kind: 'write' },
  () => schemas().then((contracts) => contracts.rateArticleSchemas),
)

export const reportSearches = route(
  { id: 'reportSearches', method: 'POST', path: '/articles/searches', kind: 'write' },
  () => schemas().then((contracts) => contracts.reportSearchesSchemas),
)

export const searchArticles = route(
  { id: 'searchArticles', method: 'GET', path: '/search/articles', kind: 'read' },
  () => searchSchemas().then((contracts) => contracts.searchArticlesSchemas),
)

export const readSearchManifest = route(
  { id: 'readSearchManifest', method: 'GET', path: '/search/manifest', kind: 'read' },
  () => searchSchemas().then((contracts) => contracts.readSearchManifestSchemas),
)

export const readSearchSegment = route(
  { id: 'readSearchSegment', method: 'GET', path: '/search/segments/:hash', kind: 'bytes' },
  () => searchSchemas().then((contracts) => contracts.readSearchSegmentSchemas),
)
