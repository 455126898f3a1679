import type { LiveIndex } from '@aftercare/protocol/search'
import type { SoughtTerm, Together } from '@aftercare/protocol/search/demand'
import { NumberSet } from './number-set.ts'

/**
 * The tickets that have everything of any one of these, in whichever of the indexes. In steps.
 *
 * @param last the number of the last ticket
 */
export function* meeting(
  among: readonly LiveIndex[],
  ways: readonly Together[],
  last: number,
): Generator<void, NumberSet> {
  const found = new NumberSet(last)
  for (const [only, ...others] of ways) {
    if (!only) continue
    if (others.length === 0) yield* gather(among, only, found)
    else {
      const together = new NumberSet(last)
      yield* gather(among, only, together)
      for (const other of others) {
        const having = new NumberSet(last)
        yield* gather(among, other, having)
        together.meet(having)
      }
      found.join(together)
    }
  }
  return found
}

function* gather(among: readonly LiveIndex[], { term, begins }: SoughtTerm, to: NumberSet): Generator<void, void> {
  for (const index of among) yield* index.each(term, begins, (id) => to.add(Number(id)))
}
