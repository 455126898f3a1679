import type { OutputOf, readService } from '@aftercare/protocol'
import { publicPart } from '@aftercare/protocol/service'
import type { Handlers } from '../handle/handlers.ts'
import type { Services } from '../services.ts'

export function serviceHandlers({ database, book }: Services): Pick<Handlers, 'readService'> {
  return {
    readService: {
      kind: 'read',
      compressible: true,
      async read({ principal }) {
        const { definition } = await book.current(database.reader, principal.tenant)
        // A definition is for reading only, all the way down; what is answered is only written out.
        return publicPart(definition, principal.role) as OutputOf<typeof readService>
      },
    },
  }
}
