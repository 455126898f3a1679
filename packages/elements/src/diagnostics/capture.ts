import { type Core, diagnostics } from '@aftercare/client'

/** What a `diagnostics` attribute may name: parts of what is noted, and `screenshot` for the form. */
export const evidenceNames = ['console', 'requests', 'navigation', 'marks', 'versions', 'screenshot'] as const
export type EvidenceName = (typeof evidenceNames)[number]

/** The names of an attribute's list; others are left alone, for a later version. */
export function namesOf(list: string): ReadonlySet<EvidenceName> {
  const said = new Set(list.split(/\s+/))
  return new Set(evidenceNames.filter((name) => said.has(name)))
}

/** Begins to note what the list names; ends with what it returns. */
export function capture(core: Core, list: string): () => void {
  const names = namesOf(list)
  return diagnostics(core).start({
    console: names.has('console'),
    requests: names.has('requests'),
    navigation: names.has('navigation'),
    marks: names.has('marks'),
    ...(names.has('versions') && { versions: {} }),
  })
}
