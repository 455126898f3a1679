/** The language that a text is kept in where nobody says otherwise. */
const commonest = 'en'

const language = (locale: string): string => locale.toLowerCase().split('-')[0]!

/**
 * Which of the languages that a text is there in suits a reader: the very one, then its language without the region, then
 * another region's, then English, then the first.
 *
 * @param available BCP 47 tags, in a fixed order
 * @param wanted BCP 47 tag
 */
export function chooseLocale(available: readonly string[], wanted: string | undefined): string | undefined {
  const asked = wanted?.toLowerCase() ?? commonest
  return (
    available.find((locale) => locale.toLowerCase() === asked) ??
    available.find((locale) => locale.toLowerCase() === language(asked)) ??
    available.find((locale) => language(locale) === language(asked)) ??
    available.find((locale) => language(locale) === commonest) ??
    available[0]
  )
}
