import { canonicalLocale } from '@aftercare/protocol/knowledge'

/** A language as a server takes it; empty where a platform names one that is no BCP 47 tag, as `C` is: then any will do. */
export function readingLanguage(tag: string): string {
  const language = tag.replaceAll('_', '-')
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) && language.length <= 35 ? canonicalLocale(language) : ''
}
