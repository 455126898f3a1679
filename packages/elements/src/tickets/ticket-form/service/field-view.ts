import type { Field, Localized, PublicService } from '@aftercare/protocol/service-rules'
import { html, nothing } from 'lit'
import type { ServiceWords, Words } from '../../../locales/words.ts'
import { endsOf, listOf, textOf } from './field-answer.ts'
import { toLocalTime, zoneName } from './local-time.ts'

/** One question as it is drawn: of a type's own fields, or about impact and urgency. */
export interface Question {
  /** Name of its controls; the first one has it as its id. */
  readonly name: string
  readonly answer: unknown
  readonly required: boolean
  readonly error: string | undefined
}

/** What a view needs besides its question. */
export interface Drawing {
  readonly words: Words & ServiceWords
  readonly service: PublicService
  /** Milliseconds since the epoch. */
  readonly now: number
  text(text: Localized): string
  clear(name: string): void
}

interface Option {
  readonly id: string
  readonly label: Localized
  readonly help?: Localized | undefined
}
interface Asked {
  readonly label: Localized
  readonly help?: Localized | undefined
  readonly example?: Localized | undefined
}

/** More options than this are a menu. */
const radios = 5

/** A question with its control, by the kind of its field. Text is set once: a form never overwrites what is typed. */
export function fieldView(drawing: Drawing, field: Field, question: Question): unknown {
  const { words, service, text } = drawing
  const { answer, name } = question
  switch (field.kind) {
    case 'long_text':
      return single(
        drawing,
        field,
        question,
        html`<textarea
          id=${name}
          name=${name}
          rows="3"
          class="short"
          .defaultValue=${textOf(answer)}
          aria-required=${question.required}
          aria-invalid=${question.error ? 'true' : 'false'}
          aria-describedby="${name}-error ${name}-help"
        ></textarea>`,
      )
    case 'text':
    case 'version':
      return single(drawing, field, question, input(question, 'text', textOf(answer)))
    case 'number': {
      const step = field.whole ? '1' : 'any'
      const control = input(question, 'number', textOf(answer), step, field.whole ? 'numeric' : 'decimal')
      const unit = field.unit && html`<span id="${name}-unit" class="muted">${text(field.unit)}</span>`
      return single(drawing, field, question, html`<span class="row amount">${control} ${unit}</span>`)
    }
    case 'date': {
      const instant = field.precision === 'instant'
      const type = instant ? 'datetime-local' : 'date'
      const value = instant ? toLocalTime(answer) : textOf(answer)
      return single(drawing, field, question, html`<span class="date">${input(question, type, value)}</span>`)
    }
    case 'date_range':
      return group(drawing, field, question, 'group', rangeView(drawing, field.precision === 'instant', question))
    case 'component':
    case 'choice': {
      const options: readonly Option[] = field.kind === 'choice' ? field.options : service.components
      return options.length > radios
        ? single(drawing, field, question, menu(drawing, options, question))
        : choiceView(drawing, field, options, question)
    }
    case 'boolean': {
      const options = [
        { id: 'yes', label: { [words.tag]: words.yes } },
        { id: 'no', label: { [words.tag]: words.no } },
      ]
      const chosen = answer === true ? 'yes' : answer === false ? 'no' : undefined
      return choiceView(drawing, field, options, { ...question, answer: chosen })
    }
    case 'multiple_choice': {
      const chosen = listOf(answer)
      const most = field.atMost === undefined ? nothing : html`<p class="muted">${words.chooseUpTo(field.atMost)}</p>`
      const boxes = field.options.map((option, index) =>
        optionView(drawing, 'checkbox', question, option, index, chosen.includes(option.id)),
      )
      return group(drawing, field, question, 'group', html`${most}<div class="options">${boxes}</div>`)
    }
    case 'consent': {
      const statement = { id: 'yes', label: field.statement }
      return group(
        drawing,
        field,
        question,
        'group',
        optionView(drawing, 'checkbox', question, statement, 0, answer === true),
      )
    }
  }
}

/** One of a few answers; one that nobody has to give can be taken back. */
export function choiceView(drawing: Drawing, asked: Asked, options: readonly Option[], question: Question): unknown {
  const { words, clear } = drawing
  const { answer, name, required } = question
  const buttons = options.map((option, index) =>
    optionView(drawing, 'radio', question, option, index, option.id === answer),
  )
  const undo =
    required || answer === undefined
      ? nothing
      : html`<button type="button" class="plain clear" @click=${() => clear(name)}>${words.clear}</button>`
  return group(drawing, asked, question, 'radiogroup', html`<div class="options">${buttons}</div>${undo}`)
}

