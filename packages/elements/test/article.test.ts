import '@aftercare/elements/define'
import { createCore, createVisitorCore } from '@aftercare/client'
import type { AftercareArticle } from '@aftercare/elements'
import { sendKeys } from '@web/test-runner-commands'
import { readArticle, whyNot } from './support/article-states.ts'
import { equal, ok, until } from './support/expect.ts'
import { browserHere, clearPage, inside, textOf, type } from './support/page.ts'
import { customerCore, FaultyFetch, newPerson } from './support/world.ts'

const slug = 'change-the-roll'
const all = (element: Element, selector: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
]
const focused = (element: Element): HTMLElement | null => element.shadowRoot?.activeElement as HTMLElement | null
const title = (element: Element): string => inside(element, '[part=title]').textContent?.trim() ?? ''

afterEach(async () => {
  await clearPage()
  history.replaceState(null, '', location.pathname + location.search)
})

describe('an article', () => {
  it('reads nothing before it is seen', async () => {
    const faulty = new FaultyFetch()
    const element = document.createElement('aftercare-article')
    const place = document.createElement('main')
    place.style.paddingBlockStart = '300vh'
    Object.assign(element, { client: customerCore(newPerson(), { fetch: faulty.fetch }), slug })
    place.append(element)
    document.body.append(place)
    scrollTo(0, 0)
    await new Promise((resolve) => setTimeout(resolve, 200))
    equal(faulty.seen.length, 0)
    element.scrollIntoView()
    await until(() => element.shadowRoot?.querySelector('[data-status=ready]'), 'the article')
    equal(faulty.seen.join(), 'GET /support/articles/change-the-roll')
  })

  it('says what it is about, for which versions, and how old it is', async () => {
    const element = await readArticle({}, { slug })
    equal(title(element), 'Change the paper roll')
    const head = inside(element, '[part=head]').textContent?.replace(/\s+/g, ' ') ?? ''
    for (const said of ['Troubleshooting', 'Tidewater 4.0 to 4.2', 'Updated'])
      ok(head.includes(said), `${said}: ${head}`)
  })

  it('has headings below its title, in their order, each with an id of its own', async () => {
    const element = await readArticle({}, { slug })
    equal(
      all(element, '.content :is(h3, h4, h5, h6)')
        .map(({ localName, id }) => `${localName} ${id}`)
        .join(),
      'h3 h-before-you-begin,h4 h-the-cover,h3 h-wide-things',
    )
    const ids = all(element, '[id]').map(({ id }) => id)
    equal(new Set(ids).size, ids.length)
  })

  it('opens links to the outside in a tab of their own, which is said', async () => {
    const element = await readArticle({}, { slug })
    const link = inside<HTMLAnchorElement>(element, '.content a.out')
    equal([link.target, link.rel].join(), '_blank,noopener noreferrer')
    ok(link.textContent?.includes('opens in a new tab'), link.textContent ?? '')
    equal(inside<HTMLAnchorElement>(element, 'a[href^=mailto]').target, '')
  })

  it('sets columns as their author did', async () => {
    const element = await readArticle({}, { slug })
    const cells = all(element, 'table')[0]?.querySelectorAll('tbody tr:first-child td') ?? []
    equal([...cells].map((cell) => getComputedStyle(cell).textAlign).join(), 'start,end,center')
  })

  it('is read in the language of its reader, and in another on request', async () => {
    const element = await readArticle({ language: 'zh-CN' }, { slug })
    equal(title(element), '更换纸卷')
    inside(element, '.language').click()
    await until(() => textOf(element).includes('Change the paper roll'), 'English')
    await until(() => focused(element)?.matches('[part=title]'), 'the focus on its title')
    equal(inside(element, '.content').lang, 'en')
    equal(element.shadowRoot?.querySelector('[part=language]'), null)
  })

  it('follows the reader’s language', async () => {
    const element = await readArticle({}, { slug })
    element.locale = 'zh-CN'
    await until(() => element.shadowRoot?.querySelector('[part=title]')?.textContent?.includes('更换纸卷'), 'Chinese')
  })

  it('says so where it is there in another language only', async () => {
    const element = await readArticle({}, { slug: 'only-chinese' })
    const said = inside(element, '[part=language]').textContent ?? ''
    ok(said.includes('not there in English yet') && said.includes('Chinese'), said)
    equal(inside(element, '[part=title]').lang, 'zh-CN')
    ok(textOf(element).includes('For customers'), textOf(element))
  })

  it('runs the way of its language, whatever the page does', async () => {
    const arabic = await readArticle({}, { slug: 'arabic' })
    equal(getComputedStyle(inside(arabic, '.content')).direction, 'rtl')
    equal(getComputedStyle(inside(arabic, '.content code')).direction, 'ltr')
    equal(getComputedStyle(inside(arabic, '.feedback')).direction, 'ltr')
    const english = await readArticle({ direction: 'rtl' }, { slug })
    equal(getComputedStyle(inside(english, '.content')).direction, 'ltr')
    equal(getComputedStyle(inside(english, '.feedback')).direction, 'rtl')
  })
})

