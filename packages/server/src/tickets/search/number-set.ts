/** Numbers of tickets, each a bit. */
export class NumberSet {
  readonly #bits: Uint32Array

  /** @param most No greater number comes in. */
  constructor(most: number) {
    this.#bits = new Uint32Array((most >>> 5) + 1)
  }

  /** What is in each of some sets, of which there is one at least. */
  static common(sets: readonly NumberSet[]): NumberSet {
    const all = new NumberSet(Math.max(...sets.map(({ most }) => most)))
    all.join(sets[0]!)
    for (const set of sets.slice(1)) all.meet(set)
    return all
  }

  add(number: number): void {
    this.#bits[number >>> 5]! |= 1 << (number & 31)
  }

  has(number: number): boolean {
    return (this.#bits[number >>> 5]! & (1 << (number & 31))) !== 0
  }

  /** Takes in all of another. */
  join(other: NumberSet): void {
    for (const [at, bits] of other.#bits.entries()) this.#bits[at]! |= bits
  }

  /** Keeps what is in another as well. */
  meet(other: NumberSet): void {
    for (const at of this.#bits.keys()) this.#bits[at]! &= other.#bits[at] ?? 0
  }

  /** No greater number is in it. */
  get most(): number {
    return this.#bits.length * 32 - 1
  }

  get size(): number {
    let size = 0
    for (let bits of this.#bits) for (; bits !== 0; bits &= bits - 1) size += 1
    return size
  }

  /** The greatest first: the newest tickets. */
  *[Symbol.iterator](): Generator<number, void> {
    for (let at = this.#bits.length - 1; at >= 0; at--) {
      for (let bits = this.#bits[at]!; bits !== 0; ) {
        const bit = 31 - Math.clz32(bits)
        bits &= ~(1 << bit)
        yield at * 32 + bit
      }
    }
  }
}
