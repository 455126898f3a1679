import type { Priority } from '../tickets/ticket.ts'
import type { FieldValues } from './asked-fields.ts'
import type { Condition } from './condition.ts'
import type { ServiceDefinition } from './definition.ts'
import { type PriorityDecision, priorityOf } from './priority-of.ts'
import { type RoutingDecision, routeTicket, type TicketFacts } from './route-ticket.ts'

/** All that the rules look at in a new ticket: kept with what they decided, it repeats the decision at any time. */
export interface DecisionFacts extends Omit<TicketFacts, 'priority'> {
  /** Answers to the questions of impact and urgency. */
  readonly impact: FieldValues
  /** Answers to those fields alone that a routing rule of the version reads. */
  readonly fields: FieldValues
}

/** What the rules make of a ticket: its priority and where it goes, with why. */
export interface TicketDecision {
  readonly sorted: PriorityDecision
  readonly routed: RoutingDecision
}

/** What the rules of a definition would look at, out of everything that is known of a ticket. */
export function factsOf(definition: Pick<ServiceDefinition, 'routing'>, known: DecisionFacts): DecisionFacts {
  const read = new Set(definition.routing.rules.flatMap(({ when }) => (when.fields ? fieldsIn(when.fields) : [])))
  return { ...known, fields: Object.fromEntries(Object.entries(known.fields).filter(([id]) => read.has(id))) }
}

/** Priority from impact and urgency, team by the routing rules. Pure: equal definition and facts, equal decision. */
export function decideTicket(
  definition: Pick<ServiceDefinition, 'types' | 'impact' | 'routing'>,
  facts: DecisionFacts,
): TicketDecision {
  const sorted = priorityOf(definition, facts.type, facts.impact)
  return { sorted, routed: routeTicket(definition, { ...facts, priority: sorted.priority }) }
}

/** What a ticket's history says that the rules decided. */
export interface MadeDecision {
  readonly priority: Priority
  readonly impact: string | null
  readonly urgency: string | null
  readonly team: string | null
  /** Null for what is done when no rule fits. */
  readonly rule: string | null
  readonly skills: readonly string[]
  readonly callIn: readonly string[]
}

/** One thing that was decided, and what the rules say to it now. */
export interface ReplayedDecision {
  readonly what: keyof MadeDecision
  readonly made: string | null
  readonly replayed: string | null
  readonly agrees: boolean
}

const compared = ['priority', 'impact', 'urgency', 'team', 'rule', 'skills', 'callIn'] as const

/** Decides again from the kept facts, by the version that a decision names, and says where that differs. Pure. */
export function replayDecision(
  definition: Pick<ServiceDefinition, 'types' | 'impact' | 'routing'>,
  facts: DecisionFacts,
  made: MadeDecision,
): readonly ReplayedDecision[] {
  const { sorted, routed } = decideTicket(definition, facts)
  const again: MadeDecision = { ...sorted, ...routed, rule: ruleTaken(routed) }
  const said = (value: MadeDecision[keyof MadeDecision]) =>
    Array.isArray(value) ? value.join(', ') : (value as string | null)
  return compared.map((what) => {
    const [before, now] = [said(made[what]), said(again[what])]
    return { what, made: before, replayed: now, agrees: before === now }
  })
}

/** The rule that decided; null where none fitted. */
export const ruleTaken = ({ reasons }: Pick<RoutingDecision, 'reasons'>): string | null =>
  reasons.find(({ taken }) => taken)?.rule ?? null

function fieldsIn(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsIn)
  if ('any' in condition) return condition.any.flatMap(fieldsIn)
  return 'not' in condition ? fieldsIn(condition.not) : [condition.field]
}
