import { type Core, prepareCheck, service } from '@aftercare/client'
import type { FieldError, Ticket } from '@aftercare/protocol'
import {
  type AskedField,
  askedFields,
  checkAnswer,
  type Localized,
  type PublicService,
  textIn,
} from '@aftercare/protocol/service-rules'
import { repeat } from 'lit/directives/repeat.js'
import { adoptMore } from '../../../base/adopt-more.ts'
import type { ServiceWords, Words } from '../../../locales/words.ts'
import type { AftercareTicketForm } from '../ticket-form.ts'
import { completenessView, type Detail } from './completeness.ts'
import { type EnvironmentPart, environmentOf, environmentView } from './environment.ts'
import { answerFrom } from './field-answer.ts'
import { fieldError } from './field-error.ts'
import { choiceView, type Drawing, fieldView } from './field-view.ts'
import { outlookView, promisedView } from './outlook.ts'
import { serviceFormStyles } from './service-form-styles.ts'
import { serviceWordsFor } from './service-words.ts'
import { typeAbout, typeOptions } from './type-picker.ts'

/** What a person has said to the definition's questions, as a draft keeps it. */
export interface Said {
  /** By type, then by field: what was said of a type that was left is there when one comes back. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly impact: Readonly<Record<string, string>>
  /** Parts of the environment that are not to be sent. */
  readonly leftOut: readonly string[]
}

type Errors = Partial<Record<string, string>>

/** Names of controls: ids of fields and of questions may be alike, and like those of the form's own controls. */
const fieldName = (id: string): string => `f-${id}`
const impactName = (id: string): string => `i-${id}`

/** What a service definition makes of the ticket form: its topics, its questions, what it promises. */
export class ServiceForm {
  readonly #host: AftercareTicketForm
  readonly #core: Core
  readonly #words: () => Words
  #service: PublicService
  #more: ServiceWords
  #type = ''
  #answers: Record<string, Record<string, unknown>> = {}
  #impact: Record<string, string> = {}
  #leftOut = new Set<string>()
  /** Controls that hold something which is no value yet: half a date. */
  readonly #unfinished = new Set<string>()

  /** The form for the definition that the page supplies, that the device holds, or that the server has; else none. */
  static async open(host: AftercareTicketForm, core: Core, words: () => Words): Promise<ServiceForm | undefined> {
    const given = typeof host.service === 'object' ? host.service : undefined
    // Not waited for: what is only checked when it is sent keeps nobody from writing.
    prepareCheck().catch(() => {})
    const [definition, more] = await Promise.all([given ?? service(core).load(), serviceWordsFor(words().tag)])
    return definition && new ServiceForm(host, core, words, definition, more)
  }

  private constructor(
    host: AftercareTicketForm,
    core: Core,
    words: () => Words,
    definition: PublicService,
    more: ServiceWords,
  ) {
    this.#host = host
    this.#core = core
    this.#words = words
    this.#service = definition
    this.#more = more
    adoptMore(host, serviceFormStyles)
    let tick: ReturnType<typeof setInterval>
    host.addController({
      // What can be expected moves on with the time.
      hostConnected: () => {
        tick = setInterval(() => host.requestUpdate(), 60_000)
      },
      hostDisconnected: () => clearInterval(tick),
    })
  }

  get definition(): PublicService {
    return this.#service
  }

