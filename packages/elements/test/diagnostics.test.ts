import '@aftercare/elements/define'
import '@aftercare/elements/diagnostics/define'
import { diagnostics } from '@aftercare/client'
import type { AftercareDiagnostics, AftercareTicketForm } from '@aftercare/elements'
import { type DiagnosticLine, readDiagnostics } from '@aftercare/protocol'
import { sendKeys } from '@web/test-runner-commands'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, settled, show, type } from './support/page.ts'
import { evidenceForm, fillIn, withLines } from './support/states.ts'
import { customerCore, newPerson } from './support/world.ts'

const evidence = (form: AftercareTicketForm): AftercareDiagnostics => inside(form, 'aftercare-diagnostics')
const lineTexts = (element: Element): readonly string[] =>
  [...(element.shadowRoot?.querySelectorAll('textarea') ?? [])].map(({ value }) => value)
const focusedIn = (element: Element): Element | null | undefined => element.shadowRoot?.activeElement

async function sent(form: AftercareTicketForm): Promise<readonly DiagnosticLine[]> {
  const acknowledged = new Promise<string>((resolve) =>
    form.addEventListener('aftercare-ticket-acknowledged', (event) => resolve(event.detail.ticket.id)),
  )
  await fillIn(form)
  inside<HTMLFormElement>(form, 'form').requestSubmit()
  const { client } = form
  ok(client && 'call' in client, 'the core')
  return (await client.call(readDiagnostics, { params: { ticketId: await acknowledged } })).lines
}

