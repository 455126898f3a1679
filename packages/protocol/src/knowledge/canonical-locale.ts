/** The canonical form of a language tag (BCP 47, as ECMA-402 has it): `zh-cn` is `zh-CN`, `iw` is `he`. What is no tag stays. */
export function canonicalLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? tag
  } catch {
    return tag
  }
}
