import type {
  ArticleAudience,
  ArticleEvent,
  ArticleKind,
  NoticeEvent,
  SupportEventType,
  UnhelpfulReason,
} from '@aftercare/protocol'
import type { ArticleState } from '@aftercare/protocol/knowledge'
import type { CustomerRole } from '@aftercare/protocol/permissions'
import type { Generated } from 'kysely'
import type {
  ComponentSpellsTable,
  NoticeAcknowledgementsTable,
  NoticeConcernsTable,
  NoticeJoinsTable,
  NoticesTable,
  NoticeUpdatesTable,
} from './status-tables.ts'

// The rows, as Kysely sees them. Primary keys are (tenant, id). Instants are milliseconds since 1970 in
// `bigint` columns, flags are 0 or 1 in `integer` columns, structured values are JSON in `text` columns:
// the three that SQLite and PostgreSQL hold alike. A driver hands every number back as a JavaScript number.

export interface TenantsTable {
  id: string
  name: string
  created_at: number
  /** Whether staff without a valid confidentiality agreement see no customer data. */
  agreement_required: Generated<number>
  /** Whether somebody without a token of the tenant's backend may raise tickets. */
  visitors_allowed: Generated<number>
}

/** One key of a host's backend that signs customer tokens; several live keys make a rotation. */
export interface TenantIssuersTable {
  tenant: string
  issuer: string
  kid: string
  algorithm: 'EdDSA' | 'ES256' | 'HS256'
  /** JSON Web Key: the public half, or the shared secret of HS256. */
  jwk: string
  created_at: number
  retired_at: number | null
}

/** Who a token speaks for. Nothing here names a human being; that is in `people_details`. */
export interface PeopleTable {
  tenant: string
  id: string
  issuer: string
  subject: string
  account: string | null
  /** Tokens issued before this instant are refused. */
  valid_after: number | null
  created_at: number
}

/** Somebody whom no backend vouches for: a person of the issuer `visitorIssuer`, by the hash of its token. */
export interface VisitorsTable {
  tenant: string
  person_id: string
  /** SHA-256 of the token in hex; the token itself is never stored. */
  token_hash: string
  /** What the visitor has solved: nobody becomes two visitors by one answer. */
  challenge: string
  created_at: number
  expires_at: number
  ended_at: number | null
  /** The person that it turned out to be. */
  merged_into: string | null
}

/** Personal data, apart so that it can be erased without touching what it belongs to. */
export interface PeopleDetailsTable {
  tenant: string
  person_id: string
  name: string | null
  email: string | null
  email_verified: number
  locale: string | null
}

export interface StaffTable {
  tenant: string
  id: string
  name: string
  role: 'agent' | 'lead' | 'manager' | 'auditor' | 'admin'
  created_at: number
  /** JSON: ids of teams; null: the whole desk. */
  teams: string | null
  /** JSON: ids of the service definition's skills. */
  skills: Generated<string>
  /** JSON: BCP 47 tags. */
  languages: Generated<string>
  job_profile: string | null
  /** JSON: a calendar, as the service definition has them. */
  working_hours: string | null
  /** The confidentiality agreement they signed, when, and until when it holds. */
  agreement_version: string | null
  agreement_signed_at: number | null
  agreement_expires_at: number | null
  offboarded_at: number | null
}

export interface StaffKeysTable {
  tenant: string
  id: string
  staff_id: string
  /** SHA-256 of the key in hex; the key itself is never stored. */
  key_hash: string
  created_at: number
  revoked_at: number | null
}

/** A customer organization. What a token names first begins under its id as a standard one. */
export interface AccountsTable {
  tenant: string
  id: string
  name: string
  tier: 'strategic' | 'key' | 'standard'
  /** What is to be known of their business. */
  background: string
  locale: string | null
  created_at: number
  updated_at: number
}

export interface AccountContactsTable {
  tenant: string
  id: string
  account: string
  position: number
  name: string
  function: string
  email: string | null
  phone: string | null
}

export interface AccountProjectsTable {
  tenant: string
  id: string
  account: string
  position: number
  name: string
  size: string
  needs: string
  state: string
}

/** What staff note of an account; never for customers. */
export interface AccountNotesTable {
  tenant: string
  id: string
  account: string
  author_id: string
  body: string
  /** Counts up per account: the order of the list. */
  seq: number
  created_at: number
}

