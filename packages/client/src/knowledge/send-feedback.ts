import { type Article, type NewFeedback, rateArticle } from '@aftercare/protocol'
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { type Failure, failureOf } from '../failure.ts'
import type { OutboxView } from '../outbox/outbox.ts'
import { entryPrefix } from '../outbox/shelf.ts'
import { keep } from '../persistence/keep.ts'

/** What a reader says of an article. */
export type Feedback = Pick<NewFeedback, 'helpful' | 'reason' | 'comment'>

export type FeedbackState =
  | { readonly status: 'none' }
  | { readonly status: 'sending'; readonly feedback: Feedback }
  /**
   * It goes by itself once what stands against it is over; `durable`: also when this page is closed. `reason` where
   * something does stand against it.
   */
  | { readonly status: 'waiting'; readonly feedback: Feedback; readonly durable: boolean; readonly reason?: Failure }
  | { readonly status: 'sent'; readonly feedback: Feedback }
  /** The server does not take it, and what it had before still counts; or the page has not even loaded what sends it. */
  | { readonly status: 'failed'; readonly feedback: Feedback; readonly reason: Failure }

export interface ArticleFeedback {
  /** What this person has said of it, as far as this device knows. */
  readonly $state: ReadableAtom<FeedbackState>
  /**
   * Says whether it helped, through the outbox. Whoever says it again says it anew: the last word counts. Resolves once
   * it is on its way; never rejects, see `$state`.
   */
  send(feedback: Feedback): Promise<void>
}

/** Whether an article helped, in the language it was read in: once per person, and changeable. */
export function articleFeedback(core: Core, { id, slug, locale }: Pick<Article, 'id' | 'slug' | 'locale'>) {
  const held = core.column(column)
  const key = `${id}/${locale}`
  const feedback = held.get(key) ?? createFeedback(core, { id, slug, locale })
  held.set(key, feedback)
  return feedback
}

const column = () => new Map<string, ArticleFeedback>()

function createFeedback(core: Core, { id, slug, locale }: Pick<Article, 'id' | 'slug' | 'locale'>): ArticleFeedback {
  const $state = atom<FeedbackState>({ status: 'none' })
  const storageKey = `feedback/${id}/${locale}`
  let watching = false
  let epoch = 0

  /** Everything said of it here that has not been taken back, the newest last. */
  const said = (entries: readonly OutboxView[]) =>
    entries.filter(
      ({ conversation, write, state }) =>
        conversation === id && write.kind === 'feedback' && write.locale === locale && state.status !== 'cancelled',
    )

  async function watch(): Promise<void> {
    const { $entries } = await core.outbox()
    if (watching) return
    watching = true
    $entries.subscribe((entries) => {
      const last = said(entries).at(-1)
      if (last) $state.set(stateOf(last))
    })
  }

  /** From an earlier visit: what was said. */
  async function recall(): Promise<void> {
    const mine = epoch
    try {
      const { store } = await core.persistence()
      const before = feedbackIn(await store.get(storageKey))
      // Of what still has to go the outbox tells.
      const open = (await store.list(entryPrefix)).some(([, entry]) => conversationOf(entry) === id)
      if (before && !open && mine === epoch && $state.get().status === 'none')
        $state.set({ status: 'sent', feedback: before })
    } catch {
      // Nobody is known, or the device does not say: it is as if nothing had been said.
    }
  }

  onMount($state, () => {
    void recall()
    // What was said at an earlier visit may still have to go; and a browser remembers that a module did not come: what
    // sending needs is there before the network may be gone.
    Promise.all([watch(), import('../outbox/deliver-action.ts'), rateArticle.schemas()]).catch(() => {})
    return core.session.onToken((_, changed) => {
      if (!changed) return
      epoch += 1
      $state.set({ status: 'none' })
      void recall()
    })
  })

  return {
    $state,
    async send({ helpful, reason, comment }) {
      // Whom it helped has nothing to complain of.
      const feedback: Feedback = { helpful, ...(!helpful && reason && { reason }), ...(comment && { comment }) }
      $state.set({ status: 'sending', feedback })
      try {
        await say(feedback)
      } catch (error) {
        $state.set({ status: 'failed', feedback, reason: failureOf(error) })
      }
    },
  }

  async function say(feedback: Feedback) {
    const outbox = await core.outbox()
    // What the server has refused would hold this one up.
    for (const { state, cancel } of said(outbox.$entries.get()))
      if (state.status === 'needs_attention' || state.status === 'dead') await cancel()
    const write = { kind: 'feedback', slug, locale, feedback } as const
    const owner = await core.session.identity().catch(() => undefined)
    await Promise.all([outbox.submit({ write, conversation: id }), watch()])
    const { comment: _, ...remembered } = feedback
    await keep(core, owner, [{ type: 'put', key: storageKey, value: { version: 1, ...remembered } }])
  }
}

function stateOf({ write, state }: OutboxView): FeedbackState {
  const { feedback } = write as Extract<OutboxView['write'], { kind: 'feedback' }>
  switch (state.status) {
    case 'acknowledged':
      return { status: 'sent', feedback }
    case 'needs_attention':
    case 'dead':
      return { status: 'failed', feedback, reason: state.reason }
    case 'waiting':
    case 'blocked_auth':
      return { status: 'waiting', feedback, durable: state.durable, reason: state.reason }
    case 'paused':
      return { status: 'waiting', feedback, durable: state.durable }
    default:
      return { status: 'sending', feedback }
  }
}

const conversationOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null && 'conversation' in entry ? entry.conversation : undefined

/** What the device remembers; without the comment, which is nobody's business any more. */
function feedbackIn(value: unknown): Feedback | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { version, helpful, reason } = value as { version?: unknown; helpful?: unknown; reason?: Feedback['reason'] }
  if (version !== 1 || typeof helpful !== 'boolean') return undefined
  return { helpful, ...(typeof reason === 'string' && { reason }) }
}
