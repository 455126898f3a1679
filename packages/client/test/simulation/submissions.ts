import type { OutboxState, StoredFile, Submission } from '@aftercare/client'
import type { Tab } from './tab.ts'

/** Something a person has written and sent off, and what the screen has said of it. */
export interface Written {
  /** Stands in the text and nowhere else. */
  readonly marker: string
  readonly kind: 'ticket' | 'message' | 'action' | 'correction' | 'feedback'
  /** Of what a visitor has written, the person who has taken it over since. */
  person: string
  readonly tab: Tab
  readonly files: readonly StoredFile[]
  /** Names of those that the person wanted to take away, and of those that the screen has said do not go. */
  readonly unwanted: Set<string>
  readonly removed: Set<string>
  /** The ticket that it answers to, or that something is done with; the article that something is said of. */
  readonly conversation: string | undefined
  /** What a server refuses stands in it. */
  readonly bad: boolean
  /** Of a correction: what the person has seen there. */
  readonly seen: string | undefined
  /** Written before it in the same page for the same ticket, and kept: they arrive first. */
  readonly behind: readonly Written[]
  /** Absent while the page has not said anything of it yet. */
  submission?: Submission<unknown> | undefined
  /** It was typed as a draft before. */
  drafted: boolean
  /** The screen has said that it is kept on this device. */
  saved: boolean
  /** The browser has emptied the device since it was written: what is left of it is what pages hold. */
  emptied: boolean
  /** It was given up for too old, so that what stands behind it goes on. */
  dead: boolean
  /** The person has taken it back, or given it up for a corrected one. */
  withdrawn: boolean
  /** When the device has let go of it after that, in the simulation's time. */
  withdrawnAt: number | undefined
  /** Somebody else has used its tab since: what that shows is not this person's. */
  shared: boolean
}

/** What a screen shows of it. */
export const shown = (written: Written): OutboxState<unknown> | undefined => written.submission?.$state.get()