/** What a person is in an account, where it is more than the token makes of it. */
export interface MembershipsTable {
  tenant: string
  person_id: string
  account: string
  role: CustomerRole
  created_at: number
}

export interface ServedAccountsTable {
  tenant: string
  /** The partner's own account. */
  partner: string
  account: string
}

/** A product at a customer. */
export interface DeploymentsTable {
  tenant: string
  id: string
  account: string
  product: string
  environment: string
  version: string
  /** A text that sorts as the version does. */
  version_key: Generated<string>
  version_since: number
  retired_at: number | null
  created_at: number
}

export interface DeploymentUpgradesTable {
  tenant: string
  id: string
  deployment_id: string
  from_version: string
  to_version: string
  at: number
  /** The backup before it. */
  backup_at: number | null
  backup_place: string | null
  note: string
}

/** One row per tenant. A write transaction takes its numbers here first, which also puts writers in a row. */
export interface CountersTable {
  tenant: string
  ticket_number: number
  event_seq: number
  /** Events up to this position were pruned from the log. */
  events_pruned: number
  /** Rises with every change of what the tenant's people may; the database sees to it. */
  standing: Generated<number>
  audit_seq: number
  /** Hash of the newest audit entry, in hex. */
  audit_head: string
}

export interface TicketsTable {
  tenant: string
  id: string
  number: number
  type: string
  subject: string
  description: string
  status: string
  priority: string | null
  requester_id: string
  assignee_id: string | null
  account: string | null
  locale: string
  channel: string
  /** Team it is with, by the service definition; null before it was routed. */
  team: string | null
  /** Version of the service definition it is handled under. */
  service_version: string
  /** JSON: answers to the type's own fields, to the questions about impact, and what the form found out. */
  fields: string
  impact: string
  environment: string
  /** JSON of a fix, or null: both sides see both. */
  workaround: string | null
  permanent_fix: string | null
  suspected_cause: string | null
  cause: string | null
  solution: string | null
  prevention: string | null
  /** The date of a solution that the provider named. */
  named_date: number | null
  resolved_at: number | null
  closed_at: number | null
  /** When silence closes it, once announced. */
  closes_at: number | null
  /** When silence is acted on next: told of beforehand, then closed by; null: never. */
  silence_at: number | null
  close_reason: string | null
  merged_into: string | null
  /** JSON: the clocks as last read from the history (`SlaClock[]`); the history is the truth. */
  clocks: string
  /** When the clocks are to be read again if nothing happens; null: never. */
  clocks_wake_at: number | null
  /** When the next promise is due; 2⁵³−1 where nothing is. */
  next_due_at: Generated<number>
  replies: number
  created_at: number
  updated_at: number
  /** Position of the last event that everyone on the ticket may see: what lists are sorted by. */
  changed_seq: number
  /** Position of the last write of its texts, internal notes among them. Customers see nothing of it. */
  said_seq: Generated<number>
}

/** An index of the tickets of one block of numbers, as bytes. */
export interface SearchSegmentsTable {
  tenant: string
  /** What is in it: what everyone on a ticket may read, or internal notes. */
  circle: 'everyone' | 'staff'
  block: number
  /** Of what is in a segment, and how: bytes of another version are of no use. */
  version: number
  /** Everything that was said up to this position is in it. */
  said_seq: number
  titles: Uint8Array
  bodies: Uint8Array
}

/** A queue that somebody wants to come back to. */
export interface TicketViewsTable {
  tenant: string
  id: string
  owner_id: string
  /** The team it is shared with; null: its owner's alone. */
  team: string | null
  name: string
  /** JSON: filters and order of a list. */
  filters: string
  created_at: number
  updated_at: number
}

/** What is said and done often. */
export interface MacrosTable {
  tenant: string
  id: string
  name: string
  /** JSON: texts by language, or null. */
  reply: string
  /** JSON: actions in their order. */
  actions: string
  created_at: number
  updated_at: number
}

