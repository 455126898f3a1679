import type { Words } from '../locales/words.ts'

const loaded = new Map<string, Words | Promise<Words>>()

/** The language that serves a reader of `tag` (BCP 47) best. */
export const bestLocale = (tag: string): 'en' | 'zh-CN' => (/^zh\b/i.test(tag) ? 'zh-CN' : 'en')

/** Keeps what `load` brings under `key`, and brings it at once from then on. */
export function kept<T>(memory: Map<string, T | Promise<T>>, key: string, load: () => Promise<T>): T | Promise<T> {
  let value = memory.get(key)
  if (!value) {
    value = load().then(
      (words) => {
        memory.set(key, words)
        return words
      },
      (error) => {
        memory.delete(key)
        throw error
      },
    )
    memory.set(key, value)
  }
  return value
}

/** The words of the language that serves a reader of `tag` best; at once where they are loaded already. */
export function wordsFor(tag: string): Words | Promise<Words> {
  const best = bestLocale(tag)
  // One literal import each, so that a bundler can see them.
  return kept(
    loaded,
    best,
    async () => (best === 'en' ? await import('../locales/en.ts') : await import('../locales/zh-cn.ts')).default,
  )
}

/** The language that the page says this element is in: the nearest `lang`, through shadow roots, else the reader's. */
export function pageLanguage(element: Element): string {
  for (let node: Node | null = element; node; ) {
    const found: Element | null = node instanceof Element ? node.closest('[lang]') : null
    if (found) return found.getAttribute('lang') ?? ''
    const root: Node = node.getRootNode()
    node = root instanceof ShadowRoot ? root.host : null
  }
  return navigator.language
}
