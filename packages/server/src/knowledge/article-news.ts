import type { ArticleEvent } from '@aftercare/protocol'

/** What has become of an article; the event of the same `seq` says it to whoever listens. */
export interface ArticleNews {
  readonly tenant: string
  readonly type: ArticleEvent['type']
  readonly article: string
  /** Null: every language of it. */
  readonly locale: string | null
  /**
   * What is published now (`article.published`) or worked on (`article.changed`); null where there is none, or where the
   * news is of the article in every language.
   */
  readonly revision: number | null
  readonly seq: number
}

type Subscriber = (news: readonly ArticleNews[]) => void

/**
 * Tells other rooms of this process what has become of articles, once that is committed and in the order of the commits: for
 * whatever is kept of them in memory. `services.articleNewsroom.subscribe(news => …)` returns the unsubscribe.
 *
 * A subscriber must be quick and must not throw; it is called between a commit and its answer. What it needs of the article it
 * reads then: the news holds no text. It hears nothing of what other processes write (`aftercare knowledge import`, a second
 * server): that stands in the table `events` at its `seq`, for a day, and is found by looking at the rows with an `article_id` after
 * the last `seq` it knows; where `counters.events_pruned` is past that, it starts anew. News of this process may be told of
 * before the log was looked at or after, so whoever does both applies what it reads, never what it is told.
 */
export class ArticleNewsroom {
  readonly #subscribers = new Set<Subscriber>()
  readonly #failed: (error: unknown) => void

  /** @param failed a subscriber threw: the write it was told of has happened all the same */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed
  }

  subscribe(subscriber: Subscriber): () => void {
    this.#subscribers.add(subscriber)
    return () => void this.#subscribers.delete(subscriber)
  }

  /** They were committed. */
  tell(news: readonly ArticleNews[]): void {
    if (news.length === 0) return
    for (const subscriber of [...this.#subscribers]) {
      try {
        subscriber(news)
      } catch (error) {
        this.#failed(error)
      }
    }
  }
}