describe('evidence in a ticket form', () => {
  afterEach(clearPage)

  it('is not there, and nothing is wrapped, in a form that was not told to', async () => {
    const { log } = console
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(newPerson()) })
    inside(form, '#subject').focus()
    await until(() => form.shadowRoot?.activeElement, 'the focus')
    ok(!form.shadowRoot?.querySelector('aftercare-diagnostics'), 'no evidence')
    equal(console.log, log)
  })

  it('is added by the keyboard, and every line that will be sent is shown', async () => {
    const form = await evidenceForm({})
    console.warn('The map stands still for mara@example.com')
    await until(() => evidence(form).shadowRoot?.querySelector('.add'), 'the offer')
    inside(evidence(form), '.add').focus()
    await sendKeys({ press: 'Enter' })
    await until(() => evidence(form).shadowRoot?.querySelector('.line'), 'the lines')
    equal(focusedIn(evidence(form))?.localName, 'summary')
    const shown = lineTexts(evidence(form))
    ok(shown.includes('The map stands still for [e-mail]'), shown.join('\n'))
    // What comes later was not shown, so it is not sent.
    console.warn('Later')
    const lines = await sent(form)
    equal(lines.map(({ text }) => text).join('\n'), shown.join('\n'))
  })

  it('is sent as it was changed, and without what was removed', async () => {
    const form = await evidenceForm({})
    console.error('One that stays')
    console.error('One that goes')
    const element = await withLines(form)
    const before = lineTexts(element)
    const index = before.indexOf('One that goes')
    inside(element, `.line:nth-child(${index + 1}) button`).focus()
    await sendKeys({ press: 'Enter' })
    await settled(element)
    equal(lineTexts(element).length, before.length - 1)
    ok(focusedIn(element)?.localName === 'button', 'the focus stays in the list')
    type(element, `.line:nth-child(${before.indexOf('One that stays') + 1}) textarea`, 'One that was changed')
    await settled(element)
    const lines = await sent(form)
    const texts = lines.map(({ text }) => text)
    ok(texts.includes('One that was changed'), texts.join('\n'))
    ok(!texts.some((text) => /One that (stays|goes)/.test(text)), texts.join('\n'))
  })

  it('can be put back line by line, and left out whole', async () => {
    const form = await evidenceForm({})
    console.error('Removed by mistake')
    const element = await withLines(form)
    const before = lineTexts(element)
    inside(element, '.line:last-child button').click()
    await settled(element)
    inside(element, '.undo').click()
    await settled(element)
    equal(lineTexts(element).join('\n'), before.join('\n'))
    inside(element, '.leave').click()
    await settled(element)
    equal(focusedIn(element)?.className, 'add')
    equal(element.lines, undefined)
    equal((await sent(form)).length, 0)
  })

  it('has nothing of what stood in the page’s fields before, wherever they are', async () => {
    const page = document.body.appendChild(document.createElement('div'))
    const inner = page.appendChild(document.createElement('section')).attachShadow({ mode: 'open' })
    const deep = inner.appendChild(document.createElement('div')).attachShadow({ mode: 'open' })
    deep.append(Object.assign(document.createElement('input'), { value: 'prefilled in a tree' }))
    const area = page.appendChild(document.createElement('textarea'))
    area.value = Array.from({ length: 300 }, (_, index) => `long${index}`).join(' ')
    const rich = page.appendChild(document.createElement('div'))
    rich.contentEditable = 'true'
    rich.append(Object.assign(document.createElement('p'), { textContent: 'written richly' }), 'and more of it')
    const frame = page.appendChild(document.createElement('iframe'))
    const within = frame.contentDocument?.body.appendChild(document.createElement('input'))
    ok(within, 'a field in a frame')
    within.value = 'prefilled in a frame'
    const form = await evidenceForm({})
    const { client } = form
    ok(client && 'call' in client, 'the core')
    for (const value of ['prefilled in a tree', 'prefilled in a frame', 'written richly', area.value])
      console.warn(`The page read ${value}`)
    within.value = 'entered and gone'
    within.dispatchEvent(new Event('change', { bubbles: true }))
    frame.remove()
    console.warn('The page read entered and gone')
    type(form, '#subject', 'meant to be sent')
    console.warn('The person wrote meant to be sent')
    const lines = (await diagnostics(client).lines()).map(({ text }) => text)
    equal(lines.filter((text) => text.startsWith('The page read [form value]')).length, 1)
    contains(lines.join('\n'), 'The page read [form value] (×5)')
    contains(lines.join('\n'), 'The person wrote meant to be sent')
    page.remove()
  })

  it('is nothing as long as nobody has added it', async () => {
    const form = await evidenceForm({})
    console.error('Noted, not sent')
    await until(() => evidence(form).shadowRoot?.querySelector('.add'), 'the offer')
    equal((await sent(form)).length, 0)
  })

  it('is nothing again for the next ticket', async () => {
    const form = await evidenceForm({})
    await withLines(form)
    await sent(form)
    await until(() => form.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
    const again = [...(form.shadowRoot?.querySelectorAll('button') ?? [])].at(-1)
    again?.click()
    const next = await until(() => form.shadowRoot?.querySelector('aftercare-diagnostics'), 'the form')
    equal((next as AftercareDiagnostics).lines, undefined)
  })

  it('comes back with a ticket that is edited again', async () => {
    const form = await evidenceForm({}, 'forbidden')
    console.error('Before it was refused')
    const shown = lineTexts(await withLines(form)).length
    await fillIn(form)
    inside<HTMLFormElement>(form, 'form').requestSubmit()
    await until(() => form.shadowRoot?.querySelector('[data-state=needs_attention]'), 'the refusal')
    inside(form, '.primary').click()
    await until(() => form.shadowRoot?.querySelector('aftercare-diagnostics'), 'the form')
    equal(evidence(form).lines?.length, shown)
    await until(() => evidence(form).shadowRoot?.querySelector('.line'), 'the lines')
  })

  it('is saved as an HTTP archive that holds what is shown', async () => {
    const form = await evidenceForm({})
    await fetch('/support/nothing-here?token=1')
    const element = await withLines(form)
    const link = new Promise<HTMLAnchorElement>((resolve) => {
      element.shadowRoot?.addEventListener(
        'click',
        (event) => {
          const target = event.target as HTMLElement
          if (target instanceof HTMLAnchorElement) {
            event.preventDefault()
            resolve(target)
          }
        },
        true,
      )
    })
    inside(element, '.save').click()
    const { href, download } = await link
    equal(download, 'diagnostics.har')
    const { log } = await (await fetch(href)).json()
    equal(log.version, '1.2')
    equal(log.entries.length, 1)
    contains(log.entries[0].request.url, '/support/nothing-here')
    ok(!log.entries[0].request.url.includes('token'), log.entries[0].request.url)
  })
})