/** What happened to a ticket, in order: the timeline, and what its clocks are read from. Never changed. */
export interface TicketHistoryTable {
  tenant: string
  ticket_id: string
  seq: number
  /** Place among what happened at that position. */
  part: number
  at: number
  /** Null: the service itself. */
  actor_side: 'requester' | 'agent' | null
  actor_id: string | null
  type: string
  /** JSON: the members of its timeline entry; people by their ids. */
  data: string
  audience: 'everyone' | 'staff'
}

/** What the sender's page noted, as far as they sent it: personal data, apart so that it can be erased. */
export interface TicketDiagnosticsTable {
  tenant: string
  ticket_id: string
  sender_side: 'requester' | 'agent'
  sender_id: string
  /** JSON: the lines, as the protocol has them. */
  lines: string
  created_at: number
}

export interface TicketWatchersTable {
  tenant: string
  ticket_id: string
  person_id: string
  created_at: number
}

export interface TicketLinksTable {
  tenant: string
  ticket_id: string
  other_id: string
  relation: string
  created_at: number
}

export interface TicketTasksTable {
  tenant: string
  id: string
  ticket_id: string
  title: string
  team: string | null
  assignee_id: string | null
  due_at: number | null
  finished_at: number | null
  result: string | null
  created_at: number
}

export interface TicketVisitsTable {
  tenant: string
  id: string
  ticket_id: string
  mode: 'remote' | 'on_site'
  state: string
  purpose: string
  /** JSON: the slots offered, each `{from, to}` in milliseconds. */
  slots: string
  accepted_slot: number | null
  started_at: number | null
  stopped_at: number | null
  report: string | null
  signed_by: string | null
  signed_at: number | null
  created_at: number
}

/** A share of a target that has passed and was told of, once for ever. */
export interface SlaFiredTable {
  tenant: string
  ticket_id: string
  clock: string
  generation: number
  share: number
  fired_at: number
}

/** Every version of a tenant's service definition; the one published last holds. */
export interface ServiceDefinitionsTable {
  tenant: string
  version: string
  /** Counts up per tenant: the highest is in force. */
  position: number
  definition: string
  published_at: number
}

/** A tenant whose open tickets are being read by the version in force, and how far that has come. */
export interface ServiceRecountsTable {
  tenant: string
  /** Id of the last ticket that was read; they are taken in the order of their ids. */
  after_id: string
}

export interface MessagesTable {
  tenant: string
  id: string
  ticket_id: string
  kind: 'reply' | 'internal_note'
  author_side: 'requester' | 'agent'
  author_id: string
  body: string
  /** Position of its event: the order of a conversation. */
  seq: number
  created_at: number
}

export interface FilesTable {
  tenant: string
  id: string
  uploader_side: 'requester' | 'agent'
  uploader_id: string
  name: string
  media_type: string
  size: number
  sha256: string
  created_at: number
  /** What it joined; null until then, and for ever after that only this. */
  ticket_id: string | null
  /** The message it came with; null for a ticket's own. */
  message_id: string | null
  /** Place among the attachments it came with. */
  position: number | null
  /** The first article that showed it; null where none does. It joins no ticket then. */
  article_id: string | null
  /** Where its bytes lie; null for one whose own id is the key. */
  blob_key: string | null
  /** `waiting` for the scan hook's word, or `refused` by it; null: nobody has anything against it. */
  scan: 'waiting' | 'refused' | null
  /** How often the scan hook, or the store of a refused one, has failed at it. */
  scan_attempts: Generated<number>
  /** From when on the scan hook is asked about it, or the store to delete it when refused; never once its bytes are gone. */
  scan_at: Generated<number>
}

/** A file that is still arriving. */
export interface UploadsTable {
  tenant: string
  /** The file's id to be. */
  id: string
  uploader_side: 'requester' | 'agent'
  uploader_id: string
  name: string
  media_type: string
  /** Bytes, as announced. */
  size: number
  /** Bytes that are stored. */
  received: number
  created_at: number
  expires_at: number
}

/** What has arrived of an upload, request by request. */
export interface UploadPiecesTable {
  tenant: string
  upload_id: string
  /** Its first byte's place in the file. */
  start: number
  size: number
  blob_key: string
}

/** Bytes that no row names any more, until the store has deleted them. */
export interface BlobsToDeleteTable {
  blob_key: string
  /** When it is tried next. Milliseconds. */
  next_at: number
}

