import '@aftercare/elements/define'
import type { AftercareTicketForm } from '@aftercare/elements'
import { readTicketDetails, type Ticket } from '@aftercare/protocol'
import { sendKeys } from '@web/test-runner-commands'
import { browserName } from '../src/tickets/ticket-form/service/environment.ts'
import { fromLocalTime, toLocalTime } from '../src/tickets/ticket-form/service/local-time.ts'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, settled, show, textOf, type, typeKeys } from './support/page.ts'
import { byDay, choose, chooseTopic, clockAt, grownForm, picture, saturday } from './support/states.ts'
import { customerCore, FaultyFetch, newPerson } from './support/world.ts'

const focused = (element: Element): Element | null => element.shadowRoot?.activeElement ?? null
const value = (element: Element, selector: string): string => inside<HTMLInputElement>(element, selector).value
const checked = (element: Element, selector: string): boolean => inside<HTMLInputElement>(element, selector).checked
const has = (element: Element, selector: string): boolean => !!element.shadowRoot?.querySelector(selector)
const partText = (element: Element, part: string): string =>
  (inside(element, `[part=${part}]`).textContent ?? '').replace(/\s+/g, ' ')

/** Sends the form and reads back what the server holds. */
async function sent(element: AftercareTicketForm) {
  const acknowledged = new Promise<Ticket>((resolve) =>
    element.addEventListener('aftercare-ticket-acknowledged', (event) => resolve(event.detail.ticket)),
  )
  inside<HTMLFormElement>(element, 'form').requestSubmit()
  await until(
    () => element.shadowRoot?.querySelector('[data-state=acknowledged]'),
    () => textOf(element),
  )
  const { id } = await acknowledged
  const client = element.client
  ok(client && !('core' in client), 'the core of the form')
  return client.call(readTicketDetails, { params: { ticketId: id } })
}

describe('a form of a service that takes fewer and smaller files', () => {
  afterEach(clearPage)

  /** The service as it is, but for what it takes of files. */
  const strict = async (request: Request): Promise<Response> => {
    const answer = await fetch(request)
    if (!request.url.endsWith('/service') || answer.status !== 200) return answer
    return Response.json({ ...(await answer.json()), files: { maxCount: 1, maxBytes: 300_000 } })
  }

  it('says so before one is chosen', async () => {
    const element = await grownForm({}, { fetch: strict })
    contains(inside(element, '#files-help').textContent, 'Up to 1 file, 0.29 MB each.')
  })

  for (const service of [true, false])
    it(`takes no others, ${service ? 'asking' : 'and not asking'} by its definition`, async () => {
      const client = customerCore(newPerson(), { fetch: strict })
      const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client, service })
      const input = inside<HTMLInputElement>(element, '#files')
      const chosen = new DataTransfer()
      for (const [name, size] of [
        ['large.png', 300_001],
        ['one.png', 10],
        ['two.png', 10],
      ] as const)
        chosen.items.add(picture(name, size))
      input.files = chosen.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
      await until(
        () => textOf(element).includes('two.png was not added: at most 1 file.'),
        () => textOf(element),
      )
      contains(textOf(element), 'large.png was not added: it is larger than')
      equal(element.shadowRoot?.querySelectorAll('.file').length, 1)
    })
})

describe('the form by a definition, by keyboard', () => {
  afterEach(clearPage)

  it('is filled in and sent with Tab, letters, arrows and Space alone', async () => {
    const element = await grownForm({})
    inside(element, '#type').focus()
    await typeKeys('Training')
    await until(() => has(element, '#f-topics'), 'the questions')
    const tabTo = async (selector: string): Promise<void> => {
      for (let step = 0; step < 30 && focused(element) !== inside(element, selector); step++)
        await sendKeys({ press: 'Tab' })
      equal(focused(element)?.id, inside(element, selector).id)
    }
    await tabTo('#subject')
    await typeKeys('Two new colleagues')
    await tabTo('#f-topics')
    await sendKeys({ press: ' ' })
    await tabTo('#f-form')
    await sendKeys({ press: ' ' })
    await sendKeys({ press: 'ArrowDown' })
    await settled(element)
    equal(focused(element)?.id, 'f-form-1')
    await tabTo('#f-participants')
    await sendKeys({ type: '2' })
    type(element, '#f-wanted_dates', '2026-12-07')
    type(element, '#f-wanted_dates-to', '2026-12-11')
    await tabTo('[part=submit]')
    await sendKeys({ press: 'Enter' })
    await until(
      () => has(element, '[data-state=acknowledged]'),
      () => textOf(element),
    )
    equal(focused(element)?.localName, 'h2')
  })

  it('says what is missing beside each question and in the summary, by its label, and leads there', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'incident', '#f-component')
    type(element, '#subject', 'The map stands still')
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(() => focused(element)?.matches('.summary'), 'focus on the summary')
    contains(inside(element, '.summary').textContent, 'Which environment: Please give an answer.')
    contains(inside(element, '#f-environment-error').textContent, 'Please give an answer.')
    equal(inside(element, '#f-environment').closest('fieldset')?.getAttribute('aria-invalid'), 'true')
    const entries = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.summary button') ?? [])]
    entries.find((entry) => entry.textContent?.includes('Which environment'))?.click()
    equal(focused(element)?.id, 'f-environment')
    await choose(element, '#f-environment')
    equal(inside(element, '#f-environment-error').textContent, '')
  })
})

