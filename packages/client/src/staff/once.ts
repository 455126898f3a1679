import { newId } from '@aftercare/protocol'
import type { CallOptions, Core } from '../core.ts'
import type { DoOptions } from './staff-options.ts'

/** A fresh id for something that the client names: an action, a task, a visit. */
export const freshId = (core: Core): string => newId<string & { readonly __brand: 'StaffMade' }>(core.random)

/** The id of one write, and how it is sent under it. */
export function once(core: Core, { id = freshId(core), signal }: DoOptions = {}): { id: string; call: CallOptions } {
  return { id, call: { idempotencyKey: id, ...(signal && { signal }) } }
}
