/** What is said of a document besides its words; all of it may raise or lower its place. */
export interface DocumentFacts {
  readonly locale?: string
  readonly kind?: string
  readonly products?: readonly string[]
  /** Keys of the first and the last version that it holds for (`versionKey`); null: open. */
  readonly versions?: readonly [first: string | null, last: string | null]
  /** Milliseconds since 1970. */
  readonly updatedAt?: number
  /** From 0 to 1: how many of those who said so were helped. */
  readonly helpful?: number
}

/** What the engine indexes. Texts are plain: markup is taken off before. */
export interface SearchDocument {
  readonly id: string
  readonly title: string
  readonly headings?: readonly string[]
  readonly keywords?: readonly string[]
  /** Where it is long, in several texts: each is taken apart in a step of its own. */
  readonly body?: string | readonly string[]
  readonly facts?: DocumentFacts
}

/** The fields of the title tier, in the order in which it holds them. */
export const titleFields = ['title', 'headings', 'keywords'] as const

/** Of the format of segments. */
export const version = 2

/** How many terms of a body are its lead: most texts say first what they are about. */
export const leadLength = 20

/** Of a value in the body tier: the term is in the lead. What is below it is how often the body has the term. */
export const leadFlag = 128
