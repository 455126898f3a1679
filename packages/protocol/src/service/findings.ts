import type { DefinitionProblem, DefinitionProblemCode } from './definition-problem.ts'
import { meant } from './nearest.ts'
import type { Place } from './place.ts'

/** Collects what is wrong, and knows the few sentences that are said often. */
export class Findings {
  readonly problems: DefinitionProblem[] = []

  add(place: Place, code: DefinitionProblemCode, message: string, remedy: string): void {
    this.problems.push({ pointer: place.pointer, code, message, remedy })
  }

  /** The text at the place has to be one of the known ids; what is no text is the shape's to complain about. */
  refers(place: Place, thing: string, known: readonly string[]): void {
    const id = place.text
    if (id === undefined || known.includes(id)) return
    this.add(place, 'unknown_reference', `There is no ${thing} “${id}”.`, meant(id, known))
  }

  refersAll(list: Place, thing: string, known: readonly string[]): void {
    for (const place of list.items) this.refers(place, thing, known)
  }

  /** Every id of the list is there once. */
  unique(list: Place, thing: string): void {
    const seen = new Set<string>()
    for (const place of list.items) {
      const id = place.at('id').text
      if (id === undefined) continue
      if (seen.has(id)) {
        this.add(
          place.at('id'),
          'duplicate_id',
          `There is another ${thing} “${id}” before this one.`,
          'Give it an id of its own.',
        )
      }
      seen.add(id)
    }
  }
}
