import { fold } from './fold.ts'
import { finished } from './in-steps.ts'

/** An article with what it links to. */
export interface LinkingArticle {
  readonly id: string
  readonly links: readonly { readonly to: string; readonly text: string }[]
}

/** What other articles call an article: by its id, the texts of the links to it, each once. They make good keywords. */
export function linkTexts(articles: Iterable<LinkingArticle>): Map<string, string[]> {
  return finished(readingLinkTexts(articles))
}

/** The same in steps. */
export function* readingLinkTexts(articles: Iterable<LinkingArticle>): Generator<void, Map<string, string[]>> {
  const found = new Map<string, Map<string, string>>()
  for (const { id, links } of articles) {
    for (const { to, text } of links) {
      if (to === id) continue
      const texts = found.get(to) ?? new Map<string, string>()
      found.set(to, texts.set(fold(text.trim()), text.trim()))
    }
    yield
  }
  return new Map([...found].map(([id, texts]) => [id, [...texts.values()]]))
}