export interface EventsTable {
  tenant: string
  seq: number
  at: number
  type: SupportEventType | ArticleEvent['type'] | NoticeEvent['type']
  /** What it is about: a ticket, an article, a notice or a component. */
  ticket_id: string | null
  message_id: string | null
  article_id: string | null
  /** Of an article; null: every language. */
  locale: string | null
  /** Of an article, or the number of a notice’s update. */
  revision: number | null
  notice_id: Generated<string | null>
  component: Generated<string | null>
  /** Of a ticket: `staff` never leaves the provider. Of an article: who may hear it, at most. */
  audience: 'everyone' | 'staff' | ArticleAudience
}

/** Append-only, chained by hash; the database itself denies updates and deletes. */
export interface AuditLogTable {
  tenant: string
  seq: number
  at: number
  /** `person:<id>`, `staff:<id>`, `operator`, or `service`: by its own rules. */
  actor: string
  action: string
  /** Canonical JSON: ids and settings, never personal data. */
  details: string
  previous_hash: string
  hash: string
  /** HMAC of the hash; its key is outside the database. */
  mac: string
}

export interface IdempotencyKeysTable {
  tenant: string
  principal: string
  route: string
  key: string
  fingerprint: string
  status: number
  /** Body of the committed answer, as it was sent. */
  response: string
  created_at: number
}

/** Mails that wait for their sending, and what became of the others. An address is read when the mail goes, never kept here. */
export interface MailOutboxTable {
  tenant: string
  id: string
  /** Kind, thread, occasion and recipient: each mail exists once. */
  dedupe_key: string
  /** RFC 5322 Message-ID, the same at each attempt. */
  message_id: string
  /** `person:<id>`. */
  recipient: string
  kind: string
  /** What it belongs to, by its id: the ticket of mails about tickets. */
  thread: string | null
  /** The language of a recipient who has not said which one they read. */
  locale: string
  /** JSON: ids, instants and settings, never a text or a name. */
  data: string
  /** Rises in the order in which a tenant's mails were queued. */
  position: number
  created_at: number
  attempts: number
  /** Null once it was sent or has failed. */
  next_attempt_at: number | null
  /** Until when a process has it for itself. */
  claimed_until: number | null
  sent_at: number | null
  failed_at: number | null
  /** Why it failed, or why the last attempt did: a code, as `550 5.1.1`. */
  failure: string | null
}

/** What an article is in every language. */
export interface ArticlesTable {
  tenant: string
  id: string
  /** Rises in the order in which a tenant's articles were begun. */
  position: number
  kind: ArticleKind
  audience: ArticleAudience
  product: string | null
  version_from: string | null
  version_to: string | null
  /** The ends of the range as texts that sort as versions do. */
  first_version_key: string | null
  last_version_key: string | null
  /** The present one; all that it ever had stand in `article_slugs`. */
  slug: string
  owner_id: string | null
  review_due_at: number | null
  /** JSON: ids of articles. */
  related: string
  /** The ticket whose closing it was drafted from; of each ticket one. */
  ticket_id: string | null
  /** The digest of what that closing wrote: whatever else is there now is somebody's own work. */
  summary_digest: string | null
  created_at: number
  updated_at: number
}

/** A name leads to its article for ever: a link that was sent to somebody goes on working. */
export interface ArticleSlugsTable {
  tenant: string
  slug: string
  article_id: string
}

export interface ArticleTranslationsTable {
  tenant: string
  article_id: string
  locale: string
  state: ArticleState
  /** The newest one, which is worked on. */
  revision: number
  /** The one that readers see; null: none. */
  published_revision: number | null
  published_at: number | null
  /** Why it was sent back. */
  note: string | null
  updated_at: number
}

/** Never changed once written. */
export interface ArticleRevisionsTable {
  tenant: string
  article_id: string
  locale: string
  number: number
  title: string
  /** Markdown as its author wrote it. */
  body: string
  /** JSON. */
  keywords: string
  /** JSON: the content tree. */
  content: string
  /** SHA-256 of what was written, in hex. */
  digest: string
  /** `staff:<id>`, or `operator` for what was imported. */
  author: string
  created_at: number
}

/** Which revision shows which files. */
export interface ArticleFilesTable {
  tenant: string
  file_id: string
  article_id: string
  locale: string
  number: number
}