describe('what a form by a definition asks of a page', () => {
  afterEach(clearPage)

  it('requests nothing before it is focused, then the definition once', async () => {
    const faulty = new FaultyFetch()
    const client = customerCore(newPerson(), { fetch: faulty.fetch })
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client, service: true })
    await new Promise((resolve) => setTimeout(resolve, 300))
    equal(faulty.seen.length, 0)
    ok(element.hasAttribute('service'), 'the attribute')
    inside(element, '#subject').focus()
    await until(() => has(element, '.along'), 'the definition')
    equal(faulty.seen.join(), 'GET /support/service')
  })

  it('requests none where the page supplies it', async () => {
    const faulty = new FaultyFetch()
    const element = await grownForm({}, { service: byDay, fetch: faulty.fetch })
    await chooseTopic(element, 'question', '#f-goal')
    equal(faulty.seen.length, 0)
  })

  it('asks without one where there is none, and a ticket can be raised', async () => {
    const faulty = new FaultyFetch().offline()
    const client = customerCore(newPerson(), { fetch: faulty.fetch })
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client, service: true })
    type(element, '#type', 'incident')
    type(element, '#subject', 'The map stands still')
    await until(() => faulty.seen.length, 'the question for a definition')
    ok(!has(element, '.along'), 'nothing of a definition')
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(() => has(element, '[data-state=waiting]'), 'waiting')
  })

  it('asks offline by the one last known', async () => {
    const person = newPerson()
    const first = customerCore(person)
    const { service } = await import('@aftercare/client')
    await service(first).load()
    const client = customerCore(person, { fetch: new FaultyFetch().offline().fetch })
    const element = await show<AftercareTicketForm>('aftercare-ticket-form', { client, service: true })
    inside(element, '#subject').focus()
    await until(() => has(element, '.along'), 'the definition')
    await chooseTopic(element, 'incident', '#f-component')
  })
})

