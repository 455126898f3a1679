/** Groups of fewer documents are left as they are: their distances are short anyway. */
const smallest = 16
const mostRounds = 12

/** n · log2 n in whole numbers, so that every machine arranges alike. */
const weights: number[] = [0]
function weight(count: number): number {
  for (let next = weights.length; next <= count; next++) weights.push(Math.round(next * Math.log2(next) * 4096))
  return weights[count]!
}

/**
 * An order of documents in which like stands beside like, so that the distances in postings are short: recursive graph
 * bisection (Dhulipala and others, "Compressing Graphs and Indexes with Recursive Graph Bisection", 2016). In steps of a
 * few milliseconds.
 *
 * @param documents The terms of each.
 * @returns The places of the documents in their new order.
 */
export function* arrange(documents: readonly Iterable<string>[]): Generator<void, number[]> {
  const numbers = new Map<string, number>()
  const frequencies: number[] = []
  const termsOf: number[][] = []
  for (const terms of documents) {
    const ofDocument = Array.from(terms, (term) => {
      const number = numbers.get(term) ?? numbers.size
      numbers.set(term, number)
      frequencies[number] = (frequencies[number] ?? 0) + 1
      return number
    })
    termsOf.push(ofDocument)
    yield
  }
  // A term of one document, or of most, has no say in who stands beside whom.
  const common: number[][] = []
  for (const terms of termsOf) {
    common.push(terms.filter((term) => frequencies[term]! > 1 && frequencies[term]! < documents.length / 2))
    yield
  }
  const order = documents.map((_, place) => place)
  const left = new Int32Array(numbers.size)
  const right = new Int32Array(numbers.size)

  function* bisect(from: number, to: number): Generator<void> {
    if (to - from < smallest) return
    const middle = (from + to) >> 1
    for (let round = 0; round < mostRounds; round++) {
      for (let at = from; at < to; at++) for (const term of common[order[at]!]!) left[term] = right[term] = 0
      for (let at = from; at < to; at++)
        for (const term of common[order[at]!]!) (at < middle ? left : right)[term]! += 1
      yield
      const gains = order.slice(from, to).map((document, at) => {
        const [here, there] = from + at < middle ? [left, right] : [right, left]
        let gain = 0
        for (const term of common[document]!) {
          const one = here[term]!
          const other = there[term]!
          gain += weight(one - 1) + weight(other + 1) - weight(one) - weight(other)
        }
        return { document, gain }
      })
      yield
      const byGain = (one: { gain: number }, other: { gain: number }) => other.gain - one.gain
      const ones = gains.slice(0, middle - from).sort(byGain)
      const others = gains.slice(middle - from).sort(byGain)
      let swapped = 0
      while (swapped < ones.length && ones[swapped]!.gain + others[swapped]!.gain > 0) swapped += 1
      const moved = ones.splice(0, swapped, ...others.slice(0, swapped))
      others.splice(0, swapped, ...moved)
      for (const [at, { document }] of [...ones, ...others].entries()) order[from + at] = document
      if (swapped === 0) break
      yield
    }
    yield* bisect(from, middle)
    yield* bisect(middle, to)
  }
  yield* bisect(0, order.length)
  return order
}
