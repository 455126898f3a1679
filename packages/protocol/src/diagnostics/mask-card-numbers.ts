/** Whether digits satisfy the check of ISO/IEC 7812 (Luhn). */
export function isCardNumber(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = digit * 2
    sum += index % 2 ? (doubled > 9 ? doubled - 9 : doubled) : digit
  }
  return sum % 10 === 0
}

/**
 * Digits in either width, with at most two spaces, dashes or dots between two of them, also as addresses write those. A UUID, which is matched first,
 * is none of them.
 */
const digitRun =
  /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|[\d０-９](?:(?:[\s.\-–‑_/+]|%20|%2D){0,2}[\d０-９]){12,}/gi

const plain = (run: string): string =>
  run.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10)).replace(/\D/g, '')

/**
 * Puts `[card number]` in the place of every run of digits that has a payment card's number in it. An instant in
 * milliseconds (13 digits that begin with 1) is none: cards of that length begin with 4.
 */
export function maskCardNumbers(text: string): string {
  return text.replace(digitRun, (run) => {
    const digits = run.replace(/%2[0D]/gi, '')
    return !/[a-f]/i.test(digits) && hasCardNumber(plain(digits)) ? '[card number]' : run
  })
}

function hasCardNumber(digits: string): boolean {
  for (let from = 0; from + 13 <= digits.length; from++) {
    for (let length = 13; length <= 19 && from + length <= digits.length; length++) {
      if (length === 13 && digits[from] !== '4') continue
      if (isCardNumber(digits.slice(from, from + length))) return true
    }
  }
  return false
}