describe('the questions of a type', () => {
  afterEach(clearPage)

  it('come and go with the answers; what was written is there again, and only what is asked is sent', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'customization', '#f-work')
    type(element, '#subject', 'Speak to the warehouse')
    await choose(element, '#f-work-1')
    type(element, '#f-other_system', 'Warehouse 9')
    await choose(element, '#f-work')
    ok(!has(element, '#f-other_system'), 'the question is gone')
    await choose(element, '#f-work-1')
    equal(value(element, '#f-other_system'), 'Warehouse 9')
    await choose(element, '#f-work')
    type(element, '#f-goal', 'Book a gate from the order')
    const { fields } = await sent(element)
    equal(JSON.stringify(fields), '{"work":"function","goal":"Book a gate from the order"}')
  })

  it('keep their answers when another type is chosen and the first one again', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'incident', '#f-component')
    type(element, '#f-component', 'mobile')
    await choose(element, '#f-frequency-1', '#i-scope-1')
    type(element, '#f-steps', 'Open the map')
    await chooseTopic(element, 'question', '#f-goal')
    equal(value(element, '#f-component'), 'mobile', 'the same question is answered already')
    await chooseTopic(element, 'incident', '#f-frequency')
    equal(value(element, '#f-steps'), 'Open the map')
    ok(checked(element, '#f-frequency-1') && checked(element, '#i-scope-1'), 'what was chosen')
  })

  it('never overwrite what is not a value yet', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'training', '#f-participants')
    type(element, '#subject', 'Training')
    const control = inside<HTMLInputElement>(element, '#f-participants')
    control.focus()
    await typeKeys('1e')
    await settled(element)
    if (!control.validity.badInput) return
    await choose(element, '#f-form')
    ok(control.validity.badInput, 'it stands there still')
    inside(element, '#subject').focus()
    await settled(element)
    contains(inside(element, '#f-participants-error').textContent, 'not complete')
  })

  it('say what is wrong with an answer on blur, in numbers of the question', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'training', '#f-participants')
    type(element, '#f-participants', '1001')
    inside(element, '#subject').focus()
    await settled(element)
    contains(inside(element, '#f-participants-error').textContent, 'Enter 1,000 or less.')
    type(element, '#f-participants', '0')
    inside(element, '#subject').focus()
    await settled(element)
    contains(inside(element, '#f-participants-error').textContent, 'Enter 1 or more.')
    type(element, '#f-participants', '12')
    await settled(element)
    equal(inside(element, '#f-participants-error').textContent, '')
    await choose(element, '#f-form-1')
    type(element, '#f-wanted_dates', '2026-12-11')
    type(element, '#f-wanted_dates-to', '2026-12-07')
    inside(element, '#subject').focus()
    await settled(element)
    contains(inside(element, '#f-wanted_dates-error').textContent, 'The end is before the beginning.')
  })

  it('can be taken back where nobody has to answer', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'incident', '#i-scope')
    ok(!has(element, '.clear'), 'nothing to take back')
    await choose(element, '#i-scope')
    await choose(element, '.clear')
    ok(!checked(element, '#i-scope'), 'no answer')
  })

  it('are kept with the draft, and so is what is not to be sent along', async () => {
    const person = newPerson()
    const open = () =>
      show<AftercareTicketForm>('aftercare-ticket-form', { client: customerCore(person), service: byDay })
    const element = await open()
    inside(element, '#subject').focus()
    await until(() => has(element, '.along'), 'the definition')
    await chooseTopic(element, 'incident', '#f-component')
    await choose(element, '#i-hindrance-1', '#f-frequency', '[aria-label="Leave out Browser"]')
    type(element, '#f-steps', 'Open the map')
    type(element, '#f-happened_at', '2026-11-20T09:30')
    await until(() => textOf(element).includes('Kept on this device as you type'), 'the word that it is saved')
    await clearPage()
    const again = await open()
    inside(again, '#subject').focus()
    await until(
      () => has(again, '#f-steps'),
      () => `the questions: ${textOf(again)}`,
    )
    equal(value(again, '#f-steps'), 'Open the map')
    equal(value(again, '#f-happened_at'), '2026-11-20T09:30')
    ok(checked(again, '#i-hindrance-1') && checked(again, '#f-frequency'), 'what was chosen')
    ok(has(again, '[aria-label="Put back Browser"]'), 'what is left out')
  })
})

describe('a ticket by a definition', () => {
  afterEach(clearPage)

  it('arrives with its answers, the version they were asked by, and what was sent along', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'data_request', '#f-action')
    type(element, '#subject', 'Bring Monday back')
    await choose(element, '#f-action-1', '#f-environment', '#f-restore_to-1', '#i-hindrance')
    await choose(element, '#f-overwrite', '#f-approval')
    type(element, '#f-data', 'Bookings')
    type(element, '#f-approved_by', 'Mara')
    type(element, '#f-restore_window', '2026-11-23T08:00')
    type(element, '#f-restore_window-to', '2026-11-23T09:30')
    await choose(element, '[aria-label="Leave out Time zone"]')
    const { fields, impact, environment, serviceVersion, channel, priority } = await sent(element)
    equal(
      JSON.stringify(fields['restore_window']),
      JSON.stringify({
        from: new Date(2026, 10, 23, 8).toISOString(),
        to: new Date(2026, 10, 23, 9, 30).toISOString(),
      }),
    )
    equal(fields['overwrite'], true)
    equal(JSON.stringify(impact), '{"hindrance":"blocked"}')
    equal(priority, 'high')
    equal(environment.product, 'Tidewater')
    equal(environment.version, '4.2.1')
    equal(environment.timeZone, undefined)
    contains(environment.browser, ' ')
    equal(serviceVersion, '1')
    equal(channel, 'widget')
  })

  it('shows what the server has promised', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'question', '#f-goal')
    type(element, '#subject', 'How is a port changed?')
    await sent(element)
    contains(partText(element, 'promises'), 'First answer by')
    contains(partText(element, 'promises'), 'we name a date with the first answer')
  })

  it('comes back for editing with every answer', async () => {
    const faulty = new FaultyFetch().refuse('forbidden', 'POST')
    const element = await grownForm({}, { fetch: faulty.fetch })
    await chooseTopic(element, 'question', '#f-goal')
    type(element, '#subject', 'How is a port changed?')
    type(element, '#f-goal', 'Another port')
    inside<HTMLFormElement>(element, 'form').requestSubmit()
    await until(() => has(element, '[data-state=needs_attention]'), 'the refusal')
    inside(element, '.primary').click()
    await until(() => has(element, '#f-goal'), 'the questions')
    equal(value(element, '#type'), 'question')
    equal(value(element, '#f-goal'), 'Another port')
  })
})

