import { type FieldError, limits, type TicketType, ticketTypes } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import { html, nothing, type PropertyDeclarations, type PropertyValues } from 'lit'
import { AftercareElement } from '../../base/aftercare-element.ts'
import { baseStyles } from '../../base/base-styles.ts'
import { fieldStyles } from '../../base/field-styles.ts'
import { wordsFor } from '../../base/locale.ts'
import { fileButton, fileEvents, filesHelp } from '../../files/file-fields.ts'
import type { Said } from './service/service-form.ts'
import { ticketFormStyles } from './ticket-form-styles.ts'
import type { TicketWork } from './ticket-work.ts'

/** What a person writes, as the form holds it and as a draft keeps it. */
export type TicketFields = {
  readonly type: string
  readonly subject: string
  readonly description: string
  /** Answers to the questions of a service definition. */
  readonly said?: Said | undefined
}
type Name = Exclude<keyof TicketFields, 'said'>

const names: readonly Name[] = ['type', 'subject', 'description']

/**
 * @summary Raises a ticket: kept on the device first, sent when it can be, with the number that comes back.
 *   Stores and requests nothing before it is focused. With `service` it asks by the vendor's service definition:
 *   its topics, their own questions, what can be expected.
 * @tagname aftercare-ticket-form
 * @status stable
 * @since 0.1
 *
 * @event {TicketQueuedEvent} aftercare-ticket-queued - The ticket is kept and on its way.
 * @event {TicketAcknowledgedEvent} aftercare-ticket-acknowledged - The server has it, and it has a number.
 *
 * @slot suggestions - Under the subject: `<aftercare-suggestions>`.
 *
 * @csspart form - The form.
 * @csspart summary - What to check, after a submit that was not taken.
 * @csspart files - The chosen files.
 * @csspart confidential - Who will see a ticket of a confidential type.
 * @csspart completeness - How much has been said, and what would help.
 * @csspart environment - What is sent along.
 * @csspart outlook - When an answer and a solution can be expected.
 * @csspart promises - What the server has promised for the ticket.
 * @csspart submit - The button that sends.
 * @csspart submission - What stands in the form's place once the ticket is kept.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Colour of the one primary action; links and focus are mixed from it.
 * @cssproperty [--aftercare-on-accent] - Text on the accent; black or white by its lightness unless set.
 * @cssproperty [--aftercare-text=currentColor] - Text; everything else is mixed from it.
 * @cssproperty [--aftercare-surface=Canvas] - Background, only with the `theme` attribute.
 * @cssproperty [--aftercare-radius=8px] - Corners of controls.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 */
export class AftercareTicketForm extends AftercareElement {
  static override styles = [baseStyles, fieldStyles, ticketFormStyles]

  static override properties: PropertyDeclarations = {
    type: { reflect: true, useDefault: true },
    types: { converter: (value) => value?.split(/\s+/).filter(Boolean) },
    draftKey: { attribute: 'draft-key', reflect: true, useDefault: true },
    ticketHref: { attribute: 'ticket-href', reflect: true, useDefault: true },
    service: { type: Boolean, reflect: true },
    product: {},
    productVersion: { attribute: 'product-version' },
    diagnostics: {},
  }

  /** The type chosen to begin with. */
  declare type: string
  /** The types to offer, by name, in order; the built-in service's unless set. The attribute is a list with spaces. */
  declare types: readonly string[] | undefined
  /** Two forms on one page keep their drafts apart by this. */
  declare draftKey: string
  /** Where a ticket can be seen, with `{id}` in its place; without it no link is offered. */
  declare ticketHref: string
  /**
   * Asks by a service definition: by the server's, which is read at first focus and kept on the device (the attribute,
   * or `true`), or by the one that the page supplies. Until there is one the form asks without.
   */
  declare service: boolean | PublicService | undefined
  /** The product that is in use, as the ticket shall name it; with `service`. */
  declare product: string | undefined
  /** Its version. */
  declare productVersion: string | undefined
  /**
   * Offers to send along what the page has noted, each line to be seen first, and begins to note at first focus what is
   * named here: a list with spaces of `console`, `requests`, `navigation`, `marks`, `versions`. With `screenshot` also
   * pictures of the screen.
   */
  declare diagnostics: string | undefined

  #work: TicketWork | undefined
  #opening: Promise<TicketWork | undefined> | undefined
  #errors: Partial<Record<string, string>> = {}
  #summary = false
  #busy = false
  #touched = new Set<string>()
  #focus = ''

