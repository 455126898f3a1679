import { type Article, type NewFeedback, newId, rateArticle } from '@aftercare/protocol'
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { type Failure, failureOf } from '../failure.ts'
import { keep } from '../persistence/keep.ts'

/** What a reader says of an article. */
export type Feedback = Pick<NewFeedback, 'helpful' | 'reason' | 'comment'>

export type FeedbackState =
  | { readonly status: 'none' }
  | { readonly status: 'sending'; readonly feedback: Feedback }
  | { readonly status: 'sent'; readonly feedback: Feedback }
  /** The server does not have it; what it had before still counts. */
  | { readonly status: 'failed'; readonly feedback: Feedback; readonly reason: Failure }

export interface ArticleFeedback {
  /** What this person has said of it, as far as this device knows. */
  readonly $state: ReadableAtom<FeedbackState>
  /** Says whether it helped. Whoever says it again says it anew: the last word counts. Never rejects; see `$state`. */
  send(feedback: Feedback): Promise<void>
}

/** Whether an article helped, in the language it was read in: once per person, and changeable. */
export function articleFeedback(core: Core, { id, slug, locale }: Pick<Article, 'id' | 'slug' | 'locale'>) {
  const held = core.column(column)
  const key = `${id}/${locale}`
  const feedback = held.get(key) ?? createFeedback(core, { slug, locale, storageKey: `feedback/${key}` })
  held.set(key, feedback)
  return feedback
}

const column = () => new Map<string, ArticleFeedback>()

function createFeedback(
  core: Core,
  { slug, locale, storageKey }: { slug: string; locale: string; storageKey: string },
): ArticleFeedback {
  const $state = atom<FeedbackState>({ status: 'none' })
  let epoch = 0
  /** The same words again are the same write: tried again after a lost answer it is taken once. */
  let last: { readonly said: string; readonly id: NewFeedback['id'] } | undefined

  async function recall(): Promise<void> {
    const mine = epoch
    try {
      const said = feedbackIn(await (await core.persistence()).store.get(storageKey))
      if (said && mine === epoch && $state.get().status === 'none') $state.set({ status: 'sent', feedback: said })
    } catch {
      // Nobody is known, or the device does not say: it is as if nothing had been said.
    }
  }

  onMount($state, () => {
    void recall()
    return core.session.onToken((_, changed) => {
      if (!changed) return
      epoch += 1
      last = undefined
      $state.set({ status: 'none' })
      void recall()
    })
  })

  return {
    $state,
    async send({ helpful, reason, comment }) {
      // Whom it helped has nothing to complain of.
      const feedback: Feedback = { helpful, ...(!helpful && reason && { reason }), ...(comment && { comment }) }
      const mine = epoch
      const said = JSON.stringify(feedback)
      if (last?.said !== said) last = { said, id: newId<NewFeedback['id']>(core.random) }
      const { id } = last
      $state.set({ status: 'sending', feedback })
      /** Somebody else is signed in by now, or another word was said meanwhile: that one tells. */
      const overtaken = () => mine !== epoch || last?.id !== id
      try {
        const owner = await core.session.identity()
        const body = { id, locale, ...feedback }
        await core.call(rateArticle, { params: { slug }, body }, { idempotencyKey: id, owner })
        const value = { version: 1, helpful, ...(feedback.reason && { reason: feedback.reason }) }
        if (overtaken()) return
        await keep(core, owner, [{ type: 'put', key: storageKey, value }])
        if (!overtaken()) $state.set({ status: 'sent', feedback })
      } catch (error) {
        if (!overtaken()) $state.set({ status: 'failed', feedback, reason: failureOf(error) })
      }
    },
  }
}

/** What the device remembers; without the comment, which is nobody's business any more. */
function feedbackIn(value: unknown): Feedback | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { version, helpful, reason } = value as { version?: unknown; helpful?: unknown; reason?: Feedback['reason'] }
  if (version !== 1 || typeof helpful !== 'boolean') return undefined
  return { helpful, ...(typeof reason === 'string' && { reason }) }
}
