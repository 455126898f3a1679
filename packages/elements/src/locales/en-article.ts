import type { ArticleKind, UnhelpfulReason } from '@aftercare/protocol'
import base from './en.ts'
import problems from './en-problems.ts'

/** What an article says besides its text. */
export default {
  problems: { ...base.problems, ...problems } as typeof base.problems,
  forbidden: 'You may not see this.',
  forbiddenHelp: 'Ask whoever manages your account for access.',
  failed: 'This could not be loaded.',
  again: 'Try again',
  loading: 'Loading …',
  offlineStale: 'You are offline. This is what was last received.',
  offlineCopy: (reason: string) => `${reason} This is the copy on your device.`,

  articleNotFound: 'There is no such article',
  articleNotFoundHelp: 'It may have been taken back, or it is not for everybody. Search for its words, or ask us.',
  kinds: {
    faq: 'Question',
    manual: 'Guide',
    troubleshooting: 'Troubleshooting',
    video: 'Video',
    release_note: 'What is new',
  } as Record<ArticleKind, string>,
  audiences: { customers: 'For customers', internal: 'Internal' } as Partial<Record<string, string>>,
  versions: (from: string | null, to: string | null) =>
    from ? (to ? `${from} to ${to}` : `from ${from}`) : `up to ${to}`,
  updatedOn: (day: string) => `Updated ${day}`,
  onlyIn: (wanted: string, language: string) =>
    `This article is not there in ${wanted} yet. You are reading it in ${language}.`,
  readIn: (language: string) => `Read it in ${language}`,
  linkTo: (heading: string) => `Link to “${heading}”`,
  newTab: 'opens in a new tab',

  code: (language: string | null) => (language ? `Code, ${language}` : 'Code'),
  copyCode: 'Copy',
  codeCopied: 'Copied',
  codeNotCopied: 'It could not be copied. It is selected: copy it with Ctrl+C or ⌘C.',
  table: (columns: string) => `Table: ${columns}`,
  pictureMissing: 'The picture cannot be shown at the moment.',
  video: 'Video',
  videoFrom: (host: string) =>
    `It lies with ${host}, which sees your address once it is loaded. Nothing has been loaded yet.`,
  loadVideo: 'Load the video',
  openVideo: (host: string) => `Open it at ${host}`,
  videoFailed: 'The video cannot be played here.',

  related: 'Read on',
  helpful: 'Did this help?',
  yes: 'Yes',
  no: 'No',
  whyNot: 'What is not right?',
  reasons: {
    unclear: 'It is hard to follow',
    incomplete: 'Something is missing',
    outdated: 'It is out of date',
    wrong: 'Something in it is wrong',
    other_problem: 'I have another problem',
  } as Record<UnhelpfulReason, string>,
  comment: 'What would have helped?',
  commentHelp: 'Nobody answers this. If you need help, please raise a ticket.',
  commentTooLong: (over: number) => `${over.toLocaleString('en')} too many characters.`,
  sendFeedback: 'Send',
  cancel: 'Cancel',
  thanks: (helpful: boolean): string =>
    helpful ? 'Thank you. It is good to know that it helped.' : 'Thank you. We will look into it.',
  change: 'Change your answer',
  feedbackWaits: (reason: string, durable: boolean) =>
    `${reason} ${durable ? 'Your answer is saved on this device and sent by itself later.' : 'Your answer is not sent yet: keep this page open until it is.'}`.trimStart(),
  feedbackFailed: (reason: string) => `Your answer was not sent. ${reason}`,
}
