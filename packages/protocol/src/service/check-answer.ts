import type { FieldError } from '../wire/problem.ts'
import type { FieldRules } from './asked-fields.ts'
import type { Field } from './definition.ts'

/** Longest answers in UTF-16 code units where the field does not say its own. */
export const defaultMaxLength = { text: 200, long_text: 5000, version: 60 } as const

/** What is wrong with one answer that was given, whether or not one is needed. `pointer` is where it stands. */
export function checkAnswer(field: Field, value: unknown, pointer: string, rules: FieldRules): readonly FieldError[] {
  switch (field.kind) {
    case 'text':
    case 'long_text':
      return checkText(value, pointer, field.maxLength ?? defaultMaxLength[field.kind])
    case 'version': {
      const errors = checkText(value, pointer, defaultMaxLength.version)
      return errors.length === 0 && /[\r\n\u2028\u2029]/.test(String(value)) ? [{ pointer, code: 'invalid' }] : errors
    }
    case 'choice':
      return checkWord(value, pointer, field.options)
    case 'component':
      return checkWord(value, pointer, rules.components)
    case 'multiple_choice': {
      if (!Array.isArray(value) || new Set(value).size < value.length) return [{ pointer, code: 'invalid' }]
      if (field.atMost !== undefined && value.length > field.atMost) {
        return [{ pointer, code: 'too_many', limit: field.atMost }]
      }
      return value.flatMap((word, index) => checkWord(word, `${pointer}/${index}`, field.options))
    }
    case 'date':
      return isTime(value, field.precision) ? [] : [{ pointer, code: 'invalid' }]
    case 'date_range':
      return checkRange(value, pointer, field.precision)
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) return [{ pointer, code: 'invalid' }]
      if (field.whole === true && !Number.isSafeInteger(value)) return [{ pointer, code: 'invalid' }]
      const { minimum = value, maximum = value } = field
      if (value < minimum) return [{ pointer, code: 'not_allowed', limit: minimum }]
      return value > maximum ? [{ pointer, code: 'not_allowed', limit: maximum }] : []
    }
    case 'consent':
    case 'boolean':
      return typeof value === 'boolean' ? [] : [{ pointer, code: 'invalid' }]
  }
}

function checkText(value: unknown, pointer: string, limit: number): readonly FieldError[] {
  if (typeof value !== 'string') return [{ pointer, code: 'invalid' }]
  if (value.length > limit) return [{ pointer, code: 'too_long', limit }]
  // What not every database keeps, as in the wire's own texts: U+0000 and lone surrogates.
  const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/
  return value.includes('\u0000') || loneSurrogate.test(value) ? [{ pointer, code: 'character_not_allowed' }] : []
}

function checkWord(value: unknown, pointer: string, words: readonly { readonly id: string }[]): readonly FieldError[] {
  if (typeof value !== 'string') return [{ pointer, code: 'invalid' }]
  return words.some(({ id }) => id === value) ? [] : [{ pointer, code: 'not_allowed' }]
}

function checkRange(value: unknown, pointer: string, precision: 'day' | 'instant' | undefined): readonly FieldError[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [{ pointer, code: 'invalid' }]
  const ends: Readonly<Record<string, unknown>> = { ...value }
  const errors = Object.keys(ends)
    .filter((name) => name !== 'from' && name !== 'to')
    .map((): FieldError => ({ pointer, code: 'unknown_member' }))
  for (const end of ['from', 'to']) {
    if (ends[end] === undefined) errors.push({ pointer: `${pointer}/${end}`, code: 'required' })
    else if (!isTime(ends[end], precision)) errors.push({ pointer: `${pointer}/${end}`, code: 'invalid' })
  }
  // Both forms sort as text in the order of time.
  if (errors.length === 0 && String(ends['to']) < String(ends['from'])) {
    errors.push({ pointer: `${pointer}/to`, code: 'not_allowed' })
  }
  return errors
}

/** A day of the calendar, or an instant in UTC with milliseconds, that exists. */
function isTime(value: unknown, precision: 'day' | 'instant' = 'day'): boolean {
  if (typeof value !== 'string') return false
  const form = precision === 'day' ? /^\d{4}-\d\d-\d\d$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
  const instant = form.test(value) ? Date.parse(precision === 'day' ? `${value}T00:00:00.000Z` : value) : Number.NaN
  return Number.isFinite(instant) && new Date(instant).toISOString().startsWith(value)
}
