import { expectedNext, type TicketDetails, type TimelineEntry, type Visit } from '@aftercare/protocol'
import { dueTime } from '../../base/format.ts'
import type { CaseWords } from '../../locales/words.ts'
import type { Left } from './receipt.ts'

/** What is expected of whom, in a title and what there is to say about it. */
export interface NextStep {
  /** It is the reader's turn. */
  readonly yours: boolean
  readonly title: string
  readonly lines: readonly string[]
  /** What was asked, in somebody's own words. */
  readonly quote?: string | undefined
}

interface NextStepView {
  readonly words: CaseWords
  readonly staff: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly left: readonly Left[]
}

/** What a visit waits for from the customer: a time that can still be chosen, or a name under the report. */
function visitThatAsks(visits: readonly Visit[], now: number): 'slot' | 'sign' | undefined {
  const waits = (visit: Visit) => visit.state === 'offered' && visit.slots.some(({ to }) => Date.parse(to) > now)
  if (visits.some(waits)) return 'slot'
  return visits.some(({ mode, state }) => mode === 'on_site' && state === 'reported') ? 'sign' : undefined
}

export function nextStep(
  { words, staff, now, left }: NextStepView,
  details: TicketDetails,
  timeline: readonly TimelineEntry[],
): NextStep {
  const { next } = words
  const { status, receipt } = details
  const said = timeline.find((entry) => entry.type === 'status_changed' && entry.to === status)
  const quote = said?.type === 'status_changed' ? (said.reason ?? undefined) : undefined
  // A visit waits for the customer whatever the ticket's status says, save where the whole is to be checked or over.
  const asks = status === 'resolved' || status === 'closed' ? undefined : visitThatAsks(details.visits, now)
  if (asks && status !== 'waiting_on_requester') {
    return { yours: !staff, title: staff ? next.requester : next[asks], lines: promised() }
  }
  switch (expectedNext(status)) {
    case 'requester': {
      if (status === 'resolved') return { yours: !staff, title: staff ? next.requesterCheck : next.check, lines: [] }
      const paused = receipt.some(({ state }) => state === 'paused')
      return {
        yours: !staff,
        title: staff ? next.requester : next.you,
        lines: paused ? [next.paused] : [],
        quote,
      }
    }
    case 'third_party':
      return { yours: false, title: next.third, lines: [...promised(), next.thirdHelp], quote }
    case 'nobody': {
      const { closeReason, mergedInto } = details
      const title = closeReason ? words.closedTitles[closeReason] : words.statuses.closed
      return { yours: false, title, lines: mergedInto ? [words.goesOn(`#${mergedInto.number}`)] : [] }
    }
    default: {
      const owed = receipt.some(
        ({ clock, stoppedAt, state }) => clock !== 'resolution' && stoppedAt === null && state !== 'dropped',
      )
      return { yours: staff, title: owed ? next.answer : next.work, lines: promised() }
    }
  }

  /** The promise that is due first, or already late. */
  function promised(): readonly string[] {
    const owed = receipt
      .map((promise, index) => ({ ...promise, state: left[index]?.state ?? promise.state }))
      .filter(({ stoppedAt }) => stoppedAt === null)
    const [first] = owed
      .filter(({ state, due }) => due !== null && (state === 'running' || state === 'breached'))
      .sort((a, b) => (a.due! < b.due! ? -1 : 1))
    if (first) {
      const say = first.state === 'breached' ? next.late : next.by
      return [say(words.clocks[first.clock], dueTime(words.tag, Date.parse(first.due!), now))]
    }
    return owed.some(({ state }) => state === 'undated') ? [next.undated] : []
  }
}
