/** A length in one byte: exact below 32, from there on within a tenth. */
export function quantized(length: number): number {
  return length < 32 ? length : Math.min(255, Math.floor(32 + Math.log2(length / 32) * 8))
}

/** The length that a byte stands for: whole numbers, so that sums of them are the same in any order. */
export const lengths = Float32Array.from({ length: 256 }, (_, byte) =>
  byte < 32 ? byte : Math.round(32 * 2 ** ((byte - 32) / 8)),
)
