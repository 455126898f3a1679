import { distances, size } from './traditional-table.ts'

/** Of the numbers in the table, lowest first: those below `finalDigits` end a number. */
export const digits = '!#%&()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_abcdefghijklmnopqrstuvwxyz{|}~ '
export const finalDigits = 40

function readTable(): Map<string, string> {
  let at = 0
  const next = () => {
    let value = 0
    for (let scale = 1; ; scale *= digits.length - finalDigits) {
      const digit = digits.indexOf(distances[at++]!)
      if (digit < finalDigits) return value + digit * scale
      value += (digit - finalDigits) * scale
    }
  }
  let unit = 0
  const simplified = Array.from({ length: size }, () => {
    unit += next()
    return String.fromCharCode(unit)
  })
  unit = 0
  const table = new Map<string, string>()
  for (const each of simplified) {
    const distance = next()
    unit += distance % 2 === 0 ? distance / 2 : -(distance + 1) / 2
    table.set(String.fromCharCode(unit), each)
  }
  return table
}

const table = readTable()

/** A text with simplified characters for traditional ones, one for one: what is found in it stands at the same place. */
export function simplify(text: string): string {
  return text.replace(/[\u4e00-\u9fff]/g, (character) => table.get(character) ?? character)
}