  constructor() {
    super()
    this.type = this.ticketHref = ''
    this.draftKey = 'ticket'
  }

  /** The address of a ticket's page, if the host has one. */
  hrefOf(ticketId: string): string | undefined {
    return this.ticketHref ? this.ticketHref.replaceAll('{id}', ticketId) : undefined
  }

  /** Puts text into the fields and the cursor into the first, once they are there. */
  write(fields: TicketFields): void {
    this.#touched.clear()
    this.#errors = {}
    this.#summary = false
    this.#focus = '#type'
    this.requestUpdate()
    this.updateComplete.then(() => this.#fill(fields))
  }

  /** @internal The type that is chosen now. */
  get chosen(): string {
    return this.#read().type
  }

  /** @internal Keeps the draft, after a change that is no input of the form's own. */
  keep(): void {
    this.#work?.draft.save(this.#read())
    this.#work?.prepare()
    this.requestUpdate()
  }

  get #form(): HTMLFormElement | null {
    return this.renderRoot.querySelector('form')
  }

  #control(name: string): HTMLInputElement | null {
    return this.renderRoot.querySelector(`#${name}`)
  }

  #read(): TicketFields {
    const value = (name: Name): string => this.#control(name)?.value ?? ''
    // What a draft holds is kept until there is a definition to show it by.
    const said = this.#work?.service?.said ?? this.#work?.draft.value?.said
    return { type: value('type'), subject: value('subject'), description: value('description'), said }
  }

  #fill(fields: TicketFields, all = true): void {
    for (const name of names) {
      const control = this.#control(name)
      if (control && (all || !this.#touched.has(name)))
        control.value = fields[name] || (name === 'type' ? this.type : '')
    }
    this.#work?.service?.fill(this.#read().type, fields.said)
  }

  /** @internal First intent: the client's code, the draft, the outbox. Failing that, the person can still write. */
  begin = (): Promise<TicketWork | undefined> => {
    this.#opening ??= Promise.all([import('./ticket-work.ts'), this.core()])
      .then(([module, core]) => module.TicketWork.open(this, core, () => this.words))
      .then((work) => {
        this.#work = work
        if (work.draft.value) this.#fill(work.draft.value, false)
        if (this.#touched.size) this.keep()
        this.requestUpdate()
        return work
      })
      .catch(() => (this.#opening = undefined))
    return this.#opening
  }

  protected override wordsFor = wordsFor

  protected override clientChanged(): void {
    // What was typed for one client is not another's: it lies in the draft of the first.
    if (this.#opening) {
      this.#touched.clear()
      this.#fill({ type: '', subject: '', description: '' })
    }
    this.#opening = this.#work = undefined
  }

  #input(event: Event): void {
    const control = event.target as HTMLInputElement
    // What a definition asks has names: several controls may be one answer.
    const id = control.name || control.id
    if (id === 'files') return
    this.#touched.add(id)
    this.#work?.service?.input(control)
    // Forgiving: while typing an error only ever goes away.
    if (this.#errors[id] && !this.#check(id, true)) this.#errors[id] = undefined
    this.begin()
    this.keep()
  }

  #blur(event: Event): void {
    const control = event.target as HTMLInputElement
    const id = control.name || control.id
    if (!this.#touched.has(id)) return
    // What the schema found stays until the text changes.
    this.#errors[id] = this.#check(id, this.#summary) ?? this.#errors[id]
    this.requestUpdate()
  }

  /** What is wrong with a field as it stands; that it is empty only counts once the person has tried to send. */
  #check(id: string, complete: boolean): string | undefined {
    const { words } = this
    const name = names.find((each) => each === id)
    if (!name) return this.#work?.service?.check(id, complete)
    const value = this.#control(name)?.value ?? ''
    const over = name === 'type' ? 0 : [...value].length - limits[name]
    if (over > 0) return words.tooLong(over)
    if (!complete || name === 'description' || value.trim()) return
    return name === 'type' ? words.typeRequired : words.subjectRequired
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault()
    if (this.#busy) return
    this.#errors = {}
    for (const name of [...names, ...(this.#work?.service?.names ?? [])]) this.#errors[name] = this.#check(name, true)
    if (!this.#failed.length) {
      this.#busy = true
      this.requestUpdate()
      const work = await this.begin()
      for (const error of (await work?.submit(this.#read())) ?? []) this.#refuse(error)
      const failure = work ? work.failure : this.words.notTaken
      if (failure) this.#errors['submit'] = failure
      this.#busy = false
    }
    this.#summary = !!this.#failed.length
    this.#focus = this.#summary ? '.summary' : 'h2'
    this.requestUpdate()
  }

  #refuse({ pointer, code }: FieldError): void {
    const { words } = this
    const name = pointer.split('/')[1] ?? ''
    const id =
      name === 'attachments'
        ? 'files'
        : names.includes(name as Name)
          ? name
          : (this.#work?.service?.nameOf(pointer) ?? 'submit')
    this.#errors[id] ??= code === 'character_not_allowed' ? words.notAllowed : words.invalid
  }

  get #failed(): readonly string[] {
    return Object.keys(this.#errors).filter((name) => this.#errors[name])
  }

  #files = (event: Event): void => fileEvents(event, (files) => this.begin().then((work) => work?.attach(files)))

  #keys(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#form?.requestSubmit()
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('type') && this.type && !this.#touched.has('type')) this.#fill(this.#read())
    const target = this.#focus && this.renderRoot.querySelector<HTMLElement>(this.#focus)
    if (target) {
      this.#focus = ''
      target.focus()
    }
  }

  #error(name: string): unknown {
    const error = this.#errors[name]
    return html`<p class=${error ? 'error' : ''} id="${name}-error">${error}</p>`
  }

  protected override render(): unknown {
    const { words } = this
    const work = this.#work
    const service = work?.service
    const panel = work?.panel()
    if (panel) return panel
    const failed = this.#failed
    const invalid = (name: Name): string | typeof nothing => (this.#errors[name] ? 'true' : nothing)
    return html`<form
      part="form"
      lang=${words.tag}
      novalidate
      @focusin=${this.begin}
      @focusout=${this.#blur}
      @input=${this.#input}
      @keydown=${this.#keys}
      @submit=${this.#submit}
      @change=${this.#files}
      @paste=${this.#files}
      @drop=${this.#files}
      @dragover=${this.#files}
      @dragleave=${this.#files}
    >
      ${
        this.#summary && failed.length
          ? html`<div class="summary" part="summary" role="group" aria-labelledby="summary" tabindex="-1">
            <h2 id="summary" class="label">${words.summary(failed.length)}</h2>
            <ul>
              ${failed.map(
                (name) => html`<li>
                  ${
                    name === 'submit'
                      ? this.#errors[name]
                      : html`<button type="button" @click=${() => this.#control(name)?.focus()}>
                        ${service?.named(name, this.#errors[name] ?? '') ?? this.#errors[name]}
                      </button>`
                  }
                </li>`,
              )}
            </ul>
          </div>`
          : nothing
      }
      <div class="field">
        <label for="type">${words.type}</label>
        <select id="type" required aria-describedby="type-error type-help" aria-invalid=${invalid('type')}>
          ${
            service?.options() ?? [
              html`<option value="">${words.chooseType}</option>`,
              (this.types ?? ticketTypes).map(
                (name) => html`<option value=${name} ?selected=${name === this.type}>
                  ${words.types[name as TicketType] ?? name.replaceAll('_', ' ')}
                </option>`,
              ),
            ]
          }
        </select>
        ${this.#error('type')} ${service?.about()}
      </div>
      <div class="field">
        <label for="subject">${words.subject}</label>
        <input
          id="subject"
          required
          autocomplete="off"
          enterkeyhint="next"
          aria-describedby="subject-error"
          aria-invalid=${invalid('subject')}
        />
        ${this.#error('subject')} <slot name="suggestions"></slot>
      </div>
      <div class="field">
        <label for="description">${words.description} <span class="muted">${words.optional}</span></label>
        <textarea
          id="description"
          rows="5"
          aria-describedby="description-error description-help"
          aria-invalid=${invalid('description')}
        ></textarea>
        ${this.#error('description')}
        <p class="muted" id="description-help">${words.descriptionHelp}</p>
      </div>
      ${service?.questions(this.#errors)}
      <div class="field">
        ${fileButton(words)} ${work?.attachments?.render()} ${this.#error('files')}
        <p class="muted" id="files-help">${filesHelp(words, service?.definition.files)}</p>
      </div>
      ${work?.evidence?.render()}
      ${service?.outlook(!!this.#control('description')?.value)}
      <div class="row">
        <button class="primary" part="submit" aria-disabled=${this.#busy || nothing}>
          ${this.#busy ? words.saving : words.send}
        </button>
        <span class="muted" role="status">${work?.draftText()}</span>
      </div>
    </form>`
  }
}
