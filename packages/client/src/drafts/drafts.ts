import type { Core } from '../core.ts'
import type { Draft, Drafts } from './draft.ts'

/** What a person typed and did not send yet. Nothing is read before `open`. */
export function drafts(core: Core): Drafts {
  return core.column(column)
}

function column(core: Core): Drafts {
  const opened = new Map<string, Promise<Draft<unknown>>>()
  core.session.onToken((_, changed) => changed && opened.clear())
  return {
    async open<T>(key: string): Promise<Draft<T>> {
      let draft = opened.get(key)
      if (!draft) {
        draft = import('./open-draft.ts').then(({ openDraft }) => openDraft(core, key))
        opened.set(key, draft)
        draft.catch(() => opened.delete(key))
      }
      // A key belongs to one form, whose values have one type.
      return (await draft) as Draft<T>
    },
  }
}
