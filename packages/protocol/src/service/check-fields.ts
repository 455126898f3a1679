import type { FieldError } from '../wire/problem.ts'
import { askedFields, type FieldRules, type FieldValues } from './asked-fields.ts'
import { checkAnswer } from './check-answer.ts'
import type { ServiceDefinition } from './definition.ts'
import type { ServiceRole } from './roles.ts'

/**
 * What is wrong with a ticket's own fields, by pointers from the ticket (`/fields/…`). Pure and without a schema
 * library, so that a form can say it offline and the server says the same:
 * - `required`: an answer is needed; for a consent, agreeing
 * - `not_allowed`: no such option, out of bounds, or a field that is not asked with these values
 * - `unknown_member`: no field of this type that this role sees
 * - `invalid`, `too_long`, `too_many`, `character_not_allowed`: the answer is not as the field's kind takes it
 */
export function checkFields(
  rules: FieldRules,
  type: string,
  values: FieldValues,
  role: ServiceRole,
): readonly FieldError[] {
  const definition = rules.types.find(({ id }) => id === type)
  if (!definition) return [{ pointer: '/type', code: 'not_allowed' }]
  const asked = new Map(askedFields(rules, type, values, role).map((each) => [each.field.id, each]))
  const unasked = Object.keys(values)
    .filter((id) => !asked.has(id) && values[id] !== undefined)
    .map((id): FieldError => {
      const field = definition.fields.find((each) => each.id === id)
      const seen = field !== undefined && (field.visibleTo === undefined || field.visibleTo.includes(role))
      return { pointer: pointerTo(id), code: seen ? 'not_allowed' : 'unknown_member' }
    })
  const answers = [...asked.values()].flatMap(({ field, required, empty }): readonly FieldError[] => {
    const pointer = pointerTo(field.id)
    const value = Object.hasOwn(values, field.id) ? values[field.id] : undefined
    if (value !== undefined) {
      const errors = checkAnswer(field, value, pointer, rules)
      if (errors.length > 0) return errors
    }
    const given = !empty && !(field.kind === 'consent' && value === false)
    return required && !given ? [{ pointer, code: 'required' }] : []
  })
  return [...answers, ...unasked]
}

/** Answers to the questions about impact and urgency, by pointers from the ticket (`/impact/…`). None is required. */
export function checkImpactAnswers(
  {
    types,
    impact,
  }: {
    readonly types: readonly Pick<ServiceDefinition['types'][number], 'id' | 'asks'>[]
    readonly impact: ServiceDefinition['impact']
  },
  type: string,
  answers: FieldValues,
): readonly FieldError[] {
  const asks = types.find(({ id }) => id === type)?.asks ?? []
  return Object.entries(answers).flatMap(([id, answer]): readonly FieldError[] => {
    const pointer = pointerTo(id, 'impact')
    const question = asks.includes(id) ? impact.questions.find((each) => each.id === id) : undefined
    if (!question) return [{ pointer, code: 'unknown_member' }]
    return question.options.some((option) => option.id === answer) ? [] : [{ pointer, code: 'not_allowed' }]
  })
}

/** RFC 6901; written out here, because the wire's own maker of pointers stands beside its schemas. */
const pointerTo = (id: string, list = 'fields') => `/${list}/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`
