import type { Core, Submission } from '@aftercare/client'
import type { ClientCode } from './client-code.ts'
import type { DeviceParts } from './device.ts'
import type { People } from './people.ts'
import type { SeededRandom } from './seeded-random.ts'
import { articles } from './server-articles.ts'
import type { Tab } from './tab.ts'
import { visitor } from './visiting.ts'

/** What people say of articles, and say anew. */
export interface Voting {
  vote(random: SeededRandom): void
}

interface Parts extends Pick<DeviceParts, 'code' | 'trace'> {
  readonly people: People
}

type Rated = Parameters<ClientCode['articleFeedback']>[1]
type Feedback = Parameters<ReturnType<ClientCode['articleFeedback']>['send']>[0]
type Taken = (submission: Submission<unknown>) => void

export function createVoting({ code, trace, people }: Parts): Voting {
  /** The core of each page as articles see it: what the outbox makes of each vote is told here, too. */
  const cores = new Map<Tab, Core>()
  const takers = new Map<string, Taken>()

  function coreOf(tab: Tab): Core {
    const held = cores.get(tab)
    if (held) return held
    const outbox: Core['outbox'] = async () => {
      const opened = await tab.core.outbox()
      return {
        ...opened,
        async submit(entry) {
          const submission = await opened.submit(entry)
          const { write } = entry
          if (write.kind === 'feedback') takers.get(write.feedback.comment ?? '')?.(submission)
          return submission
        },
      }
    }
    const core: Core = Object.create(tab.core, { outbox: { value: outbox } })
    cores.set(tab, core)
    return core
  }

  async function send(tab: Tab, article: Rated, feedback: Feedback): Promise<Submission<unknown>> {
    let taken: Submission<unknown> | undefined
    const marker = feedback.comment ?? ''
    takers.set(marker, (submission) => {
      taken = submission
    })
    const { $entries } = await tab.core.outbox()
    // Whoever says it anew takes back what was refused.
    for (const { conversation, write, state } of $entries.get()) {
      if (conversation !== article.id || write.kind !== 'feedback') continue
      if (state.status !== 'needs_attention' && state.status !== 'dead') continue
      for (const one of people.written) if (one.marker === write.feedback.comment) one.withdrawn = true
    }
    const rating = code.articleFeedback(coreOf(tab), article)
    rating.$state.subscribe(() => {})
    await rating.send(feedback)
    takers.delete(marker)
    if (!taken) throw new Error('The page says that it could not')
    return taken
  }

  return {
    vote(random) {
      // Who sees another person's page waits until it is his own. Of a visitor's word nothing becomes the person's who has
      // said something of the article before: that is tried with the real server.
      const tabs = people.usable().filter(({ known, person }) => person !== visitor && (known ?? person) === person)
      if (tabs.length === 0) return
      const tab = random.pick(tabs)
      const number = random.between(0, articles.length - 1)
      const id = `00000000-0000-4000-a000-00000000000${number}`
      const bad = random.chance(0.1)
      const one = people.begin(tab, { kind: 'feedback', conversation: id, bad })
      const helpful = random.chance(0.5)
      trace.add(`${tab.name} says of article ${number} that it ${helpful ? 'helped' : 'did not help'}`)
      // One that has gone since: the article keeps its id, and its reader has not heard of it.
      const article = { id, slug: bad ? 'gone' : articles[number]!, locale: 'en' } as Rated
      people.follow(one, send(tab, article, { helpful, comment: one.marker }))
    },
  }
}