describe('the pictures of an article', () => {
  const shown = (element: AftercareArticle) =>
    until(
      () => element.shadowRoot?.querySelector<HTMLImageElement>('img'),
      () => textOf(element),
    )
  const anybody = () => createVisitorCore({ url: '/support', tenant: 'tidewater' })

  it('are seen by whoever brings no token, with their words and their own size, without a challenge to solve', async () => {
    const element = await readArticle({}, { slug: 'second-article', client: anybody() })
    const picture = await shown(element)
    await picture.decode()
    equal([picture.alt, picture.width, picture.naturalWidth, picture.naturalHeight].join(), 'The holder,480,480,240')
  })

  it('are seen by customers, also where nobody else reads the article', async () => {
    await shown(await readArticle({}, { slug: 'second-article' }))
    await shown(await readArticle({}, { slug: 'for-customers-alone' }))
    await readArticle({}, { slug: 'for-customers-alone', client: anybody() }, 'not_found')
  })
})

describe('whether an article helped', () => {
  it('is not asked of readers whose answer could never go', async () => {
    const core = createCore({ url: '/support', tenant: 'tidewater' })
    const element = await readArticle({}, { slug: 'second-article', client: core })
    equal(element.shadowRoot?.querySelector('.feedback') ?? undefined, undefined)
    await core.close()
  })

  it('is asked of visitors, who are let in once they answer, and not before', async () => {
    const tokens: string[] = []
    const core = createVisitorCore({
      url: '/support',
      tenant: 'tidewater',
      fetch(request) {
        if (request.url.includes('/visitors')) tokens.push(request.url)
        return fetch(request)
      },
    })
    const element = await readArticle({}, { slug: 'second-article', client: core })
    const yes = inside<HTMLButtonElement>(element, '.feedback button')
    equal(tokens.length, 0)
    yes.click()
    await until(
      () => element.shadowRoot?.querySelector('[data-feedback=sent]'),
      () => textOf(element),
    )
    ok(tokens.length > 0, 'the visitor was let in')
    await core.close()
  })
})

describe('an article that is not there', () => {
  it('is said to be unknown, without a way to try again', async () => {
    const element = await readArticle({}, { slug: 'nowhere' }, 'not_found')
    ok(textOf(element).includes('There is no such article'), textOf(element))
    equal(all(element, 'button').length, 0)
  })

  it('can be asked for again where that failed', async () => {
    const faulty = new FaultyFetch().refuse('internal')
    const element = await readArticle(
      {},
      { slug, client: customerCore(newPerson(), { fetch: faulty.fetch }) },
      'failed',
    )
    faulty.mend()
    inside(element, '[part=notice] button').click()
    await until(() => element.shadowRoot?.querySelector('[data-status=ready]'), 'the article')
  })

  it('is the copy on the device where there is one, and says so', async () => {
    const faulty = new FaultyFetch()
    const element = await readArticle({}, { slug, client: customerCore(newPerson(), { fetch: faulty.fetch }) })
    faulty.offline()
    await element.refresh()
    const notice = await until(() => element.shadowRoot?.querySelector('[part=stale]'), 'the notice')
    ok(notice.textContent?.includes('This is the copy on your device.'), notice.textContent ?? '')
    equal(title(element), 'Change the paper roll')
  })
})

