import { createHash } from 'node:crypto'
import { tusHeaders } from '@aftercare/protocol'
import { type Answer, type Answers, Refused } from './server-answers.ts'
import type { Asked } from './server-model.ts'
import type { Rows } from './server-rows.ts'
import { day } from './times.ts'

/** A file of which not all has come. */
interface Upload {
  owner: string
  readonly name: string
  readonly mediaType: string
  readonly size: number
  readonly bytes: Uint8Array
  readonly expiresAt: number
}

/** Files that come in pieces: what has come counts, also of a piece that was cut. Whose they are not, finds nothing. */
export interface Uploads {
  /** Takes in what an announcement says, and the bytes that come with it. */
  announce(asked: Asked, subject: string): string
  append(id: string | undefined, asked: Asked, subject: string): Answer
  /** Where it stands: by headers. */
  standing(status: number, id: string | undefined, subject: string): Answer
  /** It is as if it had never been; not a whole file that has joined something. */
  end(id: string | undefined, subject: string): void
  /** What one has sent of files is the other's. */
  move(from: string, to: string): void
}

interface Parts {
  readonly rows: Rows
  readonly answers: Answers
  readonly now: () => number
  readonly newId: () => string
}

/** How long what is not whole is kept. Milliseconds. */
const lifetime = 7 * day

export function createUploads({ rows, answers, now, newId }: Parts): Uploads {
  const begun = new Map<string, Upload>()

  function unfinished(id: string | undefined, subject: string): Upload | undefined {
    const upload = begun.get(id ?? '')
    if (upload && now() >= upload.expiresAt) rows.endedNames.add(upload.name)
    return upload?.owner === subject && now() < upload.expiresAt ? upload : undefined
  }

  function take(id: string, upload: Upload, more: Uint8Array): void {
    const bytes = Buffer.concat([upload.bytes, more])
    const { owner, name, mediaType, size } = upload
    if (bytes.length > size) throw new Refused('body_too_large')
    begun.set(id, { ...upload, bytes })
    if (bytes.length < size) return
    begun.delete(id)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const file = { fileId: id, name, mediaType, size, sha256 }
    rows.add({ kind: 'file', id, owner, ticketId: undefined, text: name, files: [], body: file })
  }

  function standing(status: number, id: string | undefined, subject: string): Answer {
    const upload = unfinished(id, subject)
    const file = upload ? undefined : rows.own('file', id, subject)
    if (file && rows.ended(file.id)) throw new Refused('not_found')
    return answers.empty(status, {
      ...(status === 201 && { Location: `/support/uploads/${id}` }),
      [tusHeaders.offset]: String(upload ? upload.bytes.length : file?.body['size']),
      ...(file && { [tusHeaders.digest]: String(file.body['sha256']) }),
    })
  }

  return {
    standing,
    announce({ length, metadata, body }, owner) {
      const id = newId()
      const said = new Map((metadata ?? '').split(',').map((pair) => pair.split(' ') as [string, string]))
      const [name = '', mediaType = ''] = ['filename', 'filetype'].map((key) =>
        Buffer.from(said.get(key) ?? '', 'base64').toString(),
      )
      const upload = { owner, name, mediaType, size: Number(length), bytes: new Uint8Array() }
      take(id, { ...upload, expiresAt: now() + lifetime }, bytesOf(body))
      return id
    },
    append(id, { offset, body }, subject) {
      const upload = unfinished(id, subject)
      const received = upload ? upload.bytes.length : Number(standing(204, id, subject).headers[tusHeaders.offset])
      if (!upload || Number(offset) !== received) {
        throw new Refused('upload_offset_mismatch', { [tusHeaders.offset]: String(received) })
      }
      take(id ?? '', upload, bytesOf(body))
      return standing(204, id, subject)
    },
    end(id, subject) {
      if (unfinished(id, subject)) begun.delete(id ?? '')
      else rows.letGo(id, subject)
    },
    move(from, to) {
      for (const upload of begun.values()) if (upload.owner === from) upload.owner = to
    },
  }
}

const bytesOf = (body: Asked['body']): Uint8Array => (body instanceof Uint8Array ? body : new Uint8Array())

/** Of an upload, whose bytes may come later. */
export const announced = ({ length, metadata }: Asked): object => ({ length, metadata })
