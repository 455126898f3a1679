import { changeView, createView, listViews, removeView, type View, type ViewChange } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { once } from './once.ts'
import { type QueueFilters, queryOf } from './queue-filters.ts'
import type { DoOptions } from './staff-options.ts'

/** Saved queues: the caller's own, and those shared with its teams. Only leads and managers share. */
export interface Views {
  list(): Promise<readonly View[]>
  create(
    view: { readonly name: string; readonly team?: string | null; readonly filters: QueueFilters },
    options?: DoOptions,
  ): Promise<View>
  change(
    id: string,
    change: Omit<ViewChange, 'filters'> & { filters?: QueueFilters },
    options?: DoOptions,
  ): Promise<View>
  remove(id: string, options?: DoOptions): Promise<void>
}

export function views(core: Core): Views {
  return {
    list: async () => (await core.call(listViews)).items,
    create({ name, team = null, filters }, options) {
      const { id, call } = once(core, options)
      return core.call(createView, { body: { id, name, team, filters: queryOf(filters) } }, call)
    },
    change(viewId, { filters, ...change }, options) {
      const body = { ...change, ...(filters && { filters: queryOf(filters) }) }
      return core.call(changeView, { params: { viewId }, body }, once(core, options).call)
    },
    async remove(viewId, options) {
      await core.call(removeView, { params: { viewId } }, once(core, options).call)
    },
  }
}
