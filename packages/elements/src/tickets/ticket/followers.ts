import { type Core, type Failure, failureOf } from '@aftercare/client'
import { listColleagues, type PersonReference, type TicketAction, type TicketDetails } from '@aftercare/protocol'
import { html, type LitElement, nothing } from 'lit'
import { failureText } from '../../base/failure-words.ts'
import type { TimelineView } from './timeline-view.ts'

export interface FollowersOptions {
  readonly host: LitElement
  readonly core: Core
  act(action: TicketAction): Promise<void>
}

interface FollowersView extends TimelineView {
  /** The reader may add somebody, may take somebody off. */
  readonly adds: boolean
  readonly removes: boolean
}

/** So many pages of a hundred are read: who has more colleagues than that chooses among the first. */
const pages = 5

/** Who follows a ticket besides its requester, chosen among the people of its account. */
export class Followers {
  readonly #options: FollowersOptions
  #open = false
  #colleagues: readonly PersonReference[] | undefined
  #failure: Failure | undefined

  constructor(options: FollowersOptions) {
    this.#options = options
  }

  async #choose(details: TicketDetails): Promise<void> {
    const { host, core } = this.#options
    this.#open = true
    this.#failure = undefined
    host.requestUpdate()
    try {
      this.#colleagues ??= await read(core, details)
    } catch (error) {
      this.#failure = failureOf(error)
    }
    host.requestUpdate()
    await host.updateComplete
    this.#focus('#colleague')
  }

  #close(): void {
    this.#open = false
    this.#options.host.requestUpdate()
    void this.#options.host.updateComplete.then(() => this.#focus('[data-asks=watch]'))
  }

  #focus(selector: string): void {
    this.#options.host.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }

  #add(event: Event): void {
    event.preventDefault()
    const person = new FormData(event.currentTarget as HTMLFormElement).get('person')
    if (typeof person !== 'string' || !person) return
    this.#open = false
    void this.#options.act({ action: 'watch', person })
  }

  #form({ words }: FollowersView, details: TicketDetails): unknown {
    const taken = new Set([details.requester.id, ...details.watchers.map(({ id }) => id)])
    const others = this.#colleagues?.filter(({ id }) => !taken.has(id))
    const cancel = html`<button type="button" class="plain" @click=${() => this.#close()}>${words.cancel}</button>`
    if (this.#failure) return html`<p class="error" role="alert">${failureText(words, this.#failure)}</p> ${cancel}`
    if (!others) return html`<p class="muted" role="status">${words.loading}</p>`
    if (others.length === 0) return html`<p class="muted" role="status">${words.noColleagues}</p> ${cancel}`
    return html`<form
      class="visit-form"
      @submit=${(event: Event) => this.#add(event)}
      @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#close()}
    >
      <div class="field">
        <label for="colleague">${words.colleague}</label>
        <select id="colleague" name="person">
          ${others.map(({ id, name }) => html`<option value=${id}>${name ?? words.someone}</option>`)}
        </select>
      </div>
      <div class="row"><button>${words.addFollower}</button>${cancel}</div>
    </form>`
  }

  #person(view: FollowersView, person: PersonReference): unknown {
    const { words, viewer } = view
    const own = person.id === viewer.id
    const name = person.name ?? words.someone
    const remove = (): void =>
      void this.#options.act(own ? { action: 'unwatch' } : { action: 'unwatch', person: person.id })
    const button = own
      ? html`<button type="button" class="plain" @click=${remove}>${words.stopFollowing}</button>`
      : html`<button type="button" class="plain" aria-label=${words.removeFollower(name)} @click=${remove}>
          <span aria-hidden="true">×</span>
        </button>`
    return html`<li class="follower">
      <span>${own ? words.yourself(name) : name}</span>${view.removes ? button : nothing}
    </li>`
  }

  render(view: FollowersView, details: TicketDetails): unknown {
    const { words } = view
    if (details.watchers.length === 0 && !view.adds) return nothing
    return html`<section part="followers" aria-labelledby="followers">
      <h3 id="followers">${words.followers}</h3>
      ${
        details.watchers.length
          ? html`<ul>${details.watchers.map((person) => this.#person(view, person))}</ul>`
          : html`<p class="muted">${words.onlyYou}</p>`
      }
      ${
        !view.adds
          ? nothing
          : this.#open
            ? this.#form(view, details)
            : html`<button type="button" class="plain more" data-asks="watch" @click=${() => void this.#choose(details)}>
              ${words.addColleague}
            </button>`
      }
    </section>`
  }
}

/** The people of the ticket's account; a partner names which of those that it serves. */
async function read(core: Core, { account, viewer }: TicketDetails): Promise<readonly PersonReference[]> {
  const found: PersonReference[] = []
  let cursor: string | undefined
  for (let page = 0; page < pages; page++) {
    const { items, next } = await core.call(listColleagues, {
      query: { limit: '100', cursor, ...(viewer.role === 'partner' && account !== null && { account }) },
    })
    found.push(...items)
    if (next === null) break
    cursor = next
  }
  return found
}
