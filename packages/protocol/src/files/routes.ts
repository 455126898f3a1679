import { limits } from '../tickets/limits.ts'
import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

export const uploadFile = route(
  { id: 'uploadFile', method: 'POST', path: '/files', kind: 'upload', success: 201, bodyLimit: limits.fileBytes },
  () => schemas().then((contracts) => contracts.uploadFileSchemas),
)

export const linkFile = route({ id: 'linkFile', method: 'GET', path: '/files/:fileId/link', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.linkFileSchemas),
)

export const downloadFile = route({ id: 'downloadFile', method: 'GET', path: '/files/:fileId', kind: 'download' }, () =>
  schemas().then((contracts) => contracts.downloadFileSchemas),
)

export const previewFile = route(
  { id: 'previewFile', method: 'GET', path: '/files/:fileId/preview', kind: 'download' },
  () => schemas().then((contracts) => contracts.previewFileSchemas),
)
