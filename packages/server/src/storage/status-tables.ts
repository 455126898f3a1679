import type { ComponentStatus, IncidentImpact, NoticeKind, NoticeNews, NoticeStatus } from '@aftercare/protocol/status'

/** An incident or a maintenance, as its newest update has left it. */
export interface NoticesTable {
  tenant: string
  id: string
  /** The order of lists: counts up per tenant. */
  position: number
  /** The place of its newest update in the audit log. */
  changed_seq: number
  kind: NoticeKind
  status: NoticeStatus
  /** Whether anything may still become of it. */
  open: number
  impact: IncidentImpact
  /** Whether it concerns everybody; whom else stands in `notice_concerns`. */
  everybody: number
  /** JSON: whom it concerns, as it was said. */
  concerns: string
  /** JSON: its components, each with the state that it says or will say. */
  components: string
  /** JSON by language: title, preparation, migration and rollback. */
  texts: string
  window_from: number | null
  window_until: number | null
  urgency: 'regular' | 'emergency' | null
  target_version: string | null
  /** JSON: windows that an account picks among. */
  choices: string
  /** Rises each time the window or the choices become others: what was answered before is of another one. */
  schedule: number
  /** The number of its newest update. */
  revision: number
  created_at: number
  updated_at: number
  ended_at: number | null
}

/** Never changed once written. */
export interface NoticeUpdatesTable {
  tenant: string
  notice_id: string
  number: number
  at: number
  news: NoticeNews
  status: NoticeStatus
  /** JSON by language: the Markdown and its content tree. */
  texts: string
  /** JSON: components that were changed, from which state to which. */
  components: string
  window_from: number | null
  window_until: number | null
  /** `staff:<id>`, or `operator`. */
  author: string
}

/** One account, or one product in a range of versions. */
export interface NoticeConcernsTable {
  tenant: string
  notice_id: string
  number: number
  account: string | null
  product: string | null
  first_version_key: string | null
  last_version_key: string | null
}

/** Somebody who is affected, too. */
export interface NoticeJoinsTable {
  tenant: string
  notice_id: string
  person_id: string
  account: string | null
  at: number
}

/** What an account has answered to a maintenance: the last word. */
export interface NoticeAcknowledgementsTable {
  tenant: string
  notice_id: string
  account: string
  person_id: string
  schedule: number
  window_from: number | null
  window_until: number | null
  at: number
}

/** How a component was, as one notice said, or as was said apart from any (`notice_id` is empty). */
export interface ComponentSpellsTable {
  tenant: string
  component: string
  notice_id: string
  /** The place in the audit log of what began it. */
  began_seq: number
  state: ComponentStatus
  began_at: number
  /** 2⁵³−1 where it goes on. */
  ended_at: number
}
