import { type Article, readArticle } from '@aftercare/protocol'
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { type Failure, failureOf, NetworkFailure } from '../failure.ts'
import { asReader, readerOf } from './as-reader.ts'
import { forgetArticle, type KeptArticle, keepArticle, keptArticle } from './kept-articles.ts'
import { readingLanguage } from './reading-language.ts'

export type ArticleState =
  | { readonly status: 'loading' }
  /** There is none of that name, or it is not theirs to read. */
  | { readonly status: 'not_found' }
  | { readonly status: 'failed'; readonly reason: Failure }
  | {
      readonly status: 'ready'
      /** Its `slug` is the present name, its `locale` the language that it is in: both may be others than asked for. */
      readonly article: Article
      /** Why it could not be read anew: it is what the device kept of it. */
      readonly stale?: Failure
    }

export interface ArticleReading {
  /** Reads while somebody watches: first what the device holds, then what the server says. */
  readonly $state: ReadableAtom<ArticleState>
  /** Asks the server anew. */
  refresh(): Promise<void>
}

/**
 * One published article, by its present name or an earlier one, in the language that suits the reader best. Those for
 * everybody that were read last are there without a network too.
 *
 * @param wanted BCP 47; the client's own unless told
 */
export function article(core: Core, slug: string, wanted = core.locale ?? ''): ArticleReading {
  const locale = readingLanguage(wanted)
  const held = core.column(column)
  const key = JSON.stringify([slug, locale])
  return (
    held.get(key) ??
    createReading(core, slug, locale, (reading) => {
      // Kept for as long as somebody watches: a page that leads through a hundred articles holds one.
      held.set(key, reading)
      return () => void held.delete(key)
    })
  )
}

const column = () => new Map<string, ArticleReading>()

function createReading(
  core: Core,
  slug: string,
  locale: string,
  hold: (reading: ArticleReading) => () => void,
): ArticleReading {
  const $state = atom<ArticleState>({ status: 'loading' })
  /** Another number for each person: what was read for another one is not to be shown. */
  let epoch = 0
  let flight: Promise<void> | undefined

  function refresh(): Promise<void> {
    const mine = epoch
    const tell = (state: ArticleState) => {
      if (mine === epoch) $state.set(state)
    }
    flight ??= read(core, slug, locale, $state.get(), tell)
      .catch((error): ArticleState => ({ status: 'failed', reason: failureOf(error) }))
      .then((state) => {
        // Over before it is told: who hears of a failure may ask again at once.
        if (mine === epoch) flight = undefined
        tell(state)
      })
    return flight
  }

  onMount($state, () => {
    void refresh()
    const stops = [
      hold(reading),
      core.session.onToken((_, changed) => {
        if (!changed) return
        epoch += 1
        flight = undefined
        $state.set({ status: 'loading' })
        void refresh()
      }),
      core.environment.attention.onOnline(() => {
        const state = $state.get()
        if (state.status === 'failed' || (state.status === 'ready' && state.stale)) void refresh()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  })

  const reading: ArticleReading = { $state, refresh }
  hold(reading)
  return reading
}

/** Tells what the device holds, unless something is shown; answers with what the server says, and keeps it. */
async function read(
  core: Core,
  slug: string,
  locale: string,
  shown: ArticleState,
  tell: (state: ArticleState) => void,
): Promise<ArticleState> {
  const kept = await keptArticle(core, slug, locale)
  const held = shown.status === 'ready' ? shown.article : kept?.article
  if (held && shown.status !== 'ready') tell({ status: 'ready', article: held })
  let owner = ''
  try {
    owner = await readerOf(core)
    return { status: 'ready', article: await readAnew(core, { owner, slug, locale, kept }) }
  } catch (error) {
    const reason = failureOf(error)
    if (reason.kind === 'not_found' || reason.kind === 'forbidden') {
      await forgetArticle(core, owner, slug)
      return { status: 'not_found' }
    }
    // A malformed name is nobody's.
    if (reason.kind === 'problem' && reason.problem.code === 'validation_failed') return { status: 'not_found' }
    const article = held ?? (reason.kind === 'offline' ? await ofSearch(core, slug, locale) : undefined)
    return article ? { status: 'ready', article, stale: reason } : { status: 'failed', reason }
  }
}

/** One that was never opened, where the search has it on the device; it says nothing of what is worth reading besides. */
async function ofSearch(core: Core, slug: string, locale: string): Promise<Article | undefined> {
  try {
    const { searchRoom } = await import('./search-room.ts')
    const found = await core.column(searchRoom).kept(slug, locale || undefined)
    return found && { ...found, related: [] }
  } catch {
    return undefined
  }
}

interface Asking {
  readonly owner: string
  readonly slug: string
  readonly locale: string
  readonly kept: KeptArticle | undefined
}

/** @throws what `Core.send` does */
async function readAnew(core: Core, { owner, slug, locale, kept }: Asking): Promise<Article> {
  const input = { params: { slug }, query: locale ? { locale } : {} }
  // Of another language than asked for, the device's own may not be what the server would choose now.
  const etag = kept?.wanted.includes(locale) ? kept.etag : undefined
  const headers = etag ? { 'If-None-Match': etag } : undefined
  const response = await core.send(...asReader(core, readArticle, input), { owner, headers })
  if (response.status === 304 && kept) {
    await keepArticle(core, owner, { article: kept.article, etag: kept.etag ?? null, slug, locale })
    return kept.article
  }
  const { data } = (await readArticle.schemas()).output.safeParse(await response.json())
  if (!data) throw new NetworkFailure('The article cannot be read')
  await keepArticle(core, owner, { article: data, etag: response.headers.get('ETag'), slug, locale })
  return data
}
