import type { uploadFile } from '@aftercare/protocol'
import type { AuthorizedContext, Handlers, UploadHandler } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { recordRead } from '../identity/record-read.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { findTicket } from '../tickets/store.ts'
import { isVisible } from '../tickets/visible-ticket.ts'
import { discardBlob } from './blobs-to-delete.ts'
import { fileAddresses, previewPath } from './file-address.ts'
import { contentDisposition } from './file-name.ts'
import { previewKey } from './previews.ts'
import { roomOf } from './quota.ts'
import { noRoom, type ReceivedFile, receiveFile } from './receive.ts'
import { serializeAttachment } from './serialize.ts'
import { findFile, findFileForDownload, insertFile } from './store.ts'
import { type UploadHandlers, uploadHandlers } from './upload-routes.ts'

type FileHandlers = Pick<Handlers, 'linkFile' | 'downloadFile' | 'previewFile' | keyof UploadHandlers> & {
  uploadFile: UploadHandler<typeof uploadFile, ReceivedFile>
}

export function fileHandlers(services: Services): FileHandlers {
  const { database, blobs, scanner, previews, visitorsQuota } = services
  const { signer, addressOf } = fileAddresses(services)

  async function check(path: string, query: { expires: string; signature: string }, now: number): Promise<void> {
    const expires = Number(query.expires)
    if (!(await signer.holds(path, expires, query.signature)) || expires <= now) throw new ProblemError('link_expired')
  }

  return {
    ...uploadHandlers(services),

    uploadFile: {
      kind: 'upload',
      async receive(context, limit) {
        const received = await receiveFile(services, context, limit)
        const { name, mediaType, size, sha256 } = received
        return { received, fingerprint: { name, mediaType, size, sha256 } }
      },
      async write({ principal }, { id, name, mediaType, size, sha256 }, { tx, tenant, now }) {
        // Asked again: others may have come while its bytes did.
        if (size > (await roomOf(tx, principal, visitorsQuota))) throw noRoom()
        const row = { id, name, media_type: mediaType, size, sha256 }
        const scan = scanner ? 'waiting' : null
        const uploader = { uploader_side: principal.side, uploader_id: principal.id }
        await insertFile(tx, { tenant, ...row, ...uploader, created_at: now, blob_key: null, scan })
        return {
          audit: { action: 'file.uploaded', details: { file: id, size, sha256 } },
          body: serializeAttachment({ ...row, scan }),
        }
      },
      arrived: ({ principal: { tenant } }, { id }) => scanner?.look({ tenant, id }),
      async discard({ id }) {
        await discardBlob(services, id)
      },
    },

    linkFile: {
      kind: 'read',
      async read(context, { params: { fileId } }) {
        const [file] = await findFile(database.reader, { tenant: context.principal.tenant, id: fileId })
        if (!file || !(await mayHave(database.reader, file, context))) throw new ProblemError('not_found')
        if (file.scan) throw new ProblemError(file.scan === 'waiting' ? 'file_being_checked' : 'file_refused')
        await recordRead(services, context, 'linkFile', { file: fileId })
        return addressOf(file)
      },
    },

    downloadFile: {
      kind: 'download',
      async download({ now }, { params: { fileId }, query }) {
        await check(fileId, query, now)
        const [file] = await findFileForDownload(database.reader, { id: fileId })
        const body = file && (await blobs.get(file.blob_key ?? file.id))
        if (!file || !body) throw new ProblemError('not_found')
        return {
          body,
          headers: {
            'Content-Type': file.media_type,
            'Content-Length': String(file.size),
            'Content-Disposition': contentDisposition(file.name),
            ...safeToShow,
          },
        }
      },
    },

    previewFile: {
      kind: 'download',
      async download({ now }, { params: { fileId }, query }) {
        await check(previewPath(fileId), query, now)
        const [file] = await findFileForDownload(database.reader, { id: fileId })
        const bytes = file && (await previews?.of(file))
        if (!bytes) throw new ProblemError('not_found')
        // Deleted while it was drawn: its preview goes as well.
        if ((await findFileForDownload(database.reader, { id: fileId })).length === 0) {
          await discardBlob(services, previewKey(file.blob_key ?? file.id))
          throw new ProblemError('not_found')
        }
        return {
          body: new Blob([Uint8Array.from(bytes)]).stream(),
          headers: { 'Content-Type': 'image/webp', 'Content-Length': String(bytes.length), ...safeToShow },
        }
      },
    },
  }
}

const safeToShow = {
  // Were it shown as a document all the same, it could do nothing (semantics of downloads).
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'Cache-Control': 'private, no-store',
} as const

interface FileStanding {
  readonly uploader_side: string
  readonly uploader_id: string
  readonly ticket_id: string | null
  readonly message_kind: string | null
}

/**
 * Whoever uploaded a file has it until it joins something; from then on it belongs to the conversation it joined.
 * A file of an internal note never leaves the provider.
 */
async function mayHave(db: Queryable, file: FileStanding, caller: AuthorizedContext): Promise<boolean> {
  const { tenant, side, id } = caller.principal
  if (file.ticket_id === null) return file.uploader_side === side && file.uploader_id === id
  if (file.message_kind === 'internal_note' && side !== 'agent') return false
  const [ticket] = await findTicket(db, { tenant, id: file.ticket_id })
  return ticket !== undefined && isVisible(db, caller, ticket)
}
