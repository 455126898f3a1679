const han = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u
const pieces = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]+|[\p{L}\p{N}_]+/gu

/** The terms that are usual without a tokenizer of ours: words in lower case, and pairs of characters. */
export function plainTerms(text) {
  return [...text.toLowerCase().matchAll(pieces)].flatMap(([piece]) => {
    const letters = [...piece]
    if (!han.test(piece) || letters.length === 1) return [piece]
    return letters.slice(1).map((letter, at) => letters[at] + letter)
  })
}
