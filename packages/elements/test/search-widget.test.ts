import '@aftercare/elements/define'
import { recentSearches } from '@aftercare/client'
import type { AftercareSearch, AftercareTicketForm } from '@aftercare/elements'
import type { SearchOutcome } from '@aftercare/protocol'
import { sendKeys } from '@web/test-runner-commands'
import { readArticle } from './support/article-states.ts'
import { equal, ok, until } from './support/expect.ts'
import { browserHere, clearPage, inside, settled, show, textOf, type, typeKeys } from './support/page.ts'
import { lookFor, search, suggesting } from './support/search-states.ts'
import { customerCore, FaultyFetch, newPerson } from './support/world.ts'

const options = (element: Element): readonly HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>('[role=option]') ?? []),
]
const titles = (element: Element): readonly string[] =>
  [...(element.shadowRoot?.querySelectorAll('[part=result] .subject') ?? [])].map(({ textContent }) =>
    textContent.trim(),
  )
const field = (element: Element) => inside<HTMLInputElement>(element, '[role=combobox]')
/** WebKitGTK's driver has no keys for arrows and the like in shadow trees: there they are events. */
const press = async (element: Element, key: string): Promise<void> => {
  if (browserHere() === 'webkit') {
    field(element).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }))
  } else await sendKeys({ press: key })
  await settled(element as AftercareSearch)
}
const active = (element: Element): string | undefined =>
  options(element)
    .find(({ id }) => id === field(element).getAttribute('aria-activedescendant'))
    ?.textContent?.trim()

const outcomes = ['opened', 'solved', 'ticket'] as const

/** A client whose searches are over when the test says so, and what the backend was told of them. */
function telling() {
  const due = new Set<() => void>()
  const told: { searches: SearchOutcome[]; status: number }[] = []
  const client = customerCore(newPerson(), {
    clock: {
      now: Date.now,
      after(milliseconds, callback) {
        // What comes in minutes comes when the test says so.
        if (milliseconds >= 300_000) due.add(callback)
        const timer = milliseconds < 300_000 ? setTimeout(callback, milliseconds) : undefined
        return () => {
          clearTimeout(timer)
          due.delete(callback)
        }
      },
    },
    async fetch(request) {
      if (!request.url.endsWith('/articles/searches')) return fetch(request)
      const { searches } = await request.clone().json()
      const answer = await fetch(request)
      told.push({ searches, status: answer.status })
      return answer
    },
  })
  /** A search has stood for long enough to count. */
  const counted = () => until(() => due.size > 0, 'a search that counts')
  async function report(): Promise<string> {
    await counted()
    // What becomes of it is told a moment later.
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (const callback of due) callback()
    await until(() => told.length > 0, 'the report')
    const [{ searches, status }] = told as [(typeof told)[0]]
    equal(status, 201)
    const saying = ({ query, found, ...became }: SearchOutcome) =>
      [`${query}:`, found > 0 ? 'found' : 'nothing', ...outcomes.filter((each) => became[each])].join(' ')
    return searches.map(saying).join()
  }
  return { client, counted, report }
}

