// Writes packages/protocol/src/search/traditional-table.ts: which simplified character stands for a traditional one. The
// data is OpenCC's (https://github.com/BYVoid/OpenCC, Apache-2.0), as opencc-js packs it; characters of the basic plane that
// become one character. Run again when opencc-js is renewed.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Converter } from 'opencc-js'
import { digits, finalDigits } from '../packages/protocol/src/search/traditional.ts'

const convert = Converter({ from: 't', to: 'cn' })
const pairs = []
for (let unit = 0x4e00; unit <= 0x9fff; unit++) {
  const simplified = convert(String.fromCharCode(unit))
  if (simplified.length === 1 && simplified.charCodeAt(0) !== unit) pairs.push([simplified.charCodeAt(0), unit])
}
pairs.sort(([one, first], [other, second]) => one - other || first - second)

/** The last digit says that it is the last by its own value. */
function written(number) {
  let rest = number
  let text = ''
  for (; rest >= finalDigits; rest = Math.floor(rest / (digits.length - finalDigits))) {
    text += digits[finalDigits + (rest % (digits.length - finalDigits))]
  }
  return text + digits[rest]
}

let before = [0, 0]
let ones = ''
let others = ''
for (const pair of pairs) {
  const distance = pair[1] - before[1]
  ones += written(pair[0] - before[0])
  others += written(distance < 0 ? -2 * distance - 1 : 2 * distance)
  before = pair
}

writeFileSync(
  join(import.meta.dirname, '../packages/protocol/src/search/traditional-table.ts'),
  `// Written by scripts/traditional-table.mjs from the data of OpenCC (Apache-2.0, https://github.com/BYVoid/OpenCC).

/** How many pairs there are. */
export const size = ${pairs.length}

/** The distance of each simplified character from the one before, then the same of the traditional ones, up and down. */
export const distances =
  '${ones + others}'
`,
)
console.log(`${pairs.length} pairs.`)
