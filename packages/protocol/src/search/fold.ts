/** Letters that no Unicode decomposition takes apart, as people type them who do not have the key. */
const plain: Readonly<Record<string, string>> = { æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i' }

/**
 * Folds what readers take for the same: case, width, accents, ligatures. Voiced kana and Hangul syllables stay whole.
 * The text may become longer or shorter.
 */
export function fold(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole of ASCII is meant.
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toUpperCase()
    .toLowerCase()
    .replace(/[æœøđðłþı]/g, (letter) => plain[letter]!)
}