describe('a search', () => {
  afterEach(clearPage)

  it('stores and requests nothing before it is focused', async () => {
    const faulty = new FaultyFetch()
    await search({}, { client: customerCore(newPerson(), { fetch: faulty.fetch }), page: 'Paper' })
    await new Promise((resolve) => setTimeout(resolve, 200))
    equal(faulty.seen.length, 0)
  })

  it('is a combobox, with real keys: finds as one types, arrows walk, Escape steps back', async () => {
    const element = await search({})
    field(element).focus()
    equal(field(element).getAttribute('aria-expanded'), 'false')
    await typeKeys('paper ro')
    await until(
      () => titles(element).includes('Change the paper roll'),
      () => textOf(element),
    )
    // Found, and said: what is typed has come to rest.
    await until(
      () => textOf(element).includes('1 article for “paper ro”'),
      () => textOf(element),
    )
    equal(field(element).getAttribute('aria-expanded'), 'true')
    equal(field(element).hasAttribute('aria-activedescendant'), false)
    await press(element, 'ArrowDown')
    ok(active(element)?.includes('Change the paper roll'), String(active(element)))
    equal(options(element)[0]?.getAttribute('aria-selected'), 'true')
    await press(element, 'ArrowUp')
    equal(active(element), undefined)
    await press(element, 'ArrowUp')
    ok(active(element)?.includes('Ask us about'), String(active(element)))
    await press(element, 'Escape')
    equal(active(element), undefined)
    equal(field(element).value, 'paper ro')
    await press(element, 'Escape')
    equal(field(element).value, '')
    await until(() => options(element).length === 0 || element.shadowRoot?.querySelector('#recent-0'), 'nothing')
    equal(element.shadowRoot?.activeElement, field(element))
  })

  it('opens what is chosen by its address, and tells the page first', async () => {
    const element = await search({})
    await lookFor(element, 'paper roll')
    let chosen = ''
    element.addEventListener('aftercare-article-selected', ({ detail }) => {
      chosen = detail.slug
    })
    field(element).focus()
    await press(element, 'ArrowDown')
    await press(element, 'Enter')
    equal(chosen, 'change-the-roll')
    equal(location.hash, '#article=change-the-roll')
    element.addEventListener('aftercare-article-selected', (event) => event.preventDefault())
    location.hash = ''
    inside(element, '[part=result]').click()
    equal(location.hash, '')
  })

  it('takes Enter for what is typed, though what was found before is still shown', async () => {
    const core = customerCore(newPerson())
    const element = await search({}, { client: core })
    await lookFor(element, 'paper roll')
    let chosen = ''
    element.addEventListener('aftercare-article-selected', (event) => {
      event.preventDefault()
      chosen = event.detail.slug
    })
    const strike = (key: string) =>
      field(element).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
      )
    field(element).focus()
    strike('ArrowDown')
    // All at once, before typing has rested.
    type(element, '[role=combobox]', 'paper')
    strike('Enter')
    equal(chosen, '')
    let kept: readonly string[] = []
    await until(() => {
      void recentSearches(core)
        .list()
        .then((queries) => {
          kept = queries
        })
      return kept.length > 0
    }, 'the search is kept')
    equal(kept.join(), 'paper')
  })

  it('marks what was looked for, in Chinese as well', async () => {
    const element = await search({ language: 'zh-CN' })
    await lookFor(element, '更换纸卷')
    equal(titles(element)[0], '更换纸卷')
    equal(inside(element, '[part=result] mark').textContent, '更换纸卷')
  })

  it('narrows by kind', async () => {
    const element = await search({})
    await lookFor(element, 'paper roll')
    const kind = inside<HTMLSelectElement>(element, 'select')
    kind.value = 'release_note'
    kind.dispatchEvent(new Event('change'))
    await until(
      () => titles(element).length === 0 && element.shadowRoot?.querySelector('[part=notice]'),
      () => textOf(element),
    )
  })

  it('remembers what was looked for, on this device, until it is told to forget', async () => {
    const person = newPerson()
    const core = customerCore(person)
    const first = await search({}, { client: core })
    await lookFor(first, 'paper roll')
    inside(first, '[part=result]').click()
    let kept: readonly string[] = []
    await until(() => {
      void recentSearches(core)
        .list()
        .then((queries) => {
          kept = queries
        })
      return kept.length > 0
    }, 'the search is kept')
    await clearPage()
    const element = await search({}, { client: customerCore(person) })
    field(element).focus()
    const recent = await until(
      () => element.shadowRoot?.querySelector<HTMLElement>('#recent-0'),
      () => textOf(element),
    )
    recent.click()
    await until(
      () => titles(element).includes('Change the paper roll'),
      () => textOf(element),
    )
    type(element, '[role=combobox]', '')
    await until(() => element.shadowRoot?.querySelector('#recent-0'), 'the recent ones')
    inside(element, 'button.plain').click()
    await until(
      () => !element.shadowRoot?.querySelector('#recent-0'),
      () => textOf(element),
    )
    equal(element.shadowRoot?.activeElement, field(element))
  })

  it('is told, with what came of it, to those who write the articles, unless the host says no', async () => {
    const { client, counted, report } = telling()
    const element = await search({}, { client })
    const quiet = await search({}, { client, unreported: true })
    await lookFor(quiet, 'ribbon', '[part=notice]')
    await until(
      () => textOf(quiet).includes('for “ribbon”'),
      () => textOf(quiet),
    )
    await lookFor(element, 'zzyzx', '[part=notice]')
    await counted()
    await lookFor(element, 'paper roll')
    inside(element, '[part=result]').click()
    document.dispatchEvent(new CustomEvent('aftercare-ticket-queued'))
    equal(await report(), 'zzyzx: nothing,paper roll: found opened ticket')
  })

  it('counts as one that led to an article once that is read on the page, by whatever way', async () => {
    for (const [query, wanted, outcome] of [
      ['paper roll', '[part=result]', 'found opened'],
      // Nobody was led there by a search that did not find it.
      ['zzyzx', '[part=notice]', 'nothing'],
    ] as const) {
      const { client, counted, report } = telling()
      const element = await search({}, { client })
      await lookFor(element, query, wanted)
      await counted()
      await readArticle({}, { client, slug: 'change-the-roll' })
      equal(await report(), `${query}: ${outcome}`)
      await clearPage()
    }
  })

  it('that finds nothing leads to the form, with what was written', async () => {
    const client = customerCore(newPerson())
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client, id: 'ask', draftKey: 'ask' })
    const element = await search({}, { client, for: 'ask' })
    await lookFor(element, 'zzyzx qqqq', '[part=notice]')
    ok(textOf(element).includes('Nothing found for “zzyzx qqqq”'), textOf(element))
    inside(element, '[part=ask]').click()
    const subject = inside<HTMLInputElement>(form, '#subject')
    await until(
      () => subject.value === 'zzyzx qqqq',
      () => subject.value,
    )
    await until(() => form.shadowRoot?.activeElement === subject, 'the focus')
    // What was written before is never replaced.
    inside(element, '[part=ask]').click()
    const description = inside<HTMLTextAreaElement>(form, '#description')
    await until(
      () => description.value === 'zzyzx qqqq',
      () => description.value,
    )
    equal(subject.value, 'zzyzx qqqq')
  })

  it('that failed says so, and finds when it is tried again', async () => {
    const faulty = new FaultyFetch()
    faulty.refuse('internal')
    const element = await search({}, { client: customerCore(newPerson(), { fetch: faulty.fetch }) })
    await lookFor(element, 'paper roll', '[role=alert]')
    ok(element.shadowRoot?.querySelector('[part=ask]'), 'the way to the form')
    faulty.mend()
    inside(element, '[role=alert] button').click()
    await until(
      () => titles(element).includes('Change the paper roll'),
      () => textOf(element),
    )
  })

  it('finds without a network what it once had', async () => {
    const faulty = new FaultyFetch()
    const element = await search({}, { client: customerCore(newPerson(), { fetch: faulty.fetch }) })
    await lookFor(element, 'paper roll')
    await until(
      () => faulty.seen.some((request) => request.includes('/segments/')),
      () => faulty.seen.join('\n'),
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    faulty.offline()
    await lookFor(element, 'old roll')
    await until(
      () => titles(element).includes('Change the paper roll'),
      () => textOf(element),
    )
  })

  it('offers what may help on the page', async () => {
    const element = await search({}, { page: 'https://tidewater.example/paper/roll?token=secret' })
    field(element).focus()
    await until(
      () => titles(element).includes('Change the paper roll'),
      () => textOf(element),
    )
    ok(textOf(element).includes('For this page'), textOf(element))
  })
})