  /** What to keep with the draft. */
  get said(): Said {
    return { answers: this.#answers, impact: this.#impact, leftOut: [...this.#leftOut] }
  }

  /** Takes what a draft held, or nothing. */
  fill(type: string, said: Said | undefined): void {
    // Drafts come from the disk and may be of any age.
    this.#answers = structuredClone({ ...said?.answers })
    this.#impact = { ...said?.impact }
    this.#leftOut = new Set(said?.leftOut)
    this.#unfinished.clear()
    this.#choose(type)
  }

  /** What goes out with the ticket: answers to what is asked now, and nothing of what is hidden. */
  ticket() {
    const asked = this.#asked.filter(({ empty }) => !empty).map(({ field: { id } }) => [id, this.#values[id]])
    const environment = Object.entries(this.#environment).filter(([part]) => !this.#leftOut.has(part))
    const impact = this.#questions.flatMap(({ id }) => (this.#impact[id] ? [[id, this.#impact[id]] as const] : []))
    return {
      fields: Object.fromEntries(asked) as Record<string, unknown>,
      impact: Object.fromEntries(impact),
      environment: Object.fromEntries(environment),
      serviceVersion: this.#service.version,
    }
  }

  /** The questions that can be wrong, by the names of their controls. */
  get names(): readonly string[] {
    return this.#asked.map(({ field }) => fieldName(field.id))
  }

  /** An error as the summary says it, with the question it belongs to. */
  named(name: string, error: string): string {
    const asked = this.#find(name)
    return asked ? this.#more.field(this.#text(asked.field.label).replace(/[?:.？：。]$/, ''), error) : error
  }

  /** The control that the server's pointer means. */
  nameOf(pointer: FieldError['pointer']): string | undefined {
    const [, list, id = ''] = pointer.split('/')
    return list === 'fields' ? fieldName(id) : undefined
  }

  /** Takes what was typed or chosen in one of its controls. */
  input(control: HTMLInputElement): void {
    const { name, id, value } = control
    if (id === 'type') this.#choose(value)
    else if (name.startsWith('i-')) this.#impact = { ...this.#impact, [name.slice(2)]: value }
    const field = this.#find(name)?.field
    if (field) {
      if (control.validity.badInput) this.#unfinished.add(control.id)
      else this.#unfinished.delete(control.id)
      this.#answer(field.id, answerFrom(field, control, this.#values[field.id]))
    }
    this.#host.requestUpdate()
  }

  check(name: string, complete: boolean): string | undefined {
    const asked = this.#find(name)
    if (!asked) return
    const words = this.#all
    if (this.#unfinished.has(name) || this.#unfinished.has(`${name}-to`)) return words.incomplete
    return fieldError(words, asked, this.#values[asked.field.id], this.#service, complete)
  }

  options(): unknown {
    return typeOptions(this.#drawing, this.#host.types, this.#type)
  }

  about(): unknown {
    return typeAbout(this.#drawing, this.#type)
  }

  /** Questions about impact, then the type's own. */
  questions(errors: Errors): unknown {
    const drawing = this.#drawing
    const impact = this.#questions.map((question) => ({
      key: question.id,
      view: () =>
        choiceView(drawing, question, question.options, {
          name: impactName(question.id),
          answer: this.#impact[question.id],
          required: false,
          error: undefined,
        }),
    }))
    const fields = this.#asked.map(({ field, required }) => {
      const name = fieldName(field.id)
      const question = { name, answer: this.#values[field.id], required, error: errors[name] }
      return { key: `${this.#type} ${field.id}`, view: () => fieldView(drawing, field, question) }
    })
    return repeat(
      [...impact, ...fields],
      ({ key }) => key,
      ({ view }) => view(),
    )
  }

  /** What is still missing, what is sent along, and what can be expected. */
  outlook(described: boolean): unknown {
    const words = this.#all
    const along = environmentView(words, this.#environment, this.#leftOut, (part) => this.#toggle(part))
    if (!this.#known) return along
    return [
      completenessView(words, this.#details(described), (name) =>
        this.#host.renderRoot.querySelector<HTMLElement>(`#${name}`)?.focus(),
      ),
      along,
      outlookView(words, this.#service, this.#type, this.#impact, this.#core.clock.now()),
    ]
  }

  /** What the server has promised for the ticket that arrived. */
  promised(ticket: Ticket): unknown {
    return promisedView(this.#all, ticket, this.#core.clock.now())
  }

  get #all(): Words & ServiceWords {
    const words = this.#words()
    const more = serviceWordsFor(words.tag)
    if (more instanceof Promise) more.then(() => this.#host.requestUpdate())
    else this.#more = more
    return { ...words, ...this.#more }
  }

  get #drawing(): Drawing {
    return {
      words: this.#all,
      service: this.#service,
      now: this.#core.clock.now(),
      text: (text) => this.#text(text),
      clear: (name) => {
        if (name.startsWith('i-')) delete this.#impact[name.slice(2)]
        else this.#answer(name.slice(2), undefined)
        this.#host.keep()
      },
    }
  }

  #text(text: Localized): string {
    return textIn(text, this.#words().tag, this.#service.locales)
  }

  get #known(): PublicService['types'][number] | undefined {
    return this.#service.types.find(({ id }) => id === this.#type)
  }

  get #values(): Record<string, unknown> {
    return this.#answers[this.#type] ?? {}
  }

  get #asked(): readonly AskedField[] {
    return askedFields(this.#service, this.#type, this.#values, 'requester')
  }

  get #questions(): PublicService['impact']['questions'] {
    const asks = this.#known?.asks ?? []
    return this.#service.impact.questions.filter(({ id }) => asks.includes(id))
  }

  get #environment() {
    return environmentOf(this.#host.product ?? '', this.#host.productVersion ?? '')
  }

  #find(name: string): AskedField | undefined {
    return this.#asked.find(({ field }) => fieldName(field.id) === name)
  }

  #answer(id: string, answer: unknown): void {
    this.#answers[this.#type] = { ...this.#values, [id]: answer }
  }

  /** Another type: what was said to the same question before need not be said again. */
  #choose(type: string): void {
    const before = this.#known
    const said = this.#values
    this.#type = type
    for (const field of this.#known?.fields ?? []) {
      const { id, kind } = field
      const same = before?.fields.some((other) => other.id === id && other.kind === kind)
      if (!same || Object.hasOwn(this.#values, id) || said[id] === undefined) continue
      if (!checkAnswer(field, said[id], '', this.#service).length) this.#answer(id, said[id])
    }
  }

  #toggle(part: EnvironmentPart): void {
    if (!this.#leftOut.delete(part)) this.#leftOut.add(part)
    this.#host.keep()
  }

  #details(described: boolean): readonly Detail[] {
    const words = this.#all
    const text = { name: 'description', label: words.description, given: described, required: false }
    const impact = this.#questions.map(({ id, label, help }): Detail => {
      const why = help && this.#text(help)
      return { name: impactName(id), label: this.#text(label), given: !!this.#impact[id], required: false, why }
    })
    const fields = this.#asked.map(({ field, required, empty }): Detail => {
      const why = field.why && this.#text(field.why)
      return { name: fieldName(field.id), label: this.#text(field.label), given: !empty, required, why }
    })
    return [{ ...text, why: words.descriptionWhy }, ...impact, ...fields]
  }
}
