import type { Core } from '../core.ts'
import type { Draft, Drafts } from './draft.ts'

/** What a person typed and did not send yet. Nothing is read before `open`. */
export function drafts(core: Core): Drafts {
  return core.column(column)
}

function column(core: Core): Drafts {
  /** By person and key: who comes back to the page finds what they left. */
  const opened = new Map<string, Promise<Draft<unknown>>>()
  core.session.onToken(({ identity }) => {
    // What was begun before anybody was known belongs to the first who is.
    for (const [name, draft] of [...opened]) {
      if (!name.startsWith('/')) continue
      opened.delete(name)
      opened.set(identity + name, draft)
    }
  })
  return {
    async open<T>(key: string): Promise<Draft<T>> {
      const name = `${await core.session.identity().catch(() => '')}/${key}`
      let draft = opened.get(name)
      if (!draft) {
        draft = import('./open-draft.ts').then(({ openDraft }) => openDraft(core, key))
        opened.set(name, draft)
        draft.catch(() => opened.delete(name))
      }
      // A key belongs to one form, whose values have one type.
      return (await draft) as Draft<T>
    },
  }
}
