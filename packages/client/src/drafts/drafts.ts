import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import type { Draft, DraftState, Drafts } from './draft.ts'

export function drafts(_core: Core): Drafts {
  return {
    async open<T>(): Promise<Draft<T>> {
      let value: T | undefined
      return {
        get value() {
          return value
        },
        $state: atom<DraftState>({ status: 'empty' }),
        save(next) {
          value = next
        },
        flush: async () => {},
        async clear() {
          value = undefined
        },
        discard: () => [],
      }
    },
  }
}
