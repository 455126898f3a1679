import type { Priority } from '@aftercare/protocol'
import type { ServiceDefinition, TicketTypeDefinition } from '@aftercare/protocol/service'
import { type BusinessCalendar, calendarOf, type SlaPolicy, untriagedPriority } from '@aftercare/protocol/sla'

/** A definition with what is worth making once of it: its calendars' indexes and the policy of its clocks. */
export interface CompiledService {
  readonly definition: ServiceDefinition
  readonly policy: SlaPolicy
  type(id: string): TicketTypeDefinition | undefined
  /** The id of the calendar that a priority's promises are counted by. */
  calendarId(priority: Priority | null): string
  calendar(priority: Priority | null): BusinessCalendar
}

export function compileService(definition: ServiceDefinition): CompiledService {
  const { priorities, sla, escalation, types } = definition
  const byId = new Map(types.map((type) => [type.id, type]))
  const target = ({ firstResponse, nextResponse, resolution }: ServiceDefinition['priorities']['critical']) => ({
    firstResponse,
    nextResponse,
    resolution,
  })
  const calendarId = (priority: Priority | null) => (priority && priorities[priority].calendar) || sla.calendar
  return {
    definition,
    policy: {
      targets: {
        critical: target(priorities.critical),
        high: target(priorities.high),
        normal: target(priorities.normal),
        low: target(priorities.low),
      },
      untriaged: untriagedPriority,
      pauses: sla.pauses,
      thresholds: [...new Set(escalation.map(({ at }) => at))],
    },
    type: (id) => byId.get(id),
    calendarId,
    calendar: (priority) => calendarOf(definition, calendarId(priority)),
  }
}
