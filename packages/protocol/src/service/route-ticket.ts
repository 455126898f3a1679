import type { Priority } from '../tickets/ticket.ts'
import { answerIn, type FieldValues, fits } from './asked-fields.ts'
import type { ServiceDefinition } from './definition.ts'
import type { Localized } from './localized.ts'

type Rule = ServiceDefinition['routing']['rules'][number]
type When = Rule['when']

/** What routing looks at. Kept with the decision, it replays the decision from the definition of that version. */
export interface TicketFacts {
  readonly type: string
  readonly priority: Priority
  readonly component?: string | undefined
  readonly tier?: 'strategic' | 'key' | 'standard' | undefined
  readonly channel?: 'widget' | 'sdk' | 'http' | 'email' | 'chat' | 'phone' | 'visit' | undefined
  /** BCP 47 tag of the language that the requester reads. */
  readonly language?: string | undefined
  readonly fields?: FieldValues | undefined
}

/** Why a rule was taken or passed over, by the parts of its condition, or because its team may not see the type. */
export interface RoutingReason {
  /** Null for what is done when no rule fits. */
  readonly rule: string | null
  readonly taken: boolean
  readonly because: readonly (keyof When | 'team_cannot_see')[]
}

export interface RoutingDecision {
  readonly team: string
  readonly role: Rule['role'] | null
  readonly skills: readonly string[]
  readonly callIn: readonly string[]
  /** The rule's own words, for the timeline. */
  readonly reason: Localized
  /** Every rule that was looked at, in order; the last one was taken. */
  readonly reasons: readonly RoutingReason[]
}

const parts = ['types', 'priorities', 'components', 'tiers', 'channels', 'languages', 'fields'] as const

/** Where a new ticket goes, and why. Pure: equal definition and facts give an equal decision. */
export function routeTicket(
  { routing, types }: Pick<ServiceDefinition, 'routing' | 'types'>,
  facts: TicketFacts,
): RoutingDecision {
  const allowed = types.find(({ id }) => id === facts.type)?.visibility.teams
  const sees = (team: string) => allowed === undefined || allowed.includes(team)
  const reasons: RoutingReason[] = []
  for (const rule of routing.rules) {
    const given = parts.filter((part) => rule.when[part] !== undefined)
    const missed = given.filter((part) => !holds(rule.when, part, facts))
    const taken = missed.length === 0 && sees(rule.team)
    reasons.push({ rule: rule.id, taken, because: taken ? given : missed.length > 0 ? missed : ['team_cannot_see'] })
    if (taken) return decision(rule, sees, reasons)
  }
  reasons.push({ rule: null, taken: true, because: [] })
  return decision(routing.otherwise, sees, reasons)
}

function decision(
  to: Omit<Rule, 'id' | 'when'>,
  sees: (team: string) => boolean,
  reasons: readonly RoutingReason[],
): RoutingDecision {
  const { team, role = null, skills = [], callIn = [], reason } = to
  return { team, role, skills, callIn: callIn.filter(sees), reason, reasons }
}

function holds(when: When, part: (typeof parts)[number], facts: TicketFacts): boolean {
  const among = (list: readonly string[] | undefined, fact: string | undefined) =>
    fact !== undefined && (list ?? []).includes(fact)
  switch (part) {
    case 'types':
      return among(when.types, facts.type)
    case 'priorities':
      return among(when.priorities, facts.priority)
    case 'components':
      return among(when.components, facts.component)
    case 'tiers':
      return among(when.tiers, facts.tier)
    case 'channels':
      return among(when.channels, facts.channel)
    case 'languages': {
      const tag = facts.language?.toLowerCase() ?? ''
      return when.languages?.some((language) => `${tag}-`.startsWith(`${language.toLowerCase()}-`)) ?? false
    }
    case 'fields':
      return when.fields !== undefined && fits(when.fields, answerIn(facts.fields ?? {}))
  }
}
