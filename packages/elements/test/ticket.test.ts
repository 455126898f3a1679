import '@aftercare/elements/define'
import { sendKeys } from '@web/test-runner-commands'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, pressControlEnter, textOf, type, typeKeys } from './support/page.ts'
import { actAsAgent, resolve, showTicket, ticketOf } from './support/states.ts'
import { customer, customerCore, FaultyFetch, newPerson, staffClient } from './support/world.ts'

const partText = (element: Element, part: string): string =>
  (element.shadowRoot?.querySelector(`[part~=${part}]`)?.textContent ?? '').replace(/\s+/g, ' ').trim()
const focused = (element: Element): string => element.shadowRoot?.activeElement?.getAttribute('part') ?? ''
const shows = (element: Element, part: string, text: string): Promise<unknown> =>
  until(
    () => partText(element, part).includes(text),
    () => `${JSON.stringify(text)} in ${part}: ${partText(element, part)}`,
  )

/** Presses Tab until the wanted control has the focus, as a person does. */
async function tabTo(element: Element, selector: string): Promise<void> {
  for (let count = 0; count < 40; count++) {
    if (element.shadowRoot?.activeElement?.matches(selector)) return
    await sendKeys({ press: 'Tab' })
  }
  throw new Error(`Tab does not reach ${selector}`)
}

async function resolved(fetch = new FaultyFetch()) {
  const person = newPerson()
  const ticket = await ticketOf(person)
  await actAsAgent(ticket.id, { action: 'claim' }, resolve)
  const element = await showTicket({}, { client: customerCore(person, { fetch: fetch.fetch }), ticketId: ticket.id })
  return { person, ticket, element, fetch }
}

