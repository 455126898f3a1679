import type { ProblemCode } from '@aftercare/protocol'
import type en from './en.ts'
import type enArticle from './en-article.ts'
import type enCase from './en-case.ts'
import type enEvidence from './en-evidence.ts'
import type enFiles from './en-files.ts'
import type enSearch from './en-search.ts'
import type enService from './en-service.ts'
import type enStatus from './en-status.ts'
import type enTickets from './en-tickets.ts'

/** What the ticket form says. English is the source; every other language must have the same members. */
export type Words = typeof en
/**
 * What is said of problems. `unavailable` is among the words of the form, as such a service may be out of reach for more;
 * what a token lacks, and what is not there, is told by the kind of failure.
 */
export type ProblemWords = Record<Exclude<ProblemCode, 'unavailable' | `token_${string}` | 'not_found'>, string>
/** What is said of files once there are some. */
export type FileWords = typeof enFiles
/** What the list and the conversation say besides. */
export type MoreWords = typeof enTickets
export type TicketWords = Words & MoreWords
/** What one ticket says besides, whole. */
export type EvenMoreWords = typeof enCase
export type CaseWords = TicketWords & EvenMoreWords
/** What the form says besides, once it asks by a service definition. */
export type ServiceWords = typeof enService
/** What evidence says besides. */
export type MoreEvidenceWords = typeof enEvidence
export type EvidenceWords = Words & MoreEvidenceWords
/** What a search says. */
export type MoreSearchWords = typeof enSearch
export type SearchWords = ArticleWords & MoreSearchWords

/** What an article says besides its text. */
export type MoreArticleWords = typeof enArticle
export type ArticleWords = Words & MoreArticleWords

/** What the status of the service says. */
export type StatusWords = typeof enStatus
