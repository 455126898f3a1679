import type { FieldError, NewTicket, Priority } from '@aftercare/protocol'
import {
  checkFields,
  checkImpactAnswers,
  decideTicket,
  factsOf,
  ruleTaken,
  type ServiceRole,
} from '@aftercare/protocol/service'
import { ProblemError } from '../handle/problem-error.ts'
import type { CompiledService } from '../service/compiled-service.ts'
import type { NewEntry } from './history/entry.ts'

/** What the rules of the service make of a new ticket, and why. */
export interface Sorted {
  readonly priority: Priority
  readonly team: string
  readonly entries: readonly NewEntry[]
}

/** The facts about the requester that rules may look at. */
export interface Requester {
  readonly tier?: 'strategic' | 'key' | 'standard' | undefined
}

/**
 * Checks what a ticket says against the definition that its form was made of. Values that no field takes are refused
 * in any case; that a field is unanswered only where the caller names the version of its form. A program, a mail or a
 * telephone call asks no questions, and a report that lacks details is better than none.
 *
 * @throws ProblemError validation_failed
 */
export function checkAnswers(service: CompiledService, ticket: NewTicket, role: ServiceRole): void {
  const { definition } = service
  const { type, fields = {}, impact = {}, serviceVersion } = ticket
  const errors: readonly FieldError[] = [
    ...checkFields(definition, type, fields, role),
    ...checkImpactAnswers(definition, type, impact),
  ].filter(({ code }) => code !== 'required' || serviceVersion !== undefined)
  if (errors.length > 0) throw new ProblemError('validation_failed', { errors })
}

/** What of a ticket the rules look at. */
type SortedTicket = Pick<NewTicket, 'type' | 'fields' | 'impact' | 'channel' | 'locale'>

/** Priority from impact and urgency, team by the routing rules: both with their reasons, for the timeline. */
export function sortTicket(service: CompiledService, ticket: SortedTicket, requester: Requester): Sorted {
  const { definition } = service
  const { type, fields = {}, impact = {}, channel = 'http', locale: language } = ticket
  const component = componentOf(service, ticket)
  const { tier } = requester
  const facts = factsOf(definition, {
    ...{ type, impact, channel, language, fields },
    ...(component !== undefined && { component }),
    ...(tier !== undefined && { tier }),
  })
  const { sorted, routed } = decideTicket(definition, facts)
  return {
    priority: sorted.priority,
    team: routed.team,
    entries: [
      { type: 'sorted', ...sorted, reason: definition.priorities[sorted.priority].label },
      {
        ...{ type: 'routed', team: routed.team, rule: ruleTaken(routed), reason: routed.reason },
        ...{ skills: [...routed.skills], callIn: [...routed.callIn], serviceVersion: definition.version, facts },
      },
    ],
  }
}

/** The answer to the type's question about a component, if it asks one. */
export function componentOf(
  service: CompiledService,
  { type, fields = {} }: { readonly type: string; readonly fields?: Readonly<Record<string, unknown>> | undefined },
): string | undefined {
  const field = service.type(type)?.fields.find(({ kind }) => kind === 'component')
  const answer = field && fields[field.id]
  return typeof answer === 'string' ? answer : undefined
}
