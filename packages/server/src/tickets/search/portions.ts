import { breath } from '../../work/in-slices.ts'
import type { NumberSet } from './number-set.ts'

/** So many tickets are looked up at once by their numbers. */
export const mostAtOnce = 1_500
/** A list of varying length is another statement each time: it is filled up to one of these. No ticket has the number 0. */
const lengths = [1, 16, 128, mostAtOnce]

/** The newest first, few to begin with. */
export async function* portionsOf(numbers: NumberSet): AsyncGenerator<readonly number[]> {
  let some: number[] = []
  let length = 0
  const filledUp = () => {
    const whole = lengths.find((each) => each >= some.length)!
    return [...some, ...Array.from({ length: whole - some.length }, () => 0)]
  }
  for (const number of numbers) {
    some.push(number)
    if (some.length < lengths[length]!) continue
    yield some
    await breath()
    some = []
    length = Math.min(length + 1, lengths.length - 1)
  }
  if (some.length > 0) yield filledUp()
}
