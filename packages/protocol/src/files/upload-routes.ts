import { limits } from '../tickets/limits.ts'
import { route } from '../wire/route.ts'

const uploads = () => import('./upload-contracts.ts')

/** Its address is the upload's: `HEAD`, `PATCH` and `DELETE` go there. */
export const createUpload = route(
  { id: 'createUpload', method: 'POST', path: '/uploads', kind: 'tus', success: 201, bodyLimit: limits.fileBytes },
  () => uploads().then((contracts) => contracts.createUploadSchemas),
)

export const readUpload = route({ id: 'readUpload', method: 'HEAD', path: '/uploads/:fileId', kind: 'tus' }, () =>
  uploads().then((contracts) => contracts.readUploadSchemas),
)

export const appendUpload = route(
  {
    id: 'appendUpload',
    method: 'PATCH',
    path: '/uploads/:fileId',
    kind: 'tus',
    success: 204,
    bodyLimit: limits.fileBytes,
  },
  () => uploads().then((contracts) => contracts.appendUploadSchemas),
)

export const endUpload = route(
  { id: 'endUpload', method: 'DELETE', path: '/uploads/:fileId', kind: 'tus', success: 204 },
  () => uploads().then((contracts) => contracts.endUploadSchemas),
)
