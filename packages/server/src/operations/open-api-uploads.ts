import { tusHeaders, tusVersion } from '@aftercare/protocol'

/** Headers that a verb of resumable uploads needs, each with what it says. */
export function uploadParameters(id: string): [name: string, says: string][] {
  const spoken: [string, string] = [tusHeaders.resumable, `The version of tus: ${tusVersion}`]
  if (id === 'appendUpload') return [spoken, [tusHeaders.offset, 'Where the bytes belong']]
  if (id !== 'createUpload') return [spoken]
  return [
    spoken,
    [tusHeaders.length, 'Bytes of the whole file'],
    [tusHeaders.metadata, '`filename` and `filetype`, each with its value in Base64 of UTF-8'],
  ]
}

/** What a verb of resumable uploads answers with. */
export function uploadAnswerHeaders(id: string): Record<string, object> {
  const said = (description: string) => ({ description, schema: { type: 'string' } })
  return {
    [tusHeaders.resumable]: said('The version of tus'),
    ...(id === 'createUpload' && { Location: said('Address of the upload; its last part is the file’s id') }),
    ...(id !== 'endUpload' && {
      [tusHeaders.offset]: said('Bytes that have arrived'),
      [tusHeaders.expires]: said('Until when an unfinished upload is kept'),
      [tusHeaders.digest]: said('SHA-256 of a whole file, in hex'),
    }),
  }
}
