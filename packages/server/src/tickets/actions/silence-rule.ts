import type { ServiceDefinition } from '@aftercare/protocol/service'
import type { CompiledService } from '../../service/compiled-service.ts'

const day = 24 * 60 * 60 * 1000

type Silence = NonNullable<ServiceDefinition['closure']['silence']>

/** After how many days without an answer tickets of this type are closed; null where they never are. */
export function silenceOf({ definition: { closure } }: CompiledService, type: string): Silence | null {
  const { silence } = closure
  return silence && !silence.exceptTypes?.includes(type) ? silence : null
}

/**
 * When silence is first acted on, for a ticket on which the customer's word is awaited since an instant (milliseconds);
 * null where it never is.
 */
export function reminderDue(service: CompiledService, type: string, since: number): number | null {
  const silence = silenceOf(service, type)
  return silence && since + silence.remindAfterDays * day
}
