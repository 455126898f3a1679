import { tusHeaders } from '@aftercare/protocol'
import type { AuthorizedContext } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { type Principal, principalName } from '../identity/principal.ts'
import { write } from '../journal/write.ts'
import type { Services } from '../services.ts'
import { Arriving } from './arriving.ts'
import { deleteBlobs, discardBlob } from './blobs-to-delete.ts'
import { finishUpload } from './finish-upload.ts'
import { deleteUnusedFile } from './store.ts'
import { takePiece } from './take-piece.ts'
import {
  advanceUpload,
  countPieces,
  deleteUpload,
  findFinished,
  findUpload,
  insertPiece,
  type UploadRow,
  type Whose,
} from './upload-store.ts'

/** Where an upload stands. */
export interface Standing {
  readonly received: number
  readonly size: number
  /** Milliseconds; undefined for a whole file. */
  readonly expiresAt: number | undefined
  /** Of a whole file. */
  readonly sha256: string | undefined
  readonly name: string
  readonly mediaType: string
}

/** Each is a row and a blob: a file of the largest size would have to come by less than 2.5 KiB at a time. */
const mostPieces = 4_096

const whose = ({ tenant, side, id: uploader }: Principal, id: string): Whose => ({ tenant, id, side, uploader })

/** Uploads that come in pieces. Whoever does not own one finds nothing. */
export class Uploads {
  readonly #services: Services
  readonly #arriving = new Arriving()

  constructor(services: Services) {
    this.#services = services
  }

  /**
   * Where it stands, once whatever was still arriving has been ended and stored.
   *
   * @throws ProblemError not_found
   */
  standing(principal: Principal, id: string): Promise<Standing> {
    return this.#alone(principal, id, () => this.#standing(principal, id))
  }

  /**
   * Takes the next bytes.
   *
   * @param offset where they belong
   * @throws ProblemError not_found, upload_offset_mismatch, body_too_large, upload_too_many_pieces
   */
  append({ request, principal }: AuthorizedContext, id: string, offset: number): Promise<Standing> {
    return this.#alone(principal, id, async (ended) => {
      const { database } = this.#services
      const upload = await this.#unfinished(principal, id)
      if (upload?.received !== offset) throw mismatch((await this.#standing(principal, id)).received)
      const [taken] = await countPieces(database.reader, { tenant: upload.tenant, id })
      if (Number(taken?.pieces) >= mostPieces) throw new ProblemError('upload_too_many_pieces')
      const piece = await takePiece(this.#services, request, upload.size - offset, ended)
      if (!piece) return this.#standing(principal, id)
      const { key, size, sha256 } = piece
      const { tenant } = upload
      const received = offset + size
      const moved = await database.transact(async (tx) => {
        if ((await advanceUpload(tx, { tenant, id, from: offset, to: received })).length === 0) return false
        await insertPiece(tx, { tenant, upload_id: id, start: offset, size, blob_key: key })
        return true
      })
      if (!moved) {
        await discardBlob(this.#services, key)
        throw mismatch((await this.#standing(principal, id)).received)
      }
      const only = size === upload.size ? { key, sha256 } : undefined
      return this.#standingOf({ ...upload, received }, principal, only)
    })
  }

  /**
   * Ends an upload, or lets go of a whole file that has joined nothing.
   *
   * @throws ProblemError not_found
   */
  end(principal: Principal, id: string): Promise<void> {
    return this.#alone(principal, id, async () => {
      const { journal, clock } = this.#services
      const { tenant } = principal
      const of = whose(principal, id)
      const keys = await write(journal, { tenant, actor: principalName(principal) }, async ({ tx, now }) => {
        const [upload] = await findUpload(tx, { ...of, now: clock() })
        const [file] = upload ? [] : await findFinished(tx, of)
        if (!upload && !file) throw new ProblemError('not_found')
        const gone = upload ? await deleteUpload(tx, of, now) : await deleteUnusedFile(tx, id, now)
        return { audit: { action: 'file.ended', details: { file: id } }, result: gone ?? [] }
      })
      await deleteBlobs(this.#services, keys)
    })
  }

  /** Whoever does not own an upload ends nobody's request either. */
  #alone<Result>(principal: Principal, id: string, work: (ended: AbortSignal) => Promise<Result>): Promise<Result> {
    const { tenant, side, id: uploader } = principal
    return this.#arriving.alone(JSON.stringify([tenant, side, uploader, id]), work)
  }

  async #unfinished(principal: Principal, id: string): Promise<UploadRow | undefined> {
    const { database, clock } = this.#services
    const [upload] = await findUpload(database.reader, { ...whose(principal, id), now: clock() })
    return upload && upload.received < upload.size ? upload : undefined
  }

  async #standing(principal: Principal, id: string): Promise<Standing> {
    const { database, clock } = this.#services
    const of = whose(principal, id)
    const [upload] = await findUpload(database.reader, { ...of, now: clock() })
    if (upload) return this.#standingOf(upload, principal)
    const [file] = await findFinished(database.reader, of)
    if (!file) throw new ProblemError('not_found')
    const { size, sha256, name, media_type: mediaType } = file
    return { received: size, size, sha256, expiresAt: undefined, name, mediaType }
  }

  /** What is all there becomes a file now, also when the process ended before it could. */
  async #standingOf(
    upload: UploadRow,
    principal: Principal,
    only?: { readonly key: string; readonly sha256: string },
  ): Promise<Standing> {
    const { received, size, name, media_type: mediaType } = upload
    const said = { received, size, name, mediaType }
    if (received < size) return { ...said, expiresAt: upload.expires_at, sha256: undefined }
    const finished = await finishUpload(this.#services, upload, principalName(principal), only)
    return finished ? { ...said, expiresAt: undefined, ...finished } : this.#standing(principal, upload.id)
  }
}

const mismatch = (received: number) =>
  new ProblemError('upload_offset_mismatch', { headers: { [tusHeaders.offset]: String(received) } })
