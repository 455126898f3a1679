// A vendor's after-sales service as data: how it is declared and checked, what of it is served, and the pure rules
// that both sides apply to it.

export { alwaysOpen } from '../sla/always-open.ts'
export { type AskedField, askedFields, type FieldRules, type FieldValues } from './asked-fields.ts'
export { defaultMaxLength } from './check-answer.ts'
export { checkFields, checkImpactAnswers } from './check-fields.ts'
export { type Condition, conditionSchema } from './condition.ts'
export {
  type DecisionFacts,
  decideTicket,
  factsOf,
  type MadeDecision,
  type ReplayedDecision,
  replayDecision,
  ruleTaken,
  type TicketDecision,
} from './decide-ticket.ts'
export { checkService, defineService, readService } from './define-service.ts'
export {
  type Field,
  type ServiceDefinition,
  serviceDefinitionSchema,
  type TicketTypeDefinition,
} from './definition.ts'
export { type DefinitionProblem, type DefinitionProblemCode, ServiceDefinitionError } from './definition-problem.ts'
export { definitionText } from './definition-text.ts'
export { definitionJsonSchema } from './json-schema.ts'
export type { Localized } from './localized.ts'
export { type PriorityDecision, type PriorityRules, priorities, priorityOf } from './priority-of.ts'
export { type PublicService, publicPart, publicServiceSchema } from './public-part.ts'
export { customerSideRoles, providerSideRoles, type ServiceRole, serviceRoles } from './roles.ts'
export { type RoutingDecision, type RoutingReason, routeTicket, type TicketFacts } from './route-ticket.ts'
export { calendarsRunningOut, type RunningOut } from './running-out.ts'
export { softwareAfterSales } from './software-after-sales/software-after-sales.ts'
export { textIn } from './text-in.ts'
