import type { AftercareTicketForm } from '@aftercare/elements'
import { equal, ok, until } from './support/expect.ts'
import { editing, submitted, withLines } from './support/states.ts'
import { newPerson, tokenAddress } from './support/world.ts'

/** What the page in the frame says next. */
const answerOf = <T>(frame: HTMLIFrameElement, what: string): Promise<T> =>
  new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`waited in vain for ${what}`)), 8000)
    addEventListener('message', function heard(event) {
      if (event.source !== frame.contentWindow) return
      removeEventListener('message', heard)
      resolve(event.data)
    })
  })

describe('under the strictest content security policy, with trusted types', () => {
  it('a ticket is raised and followed, an article is read, and nothing is violated', async () => {
    const frame = document.createElement('iframe')
    frame.src = '/test/policy.html'
    frame.width = '600'
    frame.height = '900'
    const ready = answerOf(frame, 'the page to be ready')
    document.body.append(frame)
    equal(await ready, 'ready')
    const page = frame.contentDocument
    ok(page, 'the page in the frame')

    const provider = page.createElement('aftercare-provider')
    Object.assign(provider, { url: '/support', tokenUrl: tokenAddress(newPerson()), locale: 'en' })
    const form = page.createElement('aftercare-ticket-form') as AftercareTicketForm
    const list = page.createElement('aftercare-ticket-list')
    const talk = page.createElement('aftercare-conversation')
    provider.append(form, list, talk)
    page.querySelector('main')?.append(provider)
    await until(() => form.shadowRoot?.querySelector('form'), 'the form')
    form.diagnostics = 'console requests navigation marks versions screenshot'
    form.shadowRoot?.querySelector<HTMLElement>('#subject')?.focus()
    const screenshot = await until(() => form.shadowRoot?.querySelector('aftercare-screenshot'), 'the evidence')
    await until(() => screenshot.shadowRoot?.querySelector('.begin'), 'its words')
    await editing(screenshot)
    screenshot.shadowRoot?.querySelector<HTMLElement>('.add')?.click()
    screenshot.shadowRoot?.querySelector<HTMLElement>('.done')?.click()
    await until(() => form.shadowRoot?.querySelector('.file'), 'the picture')
    const details = await withLines(form)
    details.shadowRoot?.querySelector<HTMLElement>('.save')?.click()
    await submitted(form, 'acknowledged')
    await until(() => list.shadowRoot?.querySelector('.item'), 'the list')
    list.addEventListener('aftercare-ticket-selected', (event) => {
      talk.ticketId = event.detail.ticketId
    })
    list.shadowRoot?.querySelector<HTMLElement>('.item')?.click()
    await until(() => talk.shadowRoot?.querySelector('.message'), 'the conversation')

    const article = page.createElement('aftercare-article')
    for (const slug of ['change-the-roll', 'hostile']) {
      article.slug = slug
      provider.replaceChildren(article)
      await until(
        () =>
          article.shadowRoot
            ?.querySelector('[data-status=ready]')
            ?.textContent?.includes(slug === 'hostile' ? 'executed' : 'blade'),
        slug,
      )
      article.shadowRoot?.querySelector<HTMLElement>('.code button')?.click()
    }
    equal((frame.contentWindow as Window & { executed?: unknown }).executed, undefined)

    const { adoptedStyleSheets } = form.shadowRoot ?? {}
    ok(adoptedStyleSheets?.length, 'styles are adopted')
    const { violations } = frame.contentWindow as Window & { violations?: string[] }
    ok(violations, 'the list of violations')
    equal(violations.join('\n'), '')
    frame.remove()
  })
})