describe('the ticket', () => {
  afterEach(clearPage)

  it('is verified by keyboard: Tab, Enter, and the focus is where it is said', async () => {
    const { element } = await resolved()
    contains(partText(element, 'handshake'), 'Is it solved?')
    await tabTo(element, '[part=verify]')
    await sendKeys({ press: 'Enter' })
    await shows(element, 'next', 'Closed: you confirmed the solution')
    equal(focused(element), 'next')
    await shows(element, 'history', 'You confirmed the solution')
  })

  it('is rejected by keyboard with a reason, which opens it again', async () => {
    const { element } = await resolved()
    await tabTo(element, '[part=reject]')
    await sendKeys({ press: 'Enter' })
    await until(() => element.shadowRoot?.activeElement?.id === 'reason', 'the focus in the reason')
    await typeKeys('It is stil grey.')
    await pressControlEnter()
    await shows(element, 'status', 'In progress')
    await shows(element, 'history', 'You said that it is not solved yet')
    contains(partText(element, 'history'), 'It is stil grey.')
    equal(focused(element), 'next')
  })

  it('asks for the reason, and keeps what was written when one goes back', async () => {
    const { element } = await resolved()
    inside(element, '[part=reject]').click()
    await until(() => element.shadowRoot?.querySelector('#reason'), 'the reason')
    inside<HTMLFormElement>(element, '.ask').requestSubmit()
    await until(() => textOf(element).includes('Tell us what is not right yet.'), 'the error')
    equal(element.shadowRoot?.activeElement?.id, 'reason')
    type(element, '#reason', 'Half of it.')
    await sendKeys({ press: 'Escape' })
    await until(() => focused(element) === 'reject', 'the focus on the button')
    inside(element, '[part=reject]').click()
    await until(() => element.shadowRoot?.querySelector('#reason'), 'the reason again')
    equal(inside<HTMLTextAreaElement>(element, '#reason').value, 'Half of it.')
  })

  it('says number, subject, status, owner, priority and whose turn it is', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, { action: 'claim' })
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    for (const said of [`#${ticket.number}`, 'The map stands still', 'Accepted', 'Handled by', 'priority']) {
      contains(partText(element, 'head'), said)
    }
    contains(partText(element, 'next'), 'Next, we answer')
    contains(partText(element, 'next'), 'First answer promised by')
  })

  it('shows each promise: what, by when in this zone, and what is left', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    await shows(element, 'promises', 'left')
    const rows = [...(element.shadowRoot?.querySelectorAll('.promise') ?? [])]
    equal(rows.map((row) => row.getAttribute('data-clock')).join(), 'first_response,resolution')
    const [first] = ticket.promises
    equal(rows[0]?.querySelector('time')?.getAttribute('datetime'), first?.due)
    const due = new Date(Date.parse(String(first?.due)))
    const zone = new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(due).at(-1)?.value
    contains(rows[0]?.textContent, String(zone))
  })

  it('says that a promise stands still, and why; and that one was kept', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await (await staffClient().tickets.open(ticket.id).reply({ body: 'We look into it.' })).acknowledged
    await actAsAgent(ticket.id, { action: 'wait_for_requester', reason: 'Which container is it?' })
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    const state = (clock: string): string | undefined =>
      element.shadowRoot?.querySelector(`[data-clock=${clock}]`)?.getAttribute('data-state') ?? undefined
    equal(state('first_response'), 'met')
    equal(state('resolution'), 'paused')
    contains(partText(element, 'promises'), 'while we wait for your answer')
    contains(partText(element, 'next'), 'We are waiting for your answer')
    contains(partText(element, 'next'), 'Which container is it?')
  })

  it('says that it is the customer’s turn where a visit waits for a choice or a name', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const visit = crypto.randomUUID()
    const slot = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
    const slots = [{ from: slot(24), to: slot(25) }]
    await actAsAgent(ticket.id, { action: 'offer_visit', visit, mode: 'on_site', purpose: 'The printer.', slots })
    const client = customerCore(person)
    const element = await showTicket({}, { client, ticketId: ticket.id })
    await shows(element, 'next', 'Please choose a time for the visit')
    ok(inside(element, '[part=next]').matches('.panel'), 'the turn is marked as the reader’s')
    await element.act({ action: 'accept_visit', visit, slot: 0 })
    await shows(element, 'next', 'We are working on it')
    await actAsAgent(
      ticket.id,
      { action: 'start_visit', visit },
      { action: 'report_visit', visit, report: 'Changed the roll.' },
    )
    await shows(element, 'next', 'Please sign the report of the visit')
    await element.act({ action: 'sign_visit', visit, name: 'M. Lindqvist' })
    await until(() => !inside(element, '[part=next]').matches('.panel'), 'that nothing is asked any more')
  })

  it('says that something happened just now, in both languages', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    contains(partText(element, 'head'), 'Raised just now')
    contains(partText(element, 'history'), 'just now')
    const chinese = await showTicket({ language: 'zh-CN' }, { client: customerCore(person), ticketId: ticket.id })
    await shows(chinese, 'head', '刚刚提交')
    contains(partText(chinese, 'history'), '刚刚')
    ok(!textOf(chinese).includes('现在'), textOf(chinese))
  })

  it('keeps the menu beside number and status where there is little room', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, { action: 'wait_for_third_party', reason: 'The carrier.' })
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    element.style.inlineSize = '328px'
    const top = (selector: string): number => inside(element, selector).getBoundingClientRect().top
    ok(Math.abs(top('[part=menu]') - top('header .row')) < 8, 'the menu begins where the row does')
  })

  it('cuts a very long subject on a phone, and shows all of it when asked', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person, 'W'.repeat(200))
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    element.style.inlineSize = '328px'
    const title = inside(element, '[part=title]')
    const cut = (): boolean => title.scrollHeight > title.clientHeight + 2
    ok(cut(), 'the subject is cut')
    await tabTo(element, '.whole')
    await sendKeys({ press: 'Enter' })
    ok(!cut(), 'the whole subject is there')
    equal(focused(element), 'title')
  })

  it('counts what is left by the hours of the service', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    await shows(element, 'promises', '11 hr')
  })

  it('follows what the provider does, and tells a screen reader whose turn it is', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    await actAsAgent(ticket.id, { action: 'claim' }, resolve)
    await until(() => element.shadowRoot?.querySelector('[part=handshake]'), 'the question')
    await until(
      () =>
        [...(element.shadowRoot?.querySelectorAll('[role=status]') ?? [])].some((region) =>
          region.textContent?.includes('Please check whether it is solved'),
        ),
      'the announcement',
    )
    await shows(element, 'summary', 'A full disk.')
  })

  it('has one primary action in view, also while it asks whether it is solved', async () => {
    const { element } = await resolved()
    equal(element.shadowRoot?.querySelectorAll('.primary').length, 1)
    equal(inside(element, '.primary').getAttribute('part'), 'verify')
    contains(textOf(element), 'A reply opens the ticket again.')
  })

  it('keeps an answer given offline as on its way, never as done, and sends it later', async () => {
    const { element, fetch } = await resolved()
    fetch.refuse('unavailable', 'POST')
    inside(element, '[part=verify]').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=waiting]'), 'waiting')
    contains(partText(element, 'next'), 'Your confirmation is on its way')
    contains(partText(element, 'next'), 'It is saved on this device.')
    contains(partText(element, 'status'), 'Resolved')
    equal(element.shadowRoot?.querySelector('[part=verify]'), null)
    fetch.mend()
    inside(element, '[part=pending] button').click()
    await shows(element, 'status', 'Closed')
  })

  it('says plainly what was refused, and asks no more for what is over', async () => {
    const { element, ticket, fetch } = await resolved()
    fetch.stall('POST')
    inside(element, '[part=verify]').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=sending]'), 'sending')
    await actAsAgent(ticket.id, { action: 'take_back', reason: 'Too early.' })
    fetch.refuse('action_not_possible', 'POST')
    await until(() => element.shadowRoot?.querySelector('[data-status=ready]'), 'the ticket')
    contains(partText(element, 'next'), 'Your confirmation is on its way')
  })

  it('is withdrawn and corrected from a quiet menu', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    await tabTo(element, '.menu summary')
    await sendKeys({ press: 'Enter' })
    await tabTo(element, '[data-asks=correct]')
    await sendKeys({ press: 'Enter' })
    await until(() => element.shadowRoot?.activeElement?.id === 'correct-subject', 'the focus in the subject')
    type(element, '#correct-subject', 'The map of one container stands still')
    inside<HTMLFormElement>(element, '.ask').requestSubmit()
    await shows(element, 'title', 'The map of one container stands still')
    await shows(element, 'history', 'You corrected the subject')
    inside(element, '[data-asks=withdraw]').click()
    await until(() => element.shadowRoot?.querySelector('#reason'), 'the question')
    inside<HTMLFormElement>(element, '.ask').requestSubmit()
    await shows(element, 'next', 'Closed: withdrawn')
  })

  it('is reopened with a reason while the service allows it', async () => {
    const { element } = await resolved()
    inside(element, '[part=verify]').click()
    await until(() => element.shadowRoot?.querySelector('[data-asks=reopen]'), 'the button')
    inside(element, '[data-asks=reopen]').click()
    await until(() => element.shadowRoot?.querySelector('#reason'), 'the reason')
    type(element, '#reason', 'It is back since Monday.')
    inside<HTMLFormElement>(element, '.ask').requestSubmit()
    await shows(element, 'status', 'In progress')
    await shows(element, 'history', 'You reopened the ticket')
  })

  it('lets a time be chosen for a visit, and its report be signed', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const visit = crypto.randomUUID()
    const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
    const slots = [
      { from: at(24), to: at(25) },
      { from: at(48), to: at(49) },
    ]
    await actAsAgent(ticket.id, { action: 'offer_visit', visit, mode: 'remote', purpose: 'To look together.', slots })
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    inside<HTMLFormElement>(element, '.visit-form').requestSubmit()
    await until(() => textOf(element).includes('Choose one of the times.'), 'the error')
    inside<HTMLInputElement>(element, '[name=slot][value="1"]').click()
    inside<HTMLFormElement>(element, '.visit-form').requestSubmit()
    await shows(element, 'visits', 'Agreed')
    await actAsAgent(
      ticket.id,
      { action: 'start_visit', visit },
      { action: 'report_visit', visit, report: 'We reset the cache.' },
    )
    await shows(element, 'visits', 'We reset the cache.')
    type(element, '[name=name]', 'Mara Lindqvist')
    inside<HTMLFormElement>(element, '.visit-form').requestSubmit()
    await shows(element, 'visits', 'Signed by Mara Lindqvist')
  })

  it('is followed by a colleague whom its requester chooses, and no longer once taken off', async () => {
    const account = `account-${crypto.randomUUID()}`
    const [person, colleague] = [newPerson('Mara Lindqvist', account), newPerson('Tomas Berg', account)]
    // Who has been here once is known.
    await ticketOf(colleague, 'Mine')
    const ticket = await ticketOf(person, 'Hers')
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    await until(() => element.shadowRoot?.querySelector('[data-asks=watch]'), 'the button')
    await tabTo(element, '[data-asks=watch]')
    await sendKeys({ press: 'Enter' })
    await until(() => element.shadowRoot?.activeElement?.id === 'colleague', 'the focus on the choice')
    inside<HTMLFormElement>(element, '[part=followers] form').requestSubmit()
    await shows(element, 'followers', 'Tomas Berg')
    await shows(element, 'history', 'You added Tomas Berg')
    const theirs = await showTicket({}, { client: customerCore(colleague), ticketId: ticket.id })
    contains(partText(theirs, 'followers'), 'Tomas Berg (you)')
    inside(element, '[aria-label="Remove Tomas Berg"]').click()
    await until(() => !partText(element, 'followers').includes('Tomas Berg'), 'it to be taken off')
  })

  it('leads from a merged ticket to the one in which it goes on', async () => {
    const person = newPerson()
    const [one, two] = [await ticketOf(person, 'One'), await ticketOf(person, 'Two')]
    await actAsAgent(one.id, { action: 'merge', into: two.id })
    const element = await showTicket({}, { client: customerCore(person), ticketId: one.id })
    contains(partText(element, 'next'), `Everything further is in #${two.number}.`)
    inside(element, '.next button').click()
    await shows(element, 'title', 'Two')
    equal(element.getAttribute('ticket-id'), two.id)
  })

  it('shows the conversation, and takes a reply', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    type(element, '#body', 'It moves again.')
    await pressControlEnter()
    await shows(element, 'log', 'It moves again.')
    await until(() => !element.shadowRoot?.querySelector('.unsent'), 'the receipt')
  })

  it('shows what stays with the provider to staff alone', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    await actAsAgent(ticket.id, { action: 'analyse', cause: 'defect', text: 'The tile cache.' })
    const staff = await showTicket({}, { client: staffClient(), ticketId: ticket.id, staff: true })
    await shows(staff, 'history', 'suspected cause: a defect')
    equal(staff.shadowRoot?.querySelector('[part=handshake]'), null)
    const own = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    ok(!textOf(own).includes('The tile cache.'), 'the analysis has leaked')
  })

  it('shows four of many entries, and all when asked', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const texts = ['One.', 'Two.', 'Three.', 'Four.', 'Five.']
    await actAsAgent(ticket.id, ...texts.map((text) => ({ action: 'progress', text }) as const))
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    const count = (): number => element.shadowRoot?.querySelectorAll('[part=entry]').length ?? 0
    equal(count(), 4)
    inside(element, '.rest .more').click()
    await until(() => count() > 6, 'all of them')
  })

  it('breaks a long subject instead of its frame', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person, 'x'.repeat(200))
    const element = await showTicket({}, { client: customerCore(person), ticketId: ticket.id })
    ok(element.scrollWidth <= element.clientWidth, 'it is wider than its place')
  })

  it("says of another person's ticket the same as of one that is not there", async () => {
    const ticket = await ticketOf(newPerson())
    const client = customerCore(newPerson())
    const foreign = textOf(await showTicket({}, { client, ticketId: ticket.id }, 'failed'))
    const missing = textOf(await showTicket({}, { client, ticketId: crypto.randomUUID() }, 'failed'))
    contains(foreign, 'There is no such ticket, or it is not yours to see.')
    equal(foreign, missing)
  })

  it('tells the page what was done', async () => {
    const { element, person, ticket } = await resolved()
    const done = new Promise<string>((resolve) => {
      element.addEventListener('aftercare-action-acknowledged', (event) =>
        resolve(`${event.detail.action} ${event.detail.ticket.status}`),
      )
    })
    await element.act({ action: 'verify' })
    equal(await done, 'verify closed')
    const read = customer(person).tickets.details(ticket.id)
    const stop = read.$state.subscribe(() => {})
    await until(() => read.$state.get().status === 'ready', 'the ticket read anew')
    stop()
  })

  it('stays usable after it is given another ticket', async () => {
    const person = newPerson()
    const [one, two] = [await ticketOf(person, 'One'), await ticketOf(person, 'Two')]
    const element = await showTicket({}, { client: customerCore(person), ticketId: one.id })
    element.ticketId = two.id
    await shows(element, 'title', 'Two')
    type(element, '#body', 'For the second.')
    await pressControlEnter()
    await shows(element, 'log', 'For the second.')
  })
})