function optionView(
  { text }: Drawing,
  type: 'radio' | 'checkbox',
  { name, error }: Question,
  option: Option,
  index: number,
  checked: boolean,
): unknown {
  const id = index ? `${name}-${index}` : name
  const help = option.help && html`<span class="muted">${text(option.help)}</span>`
  return html`<label class="option">
    <input
      type=${type}
      id=${id}
      name=${name}
      value=${option.id}
      .checked=${checked}
      aria-invalid=${type === 'checkbox' && error ? 'true' : nothing}
    /><span><span>${text(option.label)}</span> ${help}</span>
  </label>`
}

function menu({ words, text }: Drawing, options: readonly Option[], question: Question): unknown {
  const { name, answer, required, error } = question
  return html`<select
    id=${name}
    name=${name}
    aria-required=${required}
    aria-invalid=${error ? 'true' : 'false'}
    aria-describedby="${name}-error ${name}-help"
  >
    <option value="">${words.chooseAnswer}</option>
    ${options.map(({ id, label }) => html`<option value=${id} ?selected=${id === answer}>${text(label)}</option>`)}
  </select>`
}

function rangeView({ words, now }: Drawing, instant: boolean, question: Question): unknown {
  const { name, answer } = question
  const ends = endsOf(answer)
  const type = instant ? 'datetime-local' : 'date'
  return html`<div class="range">
    ${(['from', 'to'] as const).map(
      (end) => html`<label class="date"
        ><span class="muted">${end === 'from' ? words.from : words.until}</span>
        <input
          id=${end === 'from' ? name : `${name}-to`}
          name=${name}
          data-end=${end}
          type=${type}
          value=${instant ? toLocalTime(ends[end]) : (ends[end] ?? '')}
          aria-invalid=${question.error ? 'true' : 'false'}
      /></label>`,
    )}
  </div>
  ${instant ? html`<p class="muted">${words.localTime(zoneName(words.tag, now))}</p>` : nothing}`
}

const input = (question: Question, type: string, value: string, step: unknown = nothing, mode: unknown = nothing) =>
  html`<input
    id=${question.name}
    name=${question.name}
    type=${type}
    step=${step}
    inputmode=${mode}
    value=${value}
    autocomplete="off"
    enterkeyhint="next"
    aria-required=${question.required}
    aria-invalid=${question.error ? 'true' : 'false'}
    aria-describedby="${question.name}-error ${question.name}-help ${question.name}-unit"
  />`

const optional = ({ words }: Drawing, { required }: Question): unknown =>
  required ? nothing : html`<span class="muted">${words.optional}</span>`

/** Help and example; where the time is one's own, that too. */
function helpView({ words, text, now }: Drawing, asked: Asked, name: string, instant = false): unknown {
  const zone = instant ? words.localTime(zoneName(words.tag, now)) : ''
  const help = asked.help ? text(asked.help) : ''
  const example = asked.example ? text(asked.example) : ''
  return html`<div class="muted" id="${name}-help">
    ${[help, zone, example].map((line) => line && html`<p class=${line.includes('\n') ? 'example' : ''}>${line}</p>`)}
  </div>`
}

const errorView = ({ name, error }: Question): unknown =>
  html`<p class=${error ? 'error' : ''} id="${name}-error">${error}</p>`

/** A label with one control. */
function single(drawing: Drawing, field: Field, question: Question, control: unknown): unknown {
  const instant = field.kind === 'date' && field.precision === 'instant'
  return html`<div class="field">
    <label for=${question.name}>${drawing.text(field.label)} ${optional(drawing, question)}</label>
    ${control} ${errorView(question)} ${helpView(drawing, field, question.name, instant)}
  </div>`
}

/** A question with several controls. */
function group(
  drawing: Drawing,
  asked: Asked,
  question: Question,
  role: 'group' | 'radiogroup',
  controls: unknown,
): unknown {
  const { name, required, error } = question
  const choice = role === 'radiogroup'
  return html`<fieldset
    class="field"
    role=${role}
    aria-required=${choice ? String(required) : nothing}
    aria-invalid=${choice && error ? 'true' : nothing}
    aria-describedby="${name}-error ${name}-help"
  >
    <legend class="label">${drawing.text(asked.label)} ${optional(drawing, question)}</legend>
    ${controls} ${errorView(question)} ${helpView(drawing, asked, name)}
  </fieldset>`
}
