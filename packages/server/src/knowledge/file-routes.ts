import { fileAddresses } from '../files/file-address.ts'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import { findShownFile } from './file-store.ts'
import { anybodyOf, type Who, whoIs } from './reader.ts'

/** Images of articles: for whoever may read the text that shows them. */
export function articleFileHandlers(services: Services): Pick<Handlers, 'linkArticleFile'> {
  const { reader } = services.database
  const { addressOf } = fileAddresses(services)

  async function link(who: Who, file: string, everyRevision: boolean) {
    const found = await findShownFile(reader, { ...who, file, everyRevision })
    if (!found) throw new ProblemError('not_found')
    if (found.scan) throw new ProblemError(found.scan === 'waiting' ? 'file_being_checked' : 'file_refused')
    return addressOf({ id: file, media_type: found.media_type })
  }

  return {
    linkArticleFile: {
      kind: 'read',
      read: ({ principal }, { params }) => link(whoIs(principal), params.fileId, principal.side === 'agent'),
      readPublic: (nobody, { params }) => link(anybodyOf(nobody), params.fileId, false),
    },
  }
}
