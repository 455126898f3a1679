import type { PersonReference, TicketDetails, TimelineEntry } from '@aftercare/protocol'
import { textIn } from '@aftercare/protocol/service-rules'
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { dateTime, dueTime, exactTime, timeSpan } from '../../base/format.ts'
import { kept, pastTime } from '../../base/relative-time.ts'
import type { Telling } from '../../locales/case-words.ts'
import type { CaseWords } from '../../locales/words.ts'

export interface TimelineView {
  readonly words: CaseWords
  readonly staff: boolean
  readonly viewer: TicketDetails['viewer']
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** A person as this reader knows them. */
function nameOf({ words, viewer }: Pick<TimelineView, 'words' | 'viewer'>, person: PersonReference): string {
  return person.id === viewer.id ? words.you : (person.name ?? words.someone)
}

/** What happened, in a sentence. */
export function sentenceOf(view: TimelineView, entry: TimelineEntry): string {
  const { words, staff, viewer, now } = view
  const { actor } = entry
  const { tag } = words
  const side = actor?.side === 'agent' ? words.support : words.requester
  const telling: Telling = {
    who: actor ? (actor.id === viewer.id ? words.you : (actor.name ?? side)) : words.service,
    own: actor?.id === viewer.id,
    staff,
    // Who is named in the middle of a sentence is not at its beginning.
    person: (person) => (person.id === viewer.id ? words.youAsObject : nameOf(view, person)),
    text: (localized) => textIn(localized, tag),
    at: (instant) => dueTime(tag, Date.parse(instant), now),
    span: ({ from, to }) => timeSpan(tag, Date.parse(from), Date.parse(to)),
    list: (parts) => kept(`c${tag}`, () => new Intl.ListFormat(tag, { type: 'conjunction' })).format(parts),
  }
  // Each kind has its own words, which take entries of that kind alone.
  const say = words.timeline[entry.type] as (entry: TimelineEntry, telling: Telling) => string
  return say(entry, telling)
}

/** What was said with it, in somebody's own words. */
export function bodyOf({ words }: TimelineView, entry: TimelineEntry): string | null {
  switch (entry.type) {
    case 'routed':
      return textIn(entry.reason, words.tag) || null
    case 'triaged':
    case 'priority_changed':
    case 'status_changed':
    case 'rejected':
    case 'reopened':
    case 'team_changed':
      return entry.reason
    case 'progressed':
    case 'workaround':
    case 'permanent_fix':
    case 'analysed':
      return entry.text
    case 'resolved':
      return entry.solution
    case 'visit_offered':
      return entry.purpose
    case 'visit_reported':
      return entry.report
    case 'task_finished':
      return entry.result
    default:
      return null
  }
}

/** Who takes a ticket over, or looks at it, has accepted it: that need not be said twice. */
function saidAlready(entry: TimelineEntry, timeline: readonly TimelineEntry[]): boolean {
  if (entry.type !== 'status_changed' || entry.to !== 'triaged') return false
  return timeline.some(({ seq, type }) => seq === entry.seq && (type === 'assigned' || type === 'triaged'))
}

/** So many stand there at once; who wants to know more asks for it. */
export const shortHistory = 4

export interface HistoryOptions {
  readonly all: boolean
  readonly earlier: boolean
  readonly loadingEarlier: boolean
  showAll(): void
  readEarlier(): void
}

/** What happened, newest first. */
export function historyView(view: TimelineView, entries: readonly TimelineEntry[], options: HistoryOptions): unknown {
  const { words, now } = view
  const timeline = entries.filter((entry) => !saidAlready(entry, entries))
  const few = !options.all && timeline.length > shortHistory + 1
  const shown = few ? timeline.slice(0, shortHistory) : timeline
  return html`<section part="history" aria-labelledby="history">
    <h3 id="history">${words.history}</h3>
    <ol class="history">
      ${repeat(
        shown,
        ({ seq, part }) => `${seq}/${part}`,
        (entry) => {
          const at = Date.parse(entry.at)
          const body = bodyOf(view, entry)
          return html`<li data-type=${entry.type} part="entry">
            <p>${sentenceOf(view, entry)}</p>
            ${body ? html`<p class="quote">${body}</p>` : nothing}
            <time class="muted" datetime=${entry.at} title=${exactTime(words.tag, at)}
              >${pastTime(words, at, now, dateTime)}</time
            >
          </li>`
        },
      )}
    </ol>
    ${
      few
        ? html`<button type="button" class="plain more" @click=${options.showAll}>
            ${options.earlier ? words.earlierEntries : words.allEntries(timeline.length)}
          </button>`
        : options.earlier
          ? html`<button
              type="button"
              class="plain more"
              aria-disabled=${options.loadingEarlier || nothing}
              @click=${() => options.loadingEarlier || options.readEarlier()}
            >
              ${options.loadingEarlier ? words.loading : words.earlierEntries}
            </button>`
          : nothing
    }
  </section>`
}
