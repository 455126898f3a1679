import type { PersonReference, TimelineEntry, TimelineType } from '@aftercare/protocol'

/** What a sentence about an entry is made with: people and times as this reader knows them. */
export interface Telling {
  /** Who did it, as the subject of a sentence; the service itself where nobody did. */
  readonly who: string
  /** The reader did it. */
  readonly own: boolean
  /** Seen by the provider's side. */
  readonly staff: boolean
  person(person: PersonReference): string
  /** Date and time of day, in the reader's zone. */
  at(instant: string): string
  /** From when to when. */
  span(slot: { readonly from: string; readonly to: string }): string
  list(parts: readonly string[]): string
  /** The vendor's own words, in the reader's language where there are some. */
  text(localized: Readonly<Record<string, string>>): string
}

/** A sentence for every kind of entry: one that is missing does not compile. */
export type TimelineWords = {
  readonly [Type in TimelineType]: (entry: Extract<TimelineEntry, { readonly type: Type }>, telling: Telling) => string
}
