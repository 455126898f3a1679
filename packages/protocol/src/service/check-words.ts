import type { Findings } from './findings.ts'
import { localizedMembers } from './localized.ts'
import type { Place } from './place.ts'

/** Every text is there in every language of the definition, and in no other. */
export function checkWords(findings: Findings, root: Place): void {
  const locales = root.at('locales').items.flatMap((locale) => locale.text ?? [])
  for (const [index, locale] of root.at('locales').items.entries()) {
    if (locale.text !== undefined && locales.indexOf(locale.text) < index) {
      findings.add(locale, 'duplicate_id', `“${locale.text}” is there before.`, 'Name each language once.')
    }
  }
  if (locales.length > 0) walk(findings, root, locales)
}

/** Objects whose members are named by the vendor, not by the schema. */
const namedByVendor: ReadonlySet<string> = new Set(['calendars', 'matrix'])

function walk(findings: Findings, place: Place, locales: readonly string[]): void {
  for (const item of place.items) walk(findings, item, locales)
  for (const [name, member] of place.members) {
    if (namedByVendor.has(name)) continue
    if (!localizedMembers.has(name)) walk(findings, member, locales)
    else if (member.value !== null && typeof member.value === 'object') checkText(findings, member, locales)
  }
}

function checkText(findings: Findings, text: Place, locales: readonly string[]): void {
  for (const locale of locales) {
    if (text.names.includes(locale)) continue
    findings.add(
      text.absent(locale),
      'missing_words',
      `The text is missing in ${locale}.`,
      `Write it, or take ${locale} out of locales.`,
    )
  }
  for (const [name, words] of text.members) {
    if (locales.includes(name)) continue
    findings.add(
      words,
      'contradiction',
      `The text is there in ${name}, which is not among the locales.`,
      `Add ${name} to locales, or remove the text.`,
    )
  }
}
