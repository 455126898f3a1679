import type { ComponentStatus, IncidentImpact, StatusIndicator } from './statuspage.ts'

/**
 * How the whole is, from well to worst. `notice` is an incident that is open and said to have no impact: nothing is said to
 * be broken, and yet not everything is as it should be.
 */
export const overallStates = ['operational', 'maintenance', 'notice', 'minor', 'major', 'critical'] as const
export type OverallState = (typeof overallStates)[number]

const ofIndicators: Record<StatusIndicator, OverallState> = {
  none: 'operational',
  maintenance: 'maintenance',
  minor: 'minor',
  major: 'major',
  critical: 'critical',
}

const ofComponents: Record<ComponentStatus, OverallState> = {
  operational: 'operational',
  under_maintenance: 'maintenance',
  degraded_performance: 'minor',
  partial_outage: 'minor',
  major_outage: 'major',
}

const ofImpacts: Record<IncidentImpact | 'maintenance', OverallState> = {
  ...ofIndicators,
  none: 'notice',
}

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
export function overallState({ indicator, components, incidents, maintenances }: WhatIsKnown): OverallState {
  const said = [
    lookUp(ofIndicators, indicator),
    ...components.map(({ status }) => lookUp(ofComponents, status)),
    ...incidents.map(({ impact }) => lookUp(ofImpacts, impact) ?? 'notice'),
    ...maintenances.map(({ status }) => (status === 'scheduled' ? undefined : 'maintenance')),
  ]
  return overallStates[Math.max(0, ...said.map((state) => overallStates.indexOf(state!)))]!
}

const lookUp = (states: Readonly<Record<string, OverallState>>, word: string | undefined): OverallState | undefined =>
  word !== undefined && Object.hasOwn(states, word) ? states[word] : undefined
