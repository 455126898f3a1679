/** Up to 99,999,999 in one part of a version. */
const digits = 8

const parts = (version: string): string =>
  version
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .replace(/\+.*$/, '')
    .replace(/[-_](?=[a-z])|(?<=\d)(?=[a-z])/, '!')
    .replace(/\d+/g, (number) => number.replace(/^0+(?=\d)/, '').padStart(digits, '0'))

/**
 * A text for a version that sorts (by bytes) as the version does: `2.9` before `2.10`, `2.0-beta` before `2.0`, `2.0`
 * before `2.0.1`. Build metadata (`+…`) counts for nothing, as in Semantic Versioning 2.0.
 */
export const versionKey = (version: string): string =>
  parts(version).includes('!') ? parts(version) : `${parts(version)}-`

/** The lower end of a range that begins with a version: all that begin so are in it. */
export const firstVersionKey = (version: string): string => parts(version)

/** The upper end of a range that ends with a version: all that begin so are in it, so that `2` ends after `2.9`. */
export const lastVersionKey = (version: string): string => `${parts(version)}~`