/** One row per reader, article and language: the last word counts. */
export interface ArticleFeedbackTable {
  tenant: string
  article_id: string
  locale: string
  person_id: string
  helpful: number
  reason: UnhelpfulReason | null
  comment: string | null
  at: number
}

/** What searches came to, by day; kept for 180 days. Nobody is named. */
export interface SearchOutcomesTable {
  tenant: string
  /** UTC, `2026-11-23`. */
  day: string
  locale: string
  /** One text for all ways of writing it, without secrets. */
  query: string
  searches: number
  without_result: number
  without_click: number
  ticket_after: number
  /** Of an article that solved it, without a ticket after it. */
  solved: number
}

/** Whom a tenant's events are told. The secret is made of a key outside the database and `generation`. */
export interface WebhookEndpointsTable {
  tenant: string
  id: string
  url: string
  /** JSON: types and patterns. */
  types: string
  /** Whether it hears of what only staff see. */
  internal: number
  /** Null: it is enabled. */
  disabled_reason: string | null
  generation: number
  /** When the present generation began. */
  secret_at: number
  /** The first failure after the last success. */
  failing_since: number | null
  created_at: number
}

/** One event for one endpoint, written in the transaction of the event. */
export interface WebhookDeliveriesTable {
  tenant: string
  endpoint_id: string
  /** `webhook-id`. */
  id: string
  position: number
  type: string
  /** JSON, as it is signed and sent. */
  body: string
  created_at: number
  /** Attempts that failed, since it was last put on its way. */
  failures: number
  /** Null: delivered or dead. */
  next_attempt_at: number | null
  claimed_until: number | null
  delivered_at: number | null
  dead_at: number | null
  failure: string | null
}

export interface WebhookAttemptsTable {
  tenant: string
  endpoint_id: string
  delivery_id: string
  id: string
  at: number
  /** Milliseconds. */
  duration: number
  status: number | null
  failure: string | null
  excerpt: string
}

export interface Schema {
  tenants: TenantsTable
  tenant_issuers: TenantIssuersTable
  people: PeopleTable
  people_details: PeopleDetailsTable
  visitors: VisitorsTable
  staff: StaffTable
  staff_keys: StaffKeysTable
  accounts: AccountsTable
  account_contacts: AccountContactsTable
  account_projects: AccountProjectsTable
  account_notes: AccountNotesTable
  memberships: MembershipsTable
  served_accounts: ServedAccountsTable
  deployments: DeploymentsTable
  deployment_upgrades: DeploymentUpgradesTable
  counters: CountersTable
  tickets: TicketsTable
  messages: MessagesTable
  ticket_history: TicketHistoryTable
  search_segments: SearchSegmentsTable
  ticket_views: TicketViewsTable
  macros: MacrosTable
  ticket_diagnostics: TicketDiagnosticsTable
  ticket_watchers: TicketWatchersTable
  ticket_links: TicketLinksTable
  ticket_tasks: TicketTasksTable
  ticket_visits: TicketVisitsTable
  sla_fired: SlaFiredTable
  service_definitions: ServiceDefinitionsTable
  service_recounts: ServiceRecountsTable
  articles: ArticlesTable
  article_slugs: ArticleSlugsTable
  article_translations: ArticleTranslationsTable
  article_revisions: ArticleRevisionsTable
  article_feedback: ArticleFeedbackTable
  article_files: ArticleFilesTable
  search_outcomes: SearchOutcomesTable
  notices: NoticesTable
  notice_updates: NoticeUpdatesTable
  notice_concerns: NoticeConcernsTable
  notice_joins: NoticeJoinsTable
  notice_acknowledgements: NoticeAcknowledgementsTable
  component_spells: ComponentSpellsTable
  files: FilesTable
  uploads: UploadsTable
  upload_pieces: UploadPiecesTable
  blobs_to_delete: BlobsToDeleteTable
  events: EventsTable
  audit_log: AuditLogTable
  idempotency_keys: IdempotencyKeysTable
  mail_outbox: MailOutboxTable
  webhook_endpoints: WebhookEndpointsTable
  webhook_deliveries: WebhookDeliveriesTable
  webhook_attempts: WebhookAttemptsTable
}
