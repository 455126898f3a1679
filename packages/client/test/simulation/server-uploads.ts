import { createHash } from 'node:crypto'
import { tusHeaders } from '@aftercare/protocol'
import { type Answer, type Answers, Refused } from './server-answers.ts'
import type { Asked } from './server-model.ts'
import type { Row } from './server-rows.ts'

/** What a new upload would commit, or why it will not. */
export function writeUpload({ length, metadata, body }: Asked, subject: string, id: string): Row {
  // Small files come whole with their creation; what is cut on the way is judged by the uploads' own bench.
  const bytes = (body as Uint8Array | null) ?? new Uint8Array()
  if (String(bytes.length) !== length) throw new Refused('validation_failed')
  const said = new Map((metadata ?? '').split(',').map((pair) => pair.split(' ') as [string, string]))
  const [name, mediaType] = ['filename', 'filetype'].map((key) =>
    Buffer.from(said.get(key) ?? '', 'base64').toString(),
  ) as [string, string]
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = { fileId: id, name, mediaType, size: bytes.length, sha256 }
  return { kind: 'file', id, owner: subject, ticketId: undefined, text: name, files: [], body: file }
}

/** An upload says what it is by headers. */
export function uploadAnswer(answers: Answers, { id, body }: Row): Answer {
  return answers.empty(201, {
    Location: `/support/uploads/${id}`,
    [tusHeaders.offset]: String(body['size']),
    [tusHeaders.digest]: String(body['sha256']),
  })
}
