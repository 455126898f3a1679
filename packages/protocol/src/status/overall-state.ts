import type { ComponentStatus, IncidentImpact, StatusIndicator } from './statuspage.ts'

/**
 * How the whole is, from well to worst. `notice` is an incident that is open and said to have no impact: nothing is said to
 * be broken, and yet not everything is as it should be.
 */
export const overallStates = ['operational', 'maintenance', 'notice', 'minor', 'major', 'critical'] as const
export type OverallState = (typeof overallStates)[number]

/** What indicators, parts and impacts are called, and how bad that is. */
const states: Readonly<Record<StatusIndicator | ComponentStatus | IncidentImpact, OverallState>> = {
  none: 'operational',
  operational: 'operational',
  maintenance: 'maintenance',
  under_maintenance: 'maintenance',
  minor: 'minor',
  degraded_performance: 'minor',
  partial_outage: 'minor',
  major: 'major',
  major_outage: 'major',
  critical: 'critical',
}
const byWord = new Map<string, OverallState>(Object.entries(states))

/** How bad it is what an indicator or the state of a part says; `undefined` for a word that is not known. */
export const stateOf = (word: string): OverallState | undefined => byWord.get(word)

/** Of an incident, by its impact: one that is said to have none is open all the same. */
export const stateOfIncident = (impact: string): OverallState =>
  impact === 'none' ? 'notice' : (stateOf(impact) ?? 'notice')

export interface WhatIsKnown {
  /** What the page says of itself. */
  readonly indicator?: string
  readonly components: readonly { readonly status: string }[]
  /** Those that are open. */
  readonly incidents: readonly { readonly impact: string }[]
  readonly maintenances: readonly { readonly status: string }[]
}

/**
 * The worst of what is said anywhere: an indicator is set by rules or by hand, and says that all is well in many feeds while
 * an incident is open. A word that is not known says nothing.
 */
export function overallState({ indicator = '', components, incidents, maintenances }: WhatIsKnown): OverallState {
  const said = [
    stateOf(indicator),
    ...components.map(({ status }) => stateOf(status)),
    ...incidents.map(({ impact }) => stateOfIncident(impact)),
    ...maintenances.map(({ status }) => (status === 'scheduled' ? undefined : 'maintenance')),
  ]
  return overallStates.findLast((state) => said.includes(state)) ?? 'operational'
}
