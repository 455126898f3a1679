import { breath } from '../../work/in-slices.ts'
import type { NumberSet } from './number-set.ts'

/**
 * How many tickets are looked up at once by their numbers. A list of varying length is another statement each time: it is
 * filled up to one of these. No ticket has the number 0.
 */
const lengths = [1, 16, 128, 512, 1_500] as const

/** The newest first, so many to begin with. */
export async function* portionsOf(
  numbers: NumberSet,
  first: (typeof lengths)[number] = 1_500,
): AsyncGenerator<readonly number[]> {
  let some: number[] = []
  let length = lengths.indexOf(first)
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
