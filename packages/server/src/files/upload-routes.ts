import { type FileId, newId, tusHeaders, uploadBytesType } from '@aftercare/protocol'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { fileLimits, fileTooLarge } from './file-limits.ts'
import { roomOf } from './quota.ts'
import { countOf, describedFile } from './upload-headers.ts'
import { insertUpload } from './upload-store.ts'
import { type Standing, Uploads } from './uploads.ts'

export type UploadHandlers = Pick<Handlers, 'createUpload' | 'readUpload' | 'appendUpload' | 'endUpload'>

/** How long an unfinished upload waits for its next bytes, from its beginning. Milliseconds. */
const uploadLifetime = 7 * 24 * 60 * 60_000

/** Resumable uploads (tus 1.0): creation, creation-with-upload, expiration and termination beside the core. */
export function uploadHandlers(services: Services): UploadHandlers {
  const { basePath, random, database, visitorsQuota } = services
  const uploads = new Uploads(services)
  return {
    createUpload: {
      kind: 'tus',
      async answer(context, _, once) {
        const { request, principal } = context
        const size = countOf(request, tusHeaders.length)
        const { maxBytes } = await fileLimits(services, database.reader, principal.tenant)
        if (size > maxBytes) throw fileTooLarge(maxBytes)
        const { name, mediaType } = describedFile(request)
        const { body, replayed } = await once({
          fingerprint: { name, mediaType, size },
          async work({ tx, tenant, now }) {
            if (size > (await roomOf(tx, principal, visitorsQuota))) throw new ProblemError('upload_quota_exceeded')
            const id = newId<FileId>(random)
            const uploader = { uploader_side: principal.side, uploader_id: principal.id }
            const row = { tenant, id, name, media_type: mediaType, size, ...uploader }
            await insertUpload(tx, { ...row, received: 0, created_at: now, expires_at: now + uploadLifetime })
            return { audit: { action: 'file.announced', details: { file: id, size } }, body: { fileId: id } }
          },
        })
        const { fileId } = body as { fileId: string }
        const brings = request.headers.get('content-type') === uploadBytesType && size > 0
        // Asked again after a lost answer, it says where the upload stands, and the caller goes on from there.
        const standing =
          brings && !replayed ? await uploads.append(context, fileId, 0) : await uploads.standing(principal, fileId)
        if (replayed) void request.body?.cancel().catch(() => {})
        return { Location: `${basePath}/uploads/${fileId}`, ...progress(standing) }
      },
    },

    readUpload: {
      kind: 'tus',
      async answer({ principal }, { params: { fileId } }) {
        const standing = await uploads.standing(principal, fileId)
        const { size, name, mediaType } = standing
        return {
          ...progress(standing),
          [tusHeaders.length]: String(size),
          [tusHeaders.metadata]: `filename ${base64(name)},filetype ${base64(mediaType)}`,
        }
      },
    },

    appendUpload: {
      kind: 'tus',
      async answer(context, { params: { fileId } }) {
        const { request } = context
        if (request.headers.get('content-type') !== uploadBytesType) throw new ProblemError('unsupported_media_type')
        return progress(await uploads.append(context, fileId, countOf(request, tusHeaders.offset)))
      },
    },

    endUpload: {
      kind: 'tus',
      async answer({ principal }, { params: { fileId } }) {
        await uploads.end(principal, fileId)
        return {}
      },
    },
  }
}

function progress({ received, expiresAt, sha256 }: Standing): Record<string, string> {
  return {
    [tusHeaders.offset]: String(received),
    ...(expiresAt !== undefined && { [tusHeaders.expires]: new Date(expiresAt).toUTCString() }),
    ...(sha256 !== undefined && { [tusHeaders.digest]: sha256 }),
  }
}

function base64(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