describe('what a page notes in a browser', () => {
  afterEach(clearPage)

  const noted = async (core: ReturnType<typeof customerCore>) =>
    (await diagnostics(core).lines()).map(({ kind, name, text }) => `${kind} ${name} ${text}`)
  /** Started, and its code loaded. */
  const started = async () => {
    const core = customerCore(newPerson())
    diagnostics(core).start({ console: true, requests: true, navigation: true, marks: true, versions: {} })
    await diagnostics(core).lines()
    return core
  }

  it('is requests by XMLHttpRequest and of pictures that failed, and places without their queries', async () => {
    const core = await started()
    const request = new XMLHttpRequest()
    request.open('GET', '/support/missing?secret=1')
    const done = new Promise((resolve) => request.addEventListener('loadend', resolve))
    request.send()
    await done
    const picture = new Image()
    const failed = new Promise((resolve) => picture.addEventListener('error', resolve))
    picture.src = '/support/missing.png?secret=1'
    document.body.append(picture)
    await failed
    picture.remove()
    const { href } = location
    history.pushState({}, '', '/orders?secret=1')
    history.replaceState({}, '', href)
    const lines = await noted(core)
    for (const line of [
      `request GET ${location.origin}/support/missing?[query]`,
      `request GET ${location.origin}/support/missing.png?[query]`,
      `navigation undefined ${location.origin}/orders?[query]`,
    ])
      ok(lines.includes(line), `${line}\nnot in\n${lines.join('\n')}`)
    ok(!lines.join().includes('secret=1'), lines.join('\n'))
    ok(
      lines.some((line) => /^version browser \S/.test(line)),
      'the browser',
    )
  })

  it('has no value of a field and no title, typed before or after it was noted', async () => {
    const core = await started()
    const field = document.createElement('input')
    const inShadow = document.createElement('input')
    const host = document.createElement('div')
    host.attachShadow({ mode: 'open' }).append(inShadow)
    const place = document.createElement('main')
    place.append(field, host)
    document.body.append(place)
    const { title } = document
    document.title = 'Invoice for Lindqvist'
    console.log('later it says Ocean Blue Seven')
    for (const [control, value] of [
      [field, 'Ocean Blue Seven'],
      [inShadow, 'Green Harbour'],
    ] as const) {
      control.focus()
      control.value = value
      control.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
      control.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
    }
    console.log('now Green Harbour on Invoice for Lindqvist')
    place.remove()
    document.title = title
    const lines = (await noted(core)).join('\n')
    contains(lines, 'later it says [form value]')
    contains(lines, 'on [title]')
    for (const secret of ['Ocean Blue', 'Lindqvist']) ok(!lines.includes(secret), lines)
  })

  it('leaves a rejection that nobody handles to the host', async () => {
    await started()
    const seen = new Promise<PromiseRejectionEvent>((resolve) =>
      addEventListener(
        'unhandledrejection',
        (event) => {
          event.preventDefault()
          event.stopImmediatePropagation()
          resolve(event)
        },
        { once: true, capture: true },
      ),
    )
    void fetch('http://127.0.0.1:9/nobody')
    equal((await seen).reason instanceof TypeError, true)
  })

  it('is noted from the beginning where the provider is told to', async () => {
    const provider = document.createElement('aftercare-provider')
    Object.assign(provider, { url: '/support', diagnostics: 'console' })
    const { log } = console
    document.body.append(provider)
    await until(() => console.log !== log, 'the console to be listened to')
    console.log('From the beginning')
    const lines = await noted(await provider.core())
    ok(lines.includes('console log From the beginning'), lines.join('\n'))
    provider.remove()
    await until(() => console.log === log, 'the console as it was')
  })
})
