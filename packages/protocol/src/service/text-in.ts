import type { Localized } from './localized.ts'

/**
 * The text in the language nearest to `locale`: the same tag, the same language with another region, the first of
 * `fallbacks` that there is, else whatever comes first. Empty only for a text in no language at all.
 */
export function textIn(text: Localized, locale: string, fallbacks: readonly string[] = ['en']): string {
  const language = (tag: string) => tag.toLowerCase().split('-')[0]
  const tags = Object.keys(text)
  for (const wanted of [locale, ...fallbacks]) {
    const found =
      tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase()) ??
      tags.find((tag) => language(tag) === language(wanted))
    if (found !== undefined) return text[found] ?? ''
  }
  return Object.values(text)[0] ?? ''
}
