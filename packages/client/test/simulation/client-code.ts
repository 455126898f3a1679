import { registerHooks } from 'node:module'
import { routes } from '@aftercare/protocol/routes'

/** One safeguard of the client taken out: in that file, `find` becomes `replace`. */
export interface SourceChange {
  /** Below `src/`. */
  readonly file: string
  /** Stands there exactly once; where it does not, the change is out of date and says so. */
  readonly find: string
  readonly replace: string
}

/** The parts of the client that a simulation drives. */
export interface ClientCode {
  readonly createCore: typeof import('../../src/create-core.ts').createCore
  readonly queueTicket: typeof import('../../src/tickets/queue.ts').queueTicket
  readonly queueReply: typeof import('../../src/tickets/queue-reply.ts').queueReply
  readonly queueAction: typeof import('../../src/tickets/queue-action.ts').queueAction
  readonly queueCorrection: typeof import('../../src/tickets/queue-action.ts').queueCorrection
  readonly articleFeedback: typeof import('../../src/knowledge/send-feedback.ts').articleFeedback
  readonly createVisitorCore: typeof import('../../src/visitors/create-visitor-core.ts').createVisitorCore
  readonly takeOverVisitor: typeof import('../../src/visitors/take-over-visitor.ts').takeOverVisitor
  readonly logout: typeof import('../../src/session/logout.ts').logout
  readonly drafts: typeof import('../../src/drafts/drafts.ts').drafts
  readonly waitingFiles: typeof import('../../src/files/open-waiting-files.ts').openWaitingFiles
}

const source = new URL('../../src/', import.meta.url).href
const changes = new Map<string, SourceChange>()
let hooked = false

/**
 * The client's own code as it stands in `src`, or with one change to its source. All that it loads on need is loaded
 * ahead: within a simulation nothing may depend on how long a file takes.
 */
export async function clientCode(name = '', change?: SourceChange): Promise<ClientCode> {
  const query = change ? `?without=${encodeURIComponent(name)}` : ''
  if (change) {
    changes.set(query, change)
    hook()
  }
  const load = (file: string) => import(`${source}${file}${query}`)
  await Promise.all([...Object.values(routes).map((route) => route.schemas()), import('@aftercare/protocol/schemas')])
  const loaded = await Promise.all(
    [
      'create-core.ts',
      'tickets/queue.ts',
      'tickets/queue-reply.ts',
      'tickets/queue-action.ts',
      'knowledge/send-feedback.ts',
      'session/logout.ts',
      'drafts/drafts.ts',
      'files/open-waiting-files.ts',
      'visitors/create-visitor-core.ts',
      'visitors/take-over-visitor.ts',
      'visitors/visitor-token.ts',
      'visitors/load-ahead.ts',
      'visitors/proof-of-work.ts',
      'drafts/open-draft.ts',
      'outbox/open-outbox.ts',
      'files/chosen-files.ts',
      'outbox/deliver-action.ts',
      'outbox/judge-problem.ts',
      'outbox/read-back.ts',
      'outbox/take-up.ts',
      'outbox/upload-files.ts',
      'files/end-upload.ts',
      'files/upload.ts',
      'persistence/memory.ts',
      'persistence/reconnecting.ts',
      'problem-of.ts',
      'session/key-digest.ts',
      'tickets/ticket-errors.ts',
    ].map(load),
  )
  const [
    { createCore },
    { queueTicket },
    { queueReply },
    { queueAction, queueCorrection },
    { articleFeedback },
    { logout },
    { drafts },
    { openWaitingFiles },
    { createVisitorCore },
    { takeOverVisitor },
  ] = loaded as [
    typeof import('../../src/create-core.ts'),
    typeof import('../../src/tickets/queue.ts'),
    typeof import('../../src/tickets/queue-reply.ts'),
    typeof import('../../src/tickets/queue-action.ts'),
    typeof import('../../src/knowledge/send-feedback.ts'),
    typeof import('../../src/session/logout.ts'),
    typeof import('../../src/drafts/drafts.ts'),
    typeof import('../../src/files/open-waiting-files.ts'),
    typeof import('../../src/visitors/create-visitor-core.ts'),
    typeof import('../../src/visitors/take-over-visitor.ts'),
  ]
  return {
    createCore,
    queueTicket,
    queueReply,
    queueAction,
    queueCorrection,
    articleFeedback,
    createVisitorCore,
    takeOverVisitor,
    logout,
    drafts,
    waitingFiles: openWaitingFiles,
  }
}

/** Every file of the client that a changed one imports is loaded anew beside it, so that the original stays whole. */
function hook(): void {
  if (hooked) return
  hooked = true
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const query = context.parentURL ? new URL(context.parentURL).search : ''
      const mine = changes.has(query) && found.url.startsWith(source) && !found.url.includes('?')
      return mine ? { ...found, url: found.url + query } : found
    },
    load(url, context, next) {
      const { search } = new URL(url)
      const change = url.startsWith(source) ? changes.get(search) : undefined
      const loaded = next(url, context)
      if (!change || url !== `${source}${change.file}${search}`) return loaded
      const text = String(loaded.source)
      const parts = text.split(change.find)
      if (parts.length !== 2) throw new Error(`${change.file} has "${change.find}" ${parts.length - 1} times`)
      return { ...loaded, source: parts.join(change.replace) }
    },
  })
}
