import type { Priority } from '../tickets/ticket.ts'
import { answerIn, type FieldValues } from './asked-fields.ts'
import type { ServiceDefinition } from './definition.ts'

/** What of a definition, or of its public part, decides on priorities. */
export interface PriorityRules {
  readonly types: readonly Pick<ServiceDefinition['types'][number], 'id' | 'asks' | 'priority'>[]
  readonly impact: ServiceDefinition['impact']
}

/** A priority with what it comes from: the levels that the answers gave, null where none said anything. */
export interface PriorityDecision {
  readonly priority: Priority
  readonly impact: string | null
  readonly urgency: string | null
}

/** Most urgent first. */
export const priorities = ['critical', 'high', 'normal', 'low'] as const satisfies readonly Priority[]

/**
 * The priority of a ticket of this type with these answers, and why. The worst answer of each axis counts; where one
 * axis is unanswered, its mildest level stands in, and the type's own priority is the least. Answers to questions that
 * are not asked for the type count for nothing. Throws a RangeError for a type that there is not.
 */
export function priorityOf({ types, impact }: PriorityRules, type: string, answers: FieldValues): PriorityDecision {
  const asked = types.find(({ id }) => id === type)
  if (!asked) throw new RangeError(`There is no ticket type “${type}”`)
  const answer = answerIn(answers)
  const worst = (axis: 'impact' | 'urgency'): string | null => {
    const levels = impact.questions
      .filter((question) => question.axis === axis && asked.asks?.includes(question.id))
      .map((question) => question.options.find(({ id }) => id === answer(question.id))?.level)
    return impact[axis].find(({ id }) => levels.includes(id))?.id ?? null
  }
  const found = { impact: worst('impact'), urgency: worst('urgency') }
  if (found.impact === null && found.urgency === null) return { priority: asked.priority, ...found }
  const row = found.impact ?? impact.impact.at(-1)?.id ?? ''
  const column = found.urgency ?? impact.urgency.at(-1)?.id ?? ''
  const cell = impact.matrix[row]?.[column] ?? asked.priority
  if (found.impact !== null && found.urgency !== null) return { priority: cell, ...found }
  const urgent = priorities.indexOf(cell) < priorities.indexOf(asked.priority)
  return { priority: urgent ? cell : asked.priority, ...found }
}
