// The pure rules of a service definition alone, without the schemas: what a form asks, checks and promises by.

export { alwaysOpen } from '../sla/always-open.ts'
export {
  type AskedField,
  askedFields,
  type FieldRules,
  type FieldValues,
  fits,
  isEmpty,
} from './asked-fields.ts'
export { checkAnswer, defaultMaxLength } from './check-answer.ts'
export { checkFields, checkImpactAnswers } from './check-fields.ts'
export type { Condition } from './condition.ts'
export type { Field } from './definition.ts'
export type { Localized } from './localized.ts'
export { type PriorityDecision, type PriorityRules, priorities, priorityOf } from './priority-of.ts'
export type { PublicService } from './public-part.ts'
export { textIn } from './text-in.ts'