describe('links within the knowledge base', () => {
  it('lead to another article in the same element, and the focus to its title', async () => {
    const element = await readArticle({}, { slug })
    inside(element, 'td a').click()
    await until(
      () => element.shadowRoot?.querySelector('[part=title]')?.textContent?.includes('仅有中文'),
      'the article',
    )
    equal(element.slug, 'only-chinese')
    await until(() => focused(element)?.matches('[part=title]'), 'the focus on its title')
  })

  it('lead to a heading of another article', async () => {
    const element = await readArticle({}, { slug })
    all(element, '.content p:last-child a').at(-1)?.click()
    await until(() => focused(element)?.id === 'h-steps', 'the focus on the heading')
    equal(element.slug, 'second-article')
  })

  it('are the host’s where it says so', async () => {
    const element = await readArticle({}, { slug, articleHref: '#article/{slug}' })
    const link = inside<HTMLAnchorElement>(element, 'td a')
    equal(link.getAttribute('href'), '#article/only-chinese')
    const opened: string[] = []
    element.addEventListener('aftercare-article-selected', (event) => {
      opened.push(event.detail.slug)
      event.preventDefault()
    })
    link.click()
    equal(opened.join(), 'only-chinese')
    equal([element.slug, location.hash].join(), 'change-the-roll,')
  })

  it('lead to a heading of this one, which the address then names', async () => {
    const element = await readArticle({}, { slug })
    inside(element, '.content a[href="#the-cover"]').click()
    equal(focused(element)?.id, 'h-the-cover')
    await until(
      () => location.hash === '#the-cover',
      () => `the address: ${location.hash}`,
    )
  })

  it('leave the address to a host that routes by it', async () => {
    const element = await readArticle({}, { slug, articleHref: '#article/{slug}' })
    const [anchor] = all(element, '#h-the-cover .anchor')
    anchor?.click()
    equal([focused(element)?.id, location.hash].join(), 'h-the-cover,')
    const other = await readArticle({}, { slug, articleHref: '#article/{slug}/{anchor}' })
    equal(inside(other, '#h-the-cover .anchor').getAttribute('href'), '#article/change-the-roll/the-cover')
  })

  it('by the address of the page lead to its heading, at once and later', async () => {
    history.replaceState(null, '', '#wide-things')
    const element = await readArticle({}, { slug })
    await until(() => focused(element)?.id === 'h-wide-things', 'the heading')
    location.hash = '#before-you-begin'
    await until(() => focused(element)?.id === 'h-before-you-begin', 'the other heading')
  })
})

describe('what an article is made of', () => {
  it('copies code to the letter', async () => {
    const element = await readArticle({}, { slug })
    let copied = ''
    const clipboard = {
      async writeText(text: string) {
        copied = text
      },
    }
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
    inside(element, '.code button').click()
    await until(() => copied, 'the copy')
    ok(copied.startsWith('tidewater printer open --cover=front') && !copied.endsWith('\n'), copied)
    await until(() => textOf(element).includes('Copied'), 'the word')
    Reflect.deleteProperty(navigator, 'clipboard')
  })

  it('selects code where the page may not copy', async () => {
    const element = await readArticle({}, { slug })
    const clipboard = { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) }
    Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
    inside(element, '.code button').click()
    await until(() => textOf(element).includes('It is selected'), 'the word')
    Reflect.deleteProperty(navigator, 'clipboard')
  })

  it('makes what is wider than its room a stop for keys, and what fits none', async () => {
    const element = await readArticle({}, { slug })
    const [narrow, wide] = all(element, '.table')
    await until(() => wide?.tabIndex === 0, 'the wide table')
    equal(narrow?.hasAttribute('tabindex'), false)
    equal(inside(element, 'pre').tabIndex, 0)
    wide?.focus()
    await sendKeys({ press: 'ArrowRight' })
    await until(() => (wide?.scrollLeft ?? 0) > 0, 'the table to move')
    equal(wide?.hasAttribute('data-more'), true)
    equal(narrow?.hasAttribute('data-more'), false)
    wide?.scrollTo({ left: 10_000, behavior: 'instant' })
    await until(() => !wide?.hasAttribute('data-more'), 'the end, where nothing fades')
    equal(document.documentElement.scrollWidth <= innerWidth, true)
  })

  it('loads nothing of a video before its reader agrees', async () => {
    const element = await readArticle({}, { slug })
    const consent = inside(element, '.consent')
    ok(consent.textContent?.includes('media.tidewater.example'), consent.textContent ?? '')
    equal(all(element, 'video, iframe, source').length, 0)
    ok(!performance.getEntriesByType('resource').some(({ name }) => name.includes('media.tidewater')), 'no request')
    inside(element, '.consent button').click()
    // The address is invented: it cannot be had, and the link stays.
    await until(
      () => textOf(element).includes('cannot be played here'),
      () => textOf(element),
    )
    equal(inside<HTMLAnchorElement>(element, '.consent a').href, 'https://media.tidewater.example/roll.mp4')
  })

  it('prints without what can only be pressed', async () => {
    const element = await readArticle({}, { slug })
    const sheets = element.shadowRoot?.adoptedStyleSheets ?? []
    const rules = sheets.flatMap((sheet) => [...sheet.cssRules])
    const print = rules.filter((rule) => rule instanceof CSSMediaRule && rule.conditionText === 'print')
    ok(
      print.some((rule) => rule.cssText.includes('.feedback')),
      'the rules of print',
    )
  })
})

