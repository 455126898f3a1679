import type { Core } from '../core.ts'
import type { SearchOutcomes } from './search-outcomes.ts'

/**
 * Tells what a search came to, for the statistic of those who write the articles. Nothing is loaded before there was one, and
 * nothing fails: what cannot be told is lost.
 *
 * @param begins It is a search, and not what became of one.
 */
export function tellOutcome(core: Core, tell: (outcomes: SearchOutcomes) => void, begins = false): void {
  const state = core.column(column)
  state.searched ||= begins
  if (!state.searched || core.environment.reportSearches === false) return
  import('./search-outcomes.ts').then(
    ({ searchOutcomes }) => tell(core.column(searchOutcomes)),
    () => {},
  )
}

const column = () => ({ searched: false })
