import type { TicketCountsState, TicketQuery } from '@aftercare/client'
import { limits, type TicketStatus, type TicketType, ticketTypes } from '@aftercare/protocol'
import { html, type LitElement, nothing } from 'lit'
import type { TicketWords } from '../../locales/words.ts'

/** What a person looks for: one kind of standing, as they would say it, not one status of ours. */
export const groups = {
  all: undefined,
  yours: ['waiting_on_requester', 'resolved'],
  open: ['new', 'triaged', 'in_progress', 'waiting_on_requester', 'waiting_on_third_party'],
  resolved: ['resolved'],
  closed: ['closed'],
} as const satisfies Record<string, readonly TicketStatus[] | undefined>
export type Group = keyof typeof groups

/** How long typing has to rest before it is searched for. Milliseconds. */
const rest = 250

interface ToolsView {
  readonly words: TicketWords
  readonly staff: boolean
  /** The page has chosen the status: there is nothing to choose. */
  readonly fixed: boolean
  readonly counts: TicketCountsState | undefined
}

/** Search and filters above a list. */
export class ListTools {
  group: Group = 'all'
  type = ''
  q = ''
  readonly #host: LitElement
  readonly #changed: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: LitElement, changed: () => void) {
    this.#host = host
    this.#changed = changed
  }

  /** Whether anything narrows the list. */
  get active(): boolean {
    return this.group !== 'all' || this.type !== '' || this.q !== ''
  }

  /** What is asked for; `status` is the page's own choice. */
  query(status: TicketStatus | ''): TicketQuery {
    const statuses = status || groups[this.group]
    return {
      ...(statuses && { status: statuses }),
      ...(this.type && { type: this.type }),
      ...(this.q && { q: this.q }),
    }
  }

  clear(): void {
    this.group = 'all'
    this.type = this.q = ''
    clearTimeout(this.#timer)
    const field = this.#field
    if (field) field.value = ''
    this.#changed()
    field?.focus()
  }

  get #field(): HTMLInputElement | null {
    return this.#host.renderRoot.querySelector('[type=search]')
  }

  #search(text: string, delay: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      const q = [...text.trim()].slice(0, limits.search).join('')
      if (q === this.q) return
      this.q = q
      this.#changed()
    }, delay)
  }

  #key = (event: KeyboardEvent): void => {
    const field = event.target as HTMLInputElement
    if (event.key === 'Enter') this.#search(field.value, 0)
    else if (event.key === 'Escape' && field.value) {
      event.preventDefault()
      field.value = ''
      this.#search('', 0)
    }
  }

  #count(counts: TicketCountsState | undefined, group: Group): number | undefined {
    if (counts?.status !== 'ready') return undefined
    const statuses: readonly TicketStatus[] | undefined = groups[group]
    return statuses ? statuses.reduce((sum, status) => sum + counts.counts[status], 0) : counts.total
  }

  render({ words, staff, fixed, counts }: ToolsView): unknown {
    const shown = (Object.keys(groups) as Group[]).filter((group) => !(staff && group === 'yours'))
    const option = (group: Group): unknown => {
      const count = this.#count(counts, group)
      return html`<label class="choice"
        ><input
          class="hidden"
          type="radio"
          name="group"
          value=${group}
          .checked=${this.group === group}
          @change=${() => {
            this.group = group
            this.#changed()
          }}
        /><span>${words.groups[group]} <span class="muted count">${count === undefined ? '' : count.toLocaleString(words.tag)}</span></span></label
      >`
    }
    return html`<div class="tools" part="tools" role="search">
      <div class="find">
        <input
          type="search"
          part="search"
          aria-label=${words.search}
          placeholder=${words.search}
          enterkeyhint="search"
          autocomplete="off"
          @input=${(event: Event) => this.#search((event.target as HTMLInputElement).value, rest)}
          @keydown=${this.#key}
        />
        <select
          part="type"
          aria-label=${words.filterType}
          @change=${(event: Event) => {
            this.type = (event.target as HTMLSelectElement).value
            this.#changed()
          }}
        >
          <option value="" ?selected=${!this.type}>${words.everyType}</option>
          ${ticketTypes.map(
            (type: TicketType) =>
              html`<option value=${type} ?selected=${this.type === type}>${words.types[type]}</option>`,
          )}
        </select>
      </div>
      ${
        fixed
          ? nothing
          : html`<fieldset class="groups" part="filters">
            <legend class="hidden">${words.filterStatus}</legend>
            ${shown.map(option)}
          </fieldset>`
      }
    </div>`
  }
}
