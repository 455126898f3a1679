import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

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
