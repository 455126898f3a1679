import {
  plainText,
  type StatusComponent,
  type StatusNotice,
  type StatusSummary,
  stateOf,
  stateOfIncident,
} from '@aftercare/protocol/status'
import { html, nothing, type TemplateResult } from 'lit'
import { dateTime, exactTime, timeSpan } from '../../base/format.ts'
import { pastTime } from '../../base/relative-time.ts'
import type { StatusWords } from '../../locales/words.ts'
import { sign } from './sign.ts'

/** What is to be seen. */
export interface Seen {
  readonly words: StatusWords
  readonly summary: StatusSummary | undefined
  /** When it was read, and the present; milliseconds since the epoch. */
  readonly readAt: number
  readonly now: number
  /** It cannot be refreshed at the moment. */
  readonly failing: boolean
  readonly again: () => void
}

/** The state alone, in one line of a fixed height. */
export function badgeView(seen: Seen): TemplateResult {
  const { url } = seen.summary ?? {}
  return url ? html`<a class="line" part="page" href=${url} rel="noopener">${stateView(seen)}</a>` : lineView(seen)
}

/** One line of a fixed height, with the rest behind it. */
export function bannerView(seen: Seen): TemplateResult {
  const { words, summary, failing } = seen
  const { incidents = [], maintenances = [] } = summary ?? {}
  const notices = [...incidents, ...maintenances.filter(({ status }) => status !== 'scheduled')]
  if (notices.length === 0 && !failing) return lineView(seen)
  const more = notices.length > 1 && html`<span class="muted">${words.andMore(notices.length - 1)}</span>`
  return html`<details>
    <summary class="line">${stateView(seen)}<span class="first">${notices[0]?.name}</span>${more || nothing}</summary>
    ${ageView(seen)}${noticesView(seen, notices)}${pageLink(seen)}
  </details>`
}

/** Everything that the feed says. */
export function pageView(seen: Seen): TemplateResult {
  const { words, summary, failing } = seen
  if (!summary) {
    const bars = failing || html`<div class="late">${[1, 2, 3, 4, 5, 6].map(() => html`<div class="bar"></div>`)}</div>`
    return html`${lineView(seen)}${failing ? ageView(seen) : bars}`
  }
  const { components, incidents, maintenances } = summary
  return html`<div class="head">${lineView(seen)}</div>
    ${ageView(seen)}
    ${section(words.incidents, incidents, noticesView(seen, incidents))}
    ${section(words.components, components, html`<div part="components">${componentsView(seen, components)}</div>`)}
    ${section(words.maintenances, maintenances, noticesView(seen, maintenances))}
    ${pageLink(seen)}`
}

const section = (title: string, { length }: readonly unknown[], content: unknown): unknown =>
  length > 0 ? html`<section><h2>${title}</h2>${content}</section>` : nothing

const lineView = (seen: Seen): TemplateResult => html`<div class="line">${stateView(seen)}</div>`

/** Read out whenever it changes, and not when it is merely read again. */
function stateView({ words, summary, failing }: Seen): TemplateResult {
  const state = summary?.state
  const said = state ? words.states[state] : failing ? words.unread : words.loading
  return html`<span role="status">${sign(state, said, 'state')}</span>`
}

/** How old it is. */
function ageView({ words, summary, readAt, now, failing, again }: Seen): TemplateResult {
  const when = pastTime(words, readAt, now, dateTime)
  if (!failing) return html`<p class="muted">${words.readAt(when)}</p>`
  return html`<div part="stale">
    ${summary && html`<p class="muted" role="status">${words.stale(when)}</p>`}<button @click=${again}>${words.again}</button>
  </div>`
}

const noticesView = (seen: Seen, notices: readonly StatusNotice[]): readonly TemplateResult[] =>
  notices.map((notice) => noticeView(seen, notice))

function noticeView({ words, now }: Seen, notice: StatusNotice): TemplateResult {
  const { name, status, impact, startedAt, from, until, components, updates } = notice
  const { tag } = words
  const ago = (at: number) => pastTime(words, at, now, dateTime)
  const window = from !== undefined && (until === undefined ? dateTime(tag, from, now) : timeSpan(tag, from, until))
  const since = startedAt !== undefined && words.since(ago(startedAt))
  const said = [words.steps[status] ?? status, window || words.impacts[impact], window || since].filter(Boolean)
  const update = ({ status, body, at }: StatusNotice['updates'][number]) => html`<div class="update">
    <p class="text">${bodyView(body)}</p>
    <p class="muted">
      ${words.steps[status] ?? status}${at && [' · ', html`<time title=${exactTime(tag, at)}>${ago(at)}</time>`]}
    </p>
  </div>`
  const [last, ...earlier] = updates.filter(({ body }) => body).map(update)
  const state = window ? 'maintenance' : stateOfIncident(impact)
  return html`<article part="notice" class=${state}>
    ${sign(state, name)}
    <p class="muted">${[...new Set(said)].join(' · ')}</p>
    ${components.length > 0 ? html`<p class="muted">${words.concerns(new Intl.ListFormat(tag).format(components))}</p>` : nothing} ${last}
    ${
      earlier.length > 0
        ? html`<details>
            <summary><span>${words.earlier(earlier.length)}</span></summary>
            ${earlier}
          </details>`
        : nothing
    }
  </article>`
}

const bodyView = (body: string): unknown =>
  plainText(body).map((piece, index) =>
    index % 2 ? html`<a href=${piece} rel="noopener nofollow">${piece}</a>` : piece,
  )

/** Groups with their members under them; who names a group that is not there stands alone. */
function componentsView(seen: Seen, components: readonly StatusComponent[]): readonly TemplateResult[] {
  const groups = components.filter(({ isGroup }) => isGroup)
  const list = (some: readonly StatusComponent[]) =>
    html`<ul>
      ${some.map(
        (component) =>
          html`<li part="component">
            <span title=${component.description || nothing}>${component.name}</span>${partView(seen, component)}
          </li>`,
      )}
    </ul>`
  const alone = components.filter(({ isGroup, groupId }) => !isGroup && !groups.some(({ id }) => id === groupId))
  return [
    ...groups.map((group) => {
      const members = components.filter(({ groupId }) => groupId === group.id)
      const well = members.every(({ status }) => status === 'operational')
      return html`<details ?open=${!well}>
        <summary><span>${group.name}</span>${partView(seen, group)}</summary>
        ${list(members)}
      </details>`
    }),
    list(alone),
  ]
}

const partView = ({ words }: Seen, { status }: StatusComponent): TemplateResult =>
  sign(stateOf(status), words.componentStates[status])

const pageLink = ({ words, summary }: Seen): unknown =>
  summary?.url
    ? html`<p><a part="page" href=${summary.url} rel="noopener">${words.page(summary.name)}</a></p>`
    : nothing
