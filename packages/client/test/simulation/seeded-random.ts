/** Numbers that one seed decides, all of them: the only source of chance in a simulation. */
export interface SeededRandom {
  /** From 0 up to 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(items: readonly T[]): T
  fill(bytes: Uint8Array<ArrayBuffer>): void
  /** Another source, decided by this one, whose use does not shift this one's numbers. */
  branch(): SeededRandom
}

/** sfc32, seeded by four words of splitmix32. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed | 0
  const word = () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state ^ (state >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return mixed ^ (mixed >>> 15)
  }
  let [a, b, c, d] = [word(), word(), word(), word()]
  const bits = () => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) bits()
  const random: SeededRandom = {
    next: () => bits() / 2 ** 32,
    between: (low, high) => low + Math.floor(random.next() * (high - low + 1)),
    chance: (probability) => random.next() < probability,
    pick: (items) => items[Math.floor(random.next() * items.length)]!,
    fill(bytes) {
      for (let index = 0; index < bytes.length; index++) bytes[index] = bits() & 255
    },
    branch: () => seededRandom(bits()),
  }
  return random
}
