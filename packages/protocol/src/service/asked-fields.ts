import type { Condition } from './condition.ts'
import type { Field, ServiceDefinition } from './definition.ts'
import type { ServiceRole } from './roles.ts'

/** What of a definition, or of its public part, says which fields there are. */
export interface FieldRules {
  readonly types: readonly { readonly id: string; readonly fields: readonly Field[] }[]
  readonly components: readonly Pick<ServiceDefinition['components'][number], 'id'>[]
}

/** A ticket's answers by the ids of its fields, not yet checked. */
export type FieldValues = Readonly<Record<string, unknown>>

export interface AskedField {
  readonly field: Field
  readonly required: boolean
  /** Nothing has been said yet, or only blanks. */
  readonly empty: boolean
}

/** Whether nothing was said: no value, an empty list, or text of nothing but blanks. */
export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return value === undefined || (typeof value === 'string' && value.trim() === '')
}

/** Whether a condition fits what `read` says of the fields. Total: any condition and any values have an answer. */
export function fits(condition: Condition, read: (field: string) => unknown): boolean {
  if ('all' in condition) return condition.all.every((each) => fits(each, read))
  if ('any' in condition) return condition.any.some((each) => fits(each, read))
  if ('not' in condition) return !fits(condition.not, read)
  const value = read(condition.field)
  if ('filled' in condition) return condition.filled !== isEmpty(value)
  if ('atLeast' in condition) return typeof value === 'number' && value >= condition.atLeast
  if ('atMost' in condition) return typeof value === 'number' && value <= condition.atMost
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  const wanted: readonly unknown[] = 'is' in condition ? [condition.is] : condition.in
  return values.some((each) => each !== undefined && wanted.includes(each))
}

/** The value of an own member: what an object inherits is no answer. */
export const answerIn =
  (values: FieldValues) =>
  (field: string): unknown =>
    Object.hasOwn(values, field) ? values[field] : undefined

/**
 * The fields that this person is asked with these values, in the order of the definition, and which of them need an
 * answer. Pure, and the same on both sides: a form renders it, the server checks by it. Values of hidden fields count
 * for nothing.
 */
export function askedFields(
  rules: FieldRules,
  type: string,
  values: FieldValues,
  role: ServiceRole,
): readonly AskedField[] {
  const fields = rules.types.find(({ id }) => id === type)?.fields ?? []
  const byId = new Map(fields.map((field) => [field.id, field]))
  const shown = new Map<string, boolean>()
  const answer = answerIn(values)
  const read = (id: string): unknown => {
    const field = byId.get(id)
    return field && isShown(field) ? answer(id) : undefined
  }
  const isShown = (field: Field): boolean => {
    const known = shown.get(field.id)
    if (known !== undefined) return known
    // A field that waits for itself stays hidden; a checked definition has none.
    shown.set(field.id, false)
    const result =
      (field.visibleTo === undefined || field.visibleTo.includes(role)) &&
      (field.visibleWhen === undefined || fits(field.visibleWhen, read))
    shown.set(field.id, result)
    return result
  }
  return fields.filter(isShown).map((field) => ({
    field,
    required: field.required === true || (field.requiredWhen !== undefined && fits(field.requiredWhen, read)),
    empty: isEmpty(answer(field.id)),
  }))
}