describe('articles that may help while a ticket is written', () => {
  afterEach(clearPage)

  it('are offered from the subject on, and asked for no sooner', async () => {
    const faulty = new FaultyFetch()
    const client = customerCore(newPerson(), { fetch: faulty.fetch })
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client })
    const element = document.createElement('aftercare-suggestions')
    element.client = client
    form.append(element)
    type(form, '#subject', 'Where')
    await new Promise((resolve) => setTimeout(resolve, 700))
    equal(faulty.seen.filter((request) => request.includes('/search/')).length, 0)
    type(form, '#subject', 'Where is the paper roll')
    await until(
      () => textOf(element).includes('Change the paper roll'),
      () => textOf(element),
    )
  })

  it('may solve it: the page is told, the draft is kept, and who was wrong goes on', async () => {
    const element = await suggesting({}, 'Where is the paper roll', { draftKey: 'solved' })
    let solved = ''
    element.addEventListener('aftercare-solved', ({ detail }) => {
      solved = detail.slug
    })
    inside(element, 'button').click()
    equal(solved, 'change-the-roll')
    await until(
      () => element.shadowRoot?.activeElement?.matches('.title'),
      () => textOf(element),
    )
    inside(element, 'button').click()
    const form = element.closest('aftercare-ticket-form')!
    await until(() => form.shadowRoot?.activeElement?.id === 'subject', 'the focus')
    equal(inside<HTMLInputElement>(form, '#subject').value, 'Where is the paper roll')
    ok(element.shadowRoot?.querySelector('li'), 'the articles')
  })

  describe('are told, with what came of them, to those who write the articles', () => {
    const subject = 'Where is the paper roll'

    it('once one was opened, and when the ticket is raised all the same', async () => {
      const { client, report } = telling()
      const element = await suggesting({}, subject, { client })
      element.addEventListener('aftercare-article-selected', (event) => event.preventDefault())
      inside(element, 'a').click()
      element.closest('aftercare-ticket-form')?.dispatchEvent(new CustomEvent('aftercare-ticket-queued'))
      equal(await report(), `${subject}: found opened ticket`)
    })

    it('once one has solved it: a ticket that was not needed', async () => {
      const { client, report } = telling()
      const element = await suggesting({}, subject, { client })
      inside(element, 'button').click()
      equal(await report(), `${subject}: found solved`)
    })

    it('but for a subject that nothing was offered for, and where the host says no', async () => {
      const { client, report } = telling()
      const quiet = await suggesting({}, subject, { client, draftKey: 'quiet', id: 'quiet' })
      quiet.unreported = true
      const form = quiet.closest('aftercare-ticket-form')!
      type(form, '#subject', 'How to change the roll')
      await new Promise((resolve) => setTimeout(resolve, 700))
      inside(quiet, 'button').click()
      quiet.unreported = false
      type(form, '#subject', 'zzyzx qqqq')
      await until(
        () => !quiet.shadowRoot?.querySelector('li'),
        () => textOf(quiet),
      )
      equal(await report(), `${subject}: found`)
    })
  })
})
