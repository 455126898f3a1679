import type { TicketAction } from '@aftercare/protocol'
import type { Acting, Effect } from './apply-action.ts'
import { closingEffects } from './closing-effects.ts'
import { customerEffects } from './customer-effects.ts'
import { relationEffects } from './relation-effects.ts'
import { visitEffects } from './visit-effects.ts'
import { workEffects } from './work-effects.ts'

type Name = TicketAction['action']
export type ActionOf<N extends Name> = Extract<TicketAction, { action: N }>

/** What each action does; one that is missing does not compile. */
export type Effects<Names extends Name = Name> = {
  readonly [N in Names]: (acting: Acting, action: ActionOf<N>) => Promise<Effect>
}

const effects: Effects = {
  ...customerEffects,
  ...workEffects,
  ...closingEffects,
  ...relationEffects,
  ...visitEffects,
}

export function effectOf(acting: Acting, action: TicketAction): Promise<Effect> {
  const effect = effects[action.action] as (acting: Acting, action: TicketAction) => Promise<Effect>
  return effect(acting, action)
}
