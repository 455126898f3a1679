import type { TicketAction, Visit } from '@aftercare/protocol'
import { limits } from '@aftercare/protocol'
import { html, type LitElement, nothing } from 'lit'
import { dateTime, timeSpan } from '../../base/format.ts'
import type { CaseWords } from '../../locales/words.ts'

export interface VisitsView {
  readonly words: CaseWords
  readonly staff: boolean
  /** Milliseconds since the epoch. */
  readonly now: number
  /** The reader may accept a slot, may sign a report. */
  readonly accepts: boolean
  readonly signs: boolean
  /** Visits that something is on its way for. */
  readonly pending: ReadonlySet<string>
}

/** Visits, with the times to choose from and the report to sign. */
export class Visits {
  readonly #host: LitElement
  readonly #act: (action: TicketAction) => Promise<void>
  /** What is wrong with what was chosen or written, by visit. */
  readonly #errors = new Map<string, string>()

  constructor(host: LitElement, act: (action: TicketAction) => Promise<void>) {
    this.#host = host
    this.#act = act
  }

  #refuse(form: HTMLFormElement, visit: string, error: string): void {
    this.#errors.set(visit, error)
    this.#host.requestUpdate()
    form.querySelector('input')?.focus()
  }

  #accept(event: Event, visit: Visit, words: CaseWords): void {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const slot = new FormData(form).get('slot')
    if (slot === null) {
      this.#refuse(form, visit.id, words.slotRequired)
      return
    }
    this.#errors.delete(visit.id)
    void this.#act({ action: 'accept_visit', visit: visit.id, slot: Number(slot) })
  }

  #sign(event: Event, visit: Visit, words: CaseWords): void {
    event.preventDefault()
    const form = event.currentTarget as HTMLFormElement
    const name = String(new FormData(form).get('name') ?? '').trim()
    const over = [...name].length - limits.subject
    if (!name || over > 0) {
      this.#refuse(form, visit.id, name ? words.tooLongBy(over) : words.signRequired)
      return
    }
    this.#errors.delete(visit.id)
    void this.#act({ action: 'sign_visit', visit: visit.id, name })
  }

  #slots(view: VisitsView, visit: Visit): unknown {
    const { words } = view
    const error = this.#errors.get(visit.id) ?? ''
    return html`<form class="visit-form" novalidate @submit=${(event: Event) => this.#accept(event, visit, words)}>
      <fieldset aria-describedby="slot-error-${visit.id}">
        <legend class="hidden">${words.chooseSlot}</legend>
        ${visit.slots.map(({ from, to }, index) => {
          const past = Date.parse(to) < view.now
          return html`<label class=${past ? 'muted' : ''}
            ><input type="radio" name="slot" value=${index} ?disabled=${past} />${timeSpan(words.tag, Date.parse(from), Date.parse(to))}</label
          >`
        })}
      </fieldset>
      <p class=${error ? 'error' : ''} id="slot-error-${visit.id}" role="alert">${error}</p>
      ${visit.mode === 'remote' ? html`<p class="muted">${words.acceptHelp}</p>` : nothing}
      <div class="row"><button>${words.accept}</button></div>
    </form>`
  }

  #signing({ words }: VisitsView, visit: Visit): unknown {
    const error = this.#errors.get(visit.id) ?? ''
    const id = `sign-${visit.id}`
    return html`<form class="visit-form" novalidate @submit=${(event: Event) => this.#sign(event, visit, words)}>
      <div class="field">
        <label for=${id}>${words.signName}</label>
        <input id=${id} name="name" autocomplete="name" aria-describedby="${id}-error" aria-invalid=${error ? 'true' : nothing} />
        <p class=${error ? 'error' : ''} id="${id}-error" role="alert">${error}</p>
      </div>
      <div class="row"><button>${words.sign}</button></div>
    </form>`
  }

  render(view: VisitsView, visits: readonly Visit[]): unknown {
    const { words, staff, now } = view
    if (visits.length === 0) return nothing
    const when = (instant: string): string => dateTime(words.tag, Date.parse(instant), now)
    return html`<section part="visits" aria-labelledby="visits">
      <h3 id="visits">${words.visits}</h3>
      ${visits.map((visit) => {
        const { id, mode, state, accepted } = visit
        const idle = !view.pending.has(id)
        const said = (staff ? words.visitStatesStaff[state] : undefined) ?? words.visitStates[state]
        return html`<div class="visit" data-state=${state}>
          <p><strong>${words.modes[mode]}</strong> <span class="muted">${said}</span></p>
          <p class="quote">${visit.purpose}</p>
          ${accepted ? html`<p>${timeSpan(words.tag, Date.parse(accepted.from), Date.parse(accepted.to))}</p>` : nothing}
          ${visit.report ? html`<p class="quote">${visit.report}</p>` : nothing}
          ${
            visit.signedBy && visit.signedAt
              ? html`<p class="muted">${words.signedBy(visit.signedBy, when(visit.signedAt))}</p>`
              : nothing
          }
          ${state === 'offered' && view.accepts && idle ? this.#slots(view, visit) : nothing}
          ${state === 'reported' && view.signs && idle ? this.#signing(view, visit) : nothing}
        </div>`
      })}
    </section>`
  }
}
