import type { Field } from '@aftercare/protocol/service-rules'
import { fromLocalTime } from './local-time.ts'

/** What a control of a field says, as the wire has it; undefined where it says nothing. `before` is what it said. */
export function answerFrom(field: Field, control: HTMLInputElement, before: unknown): unknown {
  const { value } = control
  switch (field.kind) {
    case 'boolean':
      return value === 'yes'
    case 'consent':
      return control.checked || undefined
    case 'number':
      return Number.isNaN(control.valueAsNumber) ? undefined : control.valueAsNumber
    case 'date':
      return timeFrom(field, value)
    case 'date_range': {
      const ends = { ...endsOf(before), [control.dataset['end'] ?? '']: timeFrom(field, value) }
      const { from, to } = ends
      return from || to ? { ...(from && { from }), ...(to && { to }) } : undefined
    }
    case 'multiple_choice': {
      const chosen = listOf(before).filter((id) => id !== value)
      if (control.checked) chosen.push(value)
      // In the order of the definition, so that the same choice is the same answer.
      const answer = field.options.map(({ id }) => id).filter((id) => chosen.includes(id))
      return answer.length ? answer : undefined
    }
    default:
      return value || undefined
  }
}

/** Both ends of a range, as far as there are any: drafts come from the disk and may hold anything. */
export function endsOf(answer: unknown): { readonly from?: string | undefined; readonly to?: string | undefined } {
  const { from, to } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>
  return { from: textOf(from) || undefined, to: textOf(to) || undefined }
}

export const listOf = (answer: unknown): string[] => (Array.isArray(answer) ? answer.map(String) : [])
export const textOf = (answer: unknown): string =>
  typeof answer === 'string' || typeof answer === 'number' ? String(answer) : ''

const timeFrom = (field: { readonly precision?: 'day' | 'instant' | undefined }, value: string): string | undefined =>
  field.precision === 'instant' ? fromLocalTime(value) : value || undefined