describe('words that would be something else', () => {
  it('are words: nothing runs, and no address is kept that could', async () => {
    const element = await readArticle({}, { slug: 'hostile' })
    await new Promise((resolve) => setTimeout(resolve, 100))
    equal((window as { executed?: unknown }).executed, undefined)
    equal(all(element, 'script, iframe, object, embed, form:not(.feedback form), svg, style').length, 0)
    for (const node of all(element, '*')) {
      for (const { name, value } of node.attributes) {
        ok(!name.startsWith('on') && name !== 'style' && name !== 'srcdoc', `${node.localName} ${name}`)
        if (name === 'href' || name === 'src') ok(/^(https?:|#)/.test(value), `${name}=${value}`)
      }
    }
    ok(textOf(element).includes('<script>window.executed = 1</script>'), 'as it was written')
    ok(!/[\u202a-\u202e]/.test(inside(element, '.content').textContent ?? ''), 'no override of the direction')
  })
})

describe('whether it helped', () => {
  const sent = (element: AftercareArticle) =>
    until(
      () => element.shadowRoot?.querySelector<HTMLElement>('[data-feedback=sent]'),
      () => textOf(element),
    )

  it('is one press, thanked for, and can be changed', async () => {
    const faulty = new FaultyFetch()
    const element = await readArticle({}, { slug, client: customerCore(newPerson(), { fetch: faulty.fetch }) })
    inside(element, '.feedback button').click()
    ok((await sent(element)).textContent?.includes('good to know'), textOf(element))
    await until(() => focused(element)?.id === '_said', 'the focus')
    inside(element, '.feedback button').click()
    await until(() => focused(element)?.id === '_question', 'the question')
    equal(faulty.seen.filter((request) => request.startsWith('POST')).length, 1)
  })

  it('takes a reason and a comment, by keys alone', async () => {
    const bodies: unknown[] = []
    const client = customerCore(newPerson(), {
      async fetch(request) {
        if (request.method === 'POST') bodies.push(await request.clone().json())
        return fetch(request)
      },
    })
    const element = await whyNot({}, { client })
    await until(() => focused(element)?.matches('[type=radio]'), 'the first reason')
    if (browserHere() === 'webkit') inside(element, '[value=outdated]').click()
    else {
      await sendKeys({ press: 'ArrowDown' })
      await sendKeys({ press: 'ArrowDown' })
    }
    type(element, '#_comment', ' The roll is on the left now. ')
    inside<HTMLFormElement>(element, '.feedback form').requestSubmit()
    await sent(element)
    const [body] = bodies as { reason: string; comment: string; helpful: boolean; locale: string }[]
    equal(
      [body?.helpful, body?.reason, body?.comment, body?.locale].join(),
      'false,outdated,The roll is on the left now.,en',
    )
  })

  it('is not sent with a comment that is too long, which stays as it was written', async () => {
    const element = await whyNot({})
    type(element, '#_comment', 'x'.repeat(2003))
    inside<HTMLFormElement>(element, '.feedback form').requestSubmit()
    await until(
      () => textOf(element).includes('3 too many characters.'),
      () => textOf(element),
    )
    equal(inside<HTMLTextAreaElement>(element, '#_comment').value.length, 2003)
  })

  it('says why it was refused, and is said again', async () => {
    const faulty = new FaultyFetch().refuse('validation_failed', 'POST')
    const element = await readArticle({}, { slug, client: customerCore(newPerson(), { fetch: faulty.fetch }) })
    inside(element, '.feedback button').click()
    await until(() => element.shadowRoot?.querySelector('[data-feedback=failed]'), 'the failure')
    faulty.mend()
    inside(element, '.feedback button').click()
    await sent(element)
  })

  it('is kept without a network, and goes from the next page that shows the article', async () => {
    const person = newPerson()
    const faulty = new FaultyFetch()
    const element = await readArticle({}, { slug, client: customerCore(person, { fetch: faulty.fetch }) })
    faulty.offline()
    inside(element, '.feedback button').click()
    await until(() => element.shadowRoot?.querySelector('[data-feedback=waiting]'), 'that it waits')
    ok(textOf(element).includes('saved on this device'), textOf(element))
    await element.client?.close()
    element.remove()
    await sent(await readArticle({}, { slug, client: customerCore(person) }))
  })

  it('is given up by Escape, and the focus is back', async () => {
    const element = await whyNot({})
    inside(element, '[name=reason]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await until(() => focused(element)?.id === '_question', 'the question')
  })

  it('is not asked of the provider’s side', async () => {
    const element = await readArticle({}, { slug, staff: true })
    equal(element.shadowRoot?.querySelector('.feedback'), null)
  })
})
