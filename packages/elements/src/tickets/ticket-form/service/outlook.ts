import type { Ticket } from '@aftercare/protocol'
import { alwaysOpen, type FieldValues, type PublicService, priorityOf, textIn } from '@aftercare/protocol/service-rules'
import { advance, type BusinessCalendar, businessCalendar, nextOpening } from '@aftercare/protocol/sla'
import { html, nothing } from 'lit'
import { dateTime } from '../../../base/format.ts'
import type { ServiceWords, Words } from '../../../locales/words.ts'
import { zoneName } from './local-time.ts'

const minute = 60_000
const calendars = new WeakMap<object, BusinessCalendar>()

function calendarOf(service: PublicService, id: string): BusinessCalendar {
  const hours = service.calendars[id]
  const definition = hours === undefined || hours === '24x7' ? alwaysOpen : hours
  const made = calendars.get(definition) ?? businessCalendar(definition)
  calendars.set(definition, made)
  return made
}

/** What a ticket sent at `now` would be promised; instants in milliseconds since the epoch. */
export interface Outlook {
  readonly priority: keyof PublicService['priorities']
  readonly answer: number
  /** Undefined: the provider names a date. */
  readonly solution: number | undefined
  /** When people are back; undefined while they are at work. */
  readonly back: number | undefined
  /** The calendar's holidays end before. */
  readonly beyondData: boolean
}

export function outlookOf(service: PublicService, type: string, impact: FieldValues, now: number): Outlook {
  const { priority } = priorityOf(service, type, impact)
  const target = service.priorities[priority]
  const calendar = calendarOf(service, target.calendar ?? service.sla.calendar)
  const due = (minutes: number) => advance(calendar, now, minutes * minute)
  const answer = due(target.firstResponse)
  const solution = target.resolution === null ? undefined : due(target.resolution)
  const opening = nextOpening(calendar, now).instant
  return {
    priority,
    answer: answer.instant,
    solution: solution?.instant,
    back: opening > now ? opening : undefined,
    beyondData: answer.beyondData || !!solution?.beyondData,
  }
}

/** Before it is sent: when an answer and a solution can be expected, and whether anybody is there now. */
export function outlookView(
  words: Words & ServiceWords,
  service: PublicService,
  type: string,
  impact: FieldValues,
  now: number,
): unknown {
  const { priority, answer, solution, back, beyondData } = outlookOf(service, type, impact, now)
  const time = timeIn(words, now)
  const label = textIn(service.priorities[priority].label, words.tag, service.locales)
  return html`<section class="outlook" part="outlook" aria-labelledby="outlook" aria-live="polite">
    <h2 id="outlook" class="label">${words.outlook}</h2>
    ${back === undefined ? nothing : html`<p class="amber">${words.backAt(dateTime(words.tag, back, now))}</p>`}
    ${times([
      [words.answerBy, time(answer)],
      [words.solutionBy, solution === undefined ? words.dateNamed : time(solution)],
    ])}
    <p class="muted">
      ${words.priority(label)} ${beyondData ? words.holidaysUnknown : ''} ${words.estimate(zoneName(words.tag, answer))}
    </p>
  </section>`
}

/** Afterwards: what the server has promised. Nothing for a ticket without a running promise. */
export function promisedView(words: Words & ServiceWords, { promises }: Ticket, now: number): unknown {
  const time = timeIn(words, now)
  const rows = promises.flatMap(({ clock, state, due }): (readonly [string, unknown])[] => {
    if (clock === 'next_response' || !(due || state === 'undated')) return []
    const name = clock === 'first_response' ? words.answerBy : words.solutionBy
    return [[name, due ? time(Date.parse(due)) : words.dateNamed]]
  })
  if (!rows.length) return nothing
  return html`<div class="outlook" part="promises">
    ${times(rows)}
    <p class="muted">${words.promised(zoneName(words.tag, now))}</p>
  </div>`
}

const timeIn =
  (words: Words, now: number) =>
  (at: number): unknown =>
    html`<time datetime=${new Date(at).toISOString()}>${dateTime(words.tag, at, now)}</time>`

const times = (rows: readonly (readonly [name: string, value: unknown])[]): unknown =>
  html`<dl class="times">${rows.map(([name, value]) => html`<div><dt class="muted">${name}</dt><dd>${value}</dd></div>`)}</dl>`
