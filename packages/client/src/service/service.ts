import { atom, onMount } from 'nanostores'
import type { Core } from '../core.ts'
import { failureOf } from '../failure.ts'
import { known } from '../known-definition.ts'
import type { Service, ServiceState } from './service-state.ts'

/** The tenant's service definition, as far as it is served to this person. Nothing is requested before it is needed. */
export function service(core: Core): Service {
  return core.column(column)
}

function column(core: Core): Service {
  const $state = atom<ServiceState>({ status: 'loading' })
  /** Another number for each person: what was read for another one is not to be shown. */
  let epoch = 0
  let reading: Promise<void> | undefined
  let watched = false

  function set(state: ServiceState): void {
    core.column(known).service = state.status === 'ready' ? state.service : undefined
    $state.set(state)
  }

  function refresh(): Promise<void> {
    const mine = epoch
    const tell = (state: ServiceState) => {
      if (mine === epoch) set(state)
    }
    reading ??= import('./read-service.ts')
      .then(({ readDefinition }) => readDefinition(core, $state.get(), tell))
      .catch((error): ServiceState => ({ status: 'failed', reason: failureOf(error) }))
      .then((state) => {
        // Over before it is told: who hears of a failure may ask again at once.
        if (mine === epoch) reading = undefined
        tell(state)
      })
    return reading
  }

  core.session.onToken((_, changed) => {
    if (!changed) return
    epoch += 1
    reading = undefined
    set({ status: 'loading' })
    if (watched) void refresh()
  })

  onMount($state, () => {
    watched = true
    void refresh()
    return () => {
      watched = false
    }
  })

  return {
    $state,
    async load() {
      const known = $state.get()
      if (known.status === 'ready') return known.service
      return new Promise((resolve) => {
        const stop = $state.listen((state) => state.status === 'ready' && resolve(state.service))
        void refresh().then(() => {
          stop()
          const state = $state.get()
          resolve(state.status === 'ready' ? state.service : undefined)
        })
      })
    },
    refresh,
  }
}
