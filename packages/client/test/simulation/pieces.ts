import type { Faults } from './faults.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Answer } from './server-answers.ts'
import type { Asked } from './server-model.ts'

type Sent =
  | { readonly kind: 'whole'; readonly arrives: Asked }
  /** The connection breaks in the middle: what has come is there. */
  | { readonly kind: 'cut'; readonly arrives: Asked }
  /** By who sends it. It arrives all the same. */
  | { readonly kind: 'taken for lost' }

/** What can befall the bytes of a file on their way. */
export interface Pieces {
  send(asked: Asked): Sent
  /** A piece that arrives when the server has just said, without it, where the upload stands. */
  after(answer: Answer): Asked | undefined
}

export function createPieces(faults: Faults, random: SeededRandom): Pieces {
  /** By where they go. */
  const takenForLost = new Map<string, Asked>()

  return {
    send(asked) {
      const { body, path } = asked
      if (!(body instanceof Uint8Array)) return { kind: 'whole', arrives: asked }
      const at = random.between(0, body.length - 1)
      const other = faults.strikes('upload: other bytes arrive')
      const arrives = other ? { ...asked, body: body.with(at, (body[at] ?? 0) ^ 1) } : asked
      if (faults.strikes('upload: cut within a piece')) {
        return { kind: 'cut', arrives: { ...arrives, body: body.slice(0, random.between(0, body.length - 1)) } }
      }
      if (!faults.strikes('upload: a piece taken for lost arrives later')) return { kind: 'whole', arrives }
      takenForLost.set(path, arrives)
      return { kind: 'taken for lost' }
    },
    after({ headers }) {
      const path = headers['Location']?.replace('/support', '') ?? ''
      const late = takenForLost.get(path)
      takenForLost.delete(path)
      return late
    },
  }
}
