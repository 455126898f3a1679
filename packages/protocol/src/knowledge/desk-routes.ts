import { route } from '../wire/route.ts'
import { articleLimits } from './limits.ts'

const schemas = () => import('./desk-contracts.ts')
const bodyLimit = articleLimits.requestBytes

export const listWholeArticles = route(
  { id: 'listWholeArticles', method: 'GET', path: '/knowledge/articles', kind: 'read' },
  () => schemas().then((contracts) => contracts.listWholeArticlesSchemas),
)

export const readWholeArticle = route(
  { id: 'readWholeArticle', method: 'GET', path: '/knowledge/articles/:articleId', kind: 'read' },
  () => schemas().then((contracts) => contracts.readWholeArticleSchemas),
)

export const createArticle = route(
  { id: 'createArticle', method: 'POST', path: '/knowledge/articles', kind: 'write', bodyLimit },
  () => schemas().then((contracts) => contracts.createArticleSchemas),
)

export const changeArticle = route(
  { id: 'changeArticle', method: 'PATCH', path: '/knowledge/articles/:articleId', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.changeArticleSchemas),
)

export const readArticleFeedback = route(
  { id: 'readArticleFeedback', method: 'GET', path: '/knowledge/articles/:articleId/feedback', kind: 'read' },
  () => schemas().then((contracts) => contracts.readArticleFeedbackSchemas),
)

export const addTranslation = route(
  {
    id: 'addTranslation',
    method: 'POST',
    path: '/knowledge/articles/:articleId/translations',
    kind: 'write',
    bodyLimit,
  },
  () => schemas().then((contracts) => contracts.addTranslationSchemas),
)

export const readTranslation = route(
  { id: 'readTranslation', method: 'GET', path: '/knowledge/articles/:articleId/translations/:locale', kind: 'read' },
  () => schemas().then((contracts) => contracts.readTranslationSchemas),
)

export const editTranslation = route(
  {
    ...{ id: 'editTranslation', method: 'PATCH', path: '/knowledge/articles/:articleId/translations/:locale' },
    ...{ kind: 'write', success: 200, bodyLimit },
  },
  () => schemas().then((contracts) => contracts.editTranslationSchemas),
)

export const actOnTranslation = route(
  {
    id: 'actOnTranslation',
    method: 'POST',
    path: '/knowledge/articles/:articleId/translations/:locale/actions',
    kind: 'write',
  },
  () => schemas().then((contracts) => contracts.actOnTranslationSchemas),
)

export const listRevisions = route(
  {
    id: 'listRevisions',
    method: 'GET',
    path: '/knowledge/articles/:articleId/translations/:locale/revisions',
    kind: 'read',
  },
  () => schemas().then((contracts) => contracts.listRevisionsSchemas),
)

export const readRevision = route(
  {
    id: 'readRevision',
    method: 'GET',
    path: '/knowledge/articles/:articleId/translations/:locale/revisions/:revision',
    kind: 'read',
  },
  () => schemas().then((contracts) => contracts.readRevisionSchemas),
)

export const listSearches = route(
  { id: 'listSearches', method: 'GET', path: '/knowledge/searches', kind: 'read' },
  () => schemas().then((contracts) => contracts.listSearchesSchemas),
)

export const listComments = route(
  { id: 'listComments', method: 'GET', path: '/knowledge/comments', kind: 'read' },
  () => schemas().then((contracts) => contracts.listCommentsSchemas),
)