describe('what a form by a definition says', () => {
  afterEach(clearPage)

  it('what the topic means, and who sees a confidential one', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'incident', '#f-component')
    contains(inside(element, '#type-help').textContent, 'A function fails')
    ok(!has(element, '[part=confidential]'), 'nothing confidential')
    await chooseTopic(element, 'vulnerability', '#f-source')
    contains(partText(element, 'confidential'), 'only the people who handle it')
  })

  it('what is missing and why it helps, and that all is there', async () => {
    const element = await grownForm({})
    await chooseTopic(element, 'question', '#f-goal')
    contains(partText(element, 'completeness'), '0 of 5 details given')
    contains(partText(element, 'completeness'), 'There may be a shorter way than the one you asked about.')
    inside(element, '.completeness button').click()
    ok(focused(element)?.id !== 'subject', 'the focus is on what is missing')
    type(element, '#f-component', 'data')
    type(element, '#f-goal', 'a')
    type(element, '#f-tried', 'b')
    type(element, '#f-product_version', '4.2')
    type(element, '#description', 'c')
    await settled(element)
    contains(partText(element, 'completeness'), 'All details are there.')
    equal(inside<HTMLMeterElement>(element, 'meter').value, 5)
  })

  it('by when an answer can be expected, by what the answers say of the impact', async () => {
    const element = await grownForm({}, { service: byDay, clock: clockAt(Date.UTC(2026, 10, 27, 2)) })
    await chooseTopic(element, 'incident', '#i-scope')
    contains(partText(element, 'outlook'), 'Normal (level 3)')
    const times = () =>
      [...(element.shadowRoot?.querySelectorAll('.outlook time') ?? [])]
        .map((time) => time.getAttribute('datetime'))
        .join()
    // 12 and 24 business hours from Friday ten o'clock, over lunch and the weekend.
    equal(times(), '2026-11-30T08:00:00.000Z,2026-12-02T03:30:00.000Z')
    await choose(element, '#i-scope', '#i-hindrance')
    contains(partText(element, 'outlook'), 'Critical (level 1)')
    equal(times(), '2026-11-27T04:00:00.000Z,2026-11-27T07:30:00.000Z')
    ok(!textOf(element).includes('Nobody is at work'), 'people are at work')
  })

  it('when people are back, while nobody is at work', async () => {
    const element = await grownForm({}, { service: byDay, clock: clockAt(saturday) })
    await chooseTopic(element, 'question', '#f-goal')
    contains(partText(element, 'outlook'), 'Nobody is at work right now. People are back Nov 30')
    element.locale = 'zh-CN'
    await until(() => textOf(element).includes('非工作时间'), '中文')
  })

  it('in the language of the reader', async () => {
    const element = await grownForm({ language: 'zh-CN' })
    await chooseTopic(element, 'incident', '#f-component')
    for (const words of ['影响哪些人', '预计处理时间', '随工单发送的信息', '已填写0项'])
      contains(textOf(element), words)
  })
})

describe('what is found out by itself', () => {
  it('names a browser by what helps', () => {
    const agent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
    equal(browserName(agent), 'Firefox 140, Linux')
    const chrome =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36'
    equal(browserName(chrome), 'Chrome 153, Windows')
    equal(browserName(`${chrome} Edg/153.0.1.2`), 'Edge 153, Windows')
    const brands = [
      { brand: 'Not;A=Brand', version: '24' },
      { brand: 'Chromium', version: '153' },
      { brand: 'Google Chrome', version: '153' },
    ]
    equal(browserName(chrome, { brands, platform: 'macOS' }), 'Google Chrome 153, macOS')
    equal(browserName('nobody/1'), '')
  })

  it('writes instants in the local time and reads them back', () => {
    const at = new Date(2026, 2, 1, 9, 5).toISOString()
    equal(toLocalTime(at), '2026-03-01T09:05')
    equal(fromLocalTime('2026-03-01T09:05'), at)
    equal(fromLocalTime(''), undefined)
    equal(toLocalTime('nonsense'), '')
    equal(toLocalTime(7), '')
  })
})
