import { sha256Hex } from '../handle/digest.ts'

/** Compares by hash, so that the time it takes tells nothing of how much of a guess is right. */
export const sameText = (one: string, other: string): boolean => sha256Hex(one) === sha256Hex(other)
