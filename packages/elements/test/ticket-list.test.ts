import '@aftercare/elements/define'
import type { AftercareTicketForm, AftercareTicketList } from '@aftercare/elements'
import { sendKeys } from '@web/test-runner-commands'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, settled, show, textOf, type, typeKeys } from './support/page.ts'
import { actAsAgent, list, resolve, showTicket, submitted, ticketOf } from './support/states.ts'
import { customer, customerCore, FaultyFetch, newPerson, staffClient } from './support/world.ts'

const subjects = (element: Element): readonly (string | null | undefined)[] =>
  [...(element.shadowRoot?.querySelectorAll('.item bdi') ?? [])].map((subject) => subject.textContent)

describe('the ticket list', () => {
  afterEach(clearPage)

  it('is walked with Tab and opened with Enter, and tells which ticket', async () => {
    const person = newPerson()
    const older = await ticketOf(person, 'The older one')
    await ticketOf(person, 'The newer one')
    const element = await list({}, customerCore(person))
    const opened: string[] = []
    element.addEventListener('aftercare-ticket-selected', (event) => opened.push(event.detail.ticketId))
    inside(element, '.item').focus()
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Enter' })
    equal(opened.join(), older.id)
    await settled(element as AftercareTicketList)
    equal(element.getAttribute('selected'), older.id)
    contains(inside(element, '[aria-current]').textContent, 'The older one')
  })

  it('leaves the choice to a page that cancels the event', async () => {
    const person = newPerson()
    await ticketOf(person)
    const element = await list({}, customerCore(person))
    element.addEventListener('aftercare-ticket-selected', (event) => event.preventDefault())
    inside(element, '.item').click()
    equal((element as AftercareTicketList).selected, '')
  })

  it('is made of links where the page has an address for a ticket', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await list({}, customerCore(person))
    Object.assign(element, { ticketHref: '#ticket={id}' })
    await until(() => element.shadowRoot?.querySelector('a.item'), 'the link')
    equal(inside<HTMLAnchorElement>(element, 'a.item').hash, `#ticket=${ticket.id}`)
  })

  it('shows number, subject, status in words, and when', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await list({}, customerCore(person))
    for (const part of [`#${ticket.number}`, 'The map stands still', 'New']) contains(textOf(element), part)
    equal(inside(element, 'time').getAttribute('datetime'), ticket.updatedAt)
  })

  it('requests nothing before it can be seen', async () => {
    const faulty = new FaultyFetch()
    const element = document.createElement('aftercare-ticket-list')
    element.client = customerCore(newPerson(), { fetch: faulty.fetch })
    const place = document.createElement('main')
    place.hidden = true
    place.append(element)
    document.body.append(place)
    await new Promise((resolve) => setTimeout(resolve, 300))
    equal(faulty.seen.length, 0)
    place.hidden = false
    await until(() => faulty.seen.length, 'the first request')
  })

  it('follows what happens: a new status appears by itself', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await list({}, customerCore(person))
    await (await staffClient().tickets.open(ticket.id).reply({ body: 'On it.' })).acknowledged
    await until(() => textOf(element).includes('In progress'), 'the new status')
    contains(textOf(element), '1 reply')
  })

  it('shows a ticket that is on its way on top, and then its number in its place', async () => {
    const faulty = new FaultyFetch().refuse('unavailable', 'POST')
    const core = customerCore(newPerson(), { fetch: faulty.fetch })
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client: core })
    await submitted(form, 'waiting')
    const element = await list({}, core)
    contains(inside(element, '.pending').textContent, 'The map stands still')
    contains(textOf(element), 'It is saved on this device.')
    faulty.mend()
    inside(element, '.pending button').click()
    await until(() => !element.shadowRoot?.querySelector('.pending') && textOf(element).includes('#'), 'the number')
    equal(element.shadowRoot?.querySelectorAll('.item').length, 1)
  })

  it('offers more where there is more', async () => {
    const person = newPerson()
    const { tickets } = customer(person)
    const submissions = await Promise.all(
      Array.from({ length: 30 }, (_, index) => tickets.create({ type: 'question', subject: `Question ${index}` })),
    )
    await Promise.all(submissions.map(({ acknowledged }) => acknowledged))
    const element = await list({}, customerCore(person))
    const count = (): number => element.shadowRoot?.querySelectorAll('.item').length ?? 0
    const first = count()
    ok(first < 30, `${first} at first`)
    inside(element, '.more').click()
    await until(() => count() === 30, 'all of them')
  })

  it('says what went wrong, and gets well when one tries again', async () => {
    const faulty = new FaultyFetch().refuse('internal')
    const element = await list({}, customerCore(newPerson(), { fetch: faulty.fetch }), 'failed')
    contains(textOf(element), 'This could not be loaded. Something failed on our side.')
    faulty.mend()
    inside(element, '.notice button').click()
    await until(() => textOf(element).includes('No tickets yet'), 'the empty list')
  })

  it('tells one who may not see it so, without a button that cannot help', async () => {
    const element = await list(
      {},
      customerCore(newPerson(), { fetch: new FaultyFetch().refuse('forbidden').fetch }),
      'failed',
    )
    contains(textOf(element), 'You may not see this.')
    equal(element.shadowRoot?.querySelector('button'), null)
  })

  it('is searched by keyboard: the words are found by the server, and Escape brings all back', async () => {
    const person = newPerson()
    await ticketOf(person, 'Labels come out empty')
    await ticketOf(person, 'The map stands still')
    const element = await list({}, customerCore(person))
    await until(() => subjects(element).length === 2, 'both')
    inside(element, '[type=search]').focus()
    await typeKeys('label')
    await until(
      () => subjects(element).join() === 'Labels come out empty',
      () => subjects(element).join(),
    )
    await until(() => textOf(element).includes('1 ticket'), 'the word for a screen reader')
    await sendKeys({ press: 'ArrowDown' })
    equal(element.shadowRoot?.activeElement?.className, 'item')
    inside(element, '[type=search]').focus()
    await sendKeys({ press: 'Escape' })
    await until(() => subjects(element).length === 2, 'all of them')
  })

  it('says that nothing was found, and leads back', async () => {
    const person = newPerson()
    await ticketOf(person)
    const element = await list({}, customerCore(person))
    type(element, '[type=search]', 'zeppelin')
    await until(() => textOf(element).includes('No ticket matches'), 'the word')
    inside(element, '.notice button').click()
    await until(() => subjects(element).length === 1, 'the ticket')
    equal(inside<HTMLInputElement>(element, '[type=search]').value, '')
  })

  it('is narrowed to what waits for the person, is open, solved or closed, each with its count', async () => {
    const person = newPerson()
    await ticketOf(person, 'New')
    const asked = await ticketOf(person, 'Asked')
    await actAsAgent(asked.id, { action: 'wait_for_requester', reason: 'Which one?' })
    const solved = await ticketOf(person, 'Solved')
    await actAsAgent(solved.id, resolve)
    const element = await list({}, customerCore(person))
    const counts = (): string =>
      [...(element.shadowRoot?.querySelectorAll('.choice') ?? [])]
        .map((choice) => choice.textContent?.replace(/\s+/g, ' ').trim())
        .join(', ')
    await until(
      () => counts() === 'All 3, Your turn 2, Open 2, Solved 1, Closed 0',
      () => counts(),
    )
    inside(element, '[value=all]').focus()
    await sendKeys({ press: 'ArrowRight' })
    await until(
      () => subjects(element).join() === 'Solved,Asked',
      () => subjects(element).join(),
    )
    inside<HTMLInputElement>(element, '[value=closed]').click()
    await until(() => textOf(element).includes('No ticket matches'), 'nothing closed')
  })

  it('is narrowed to a topic', async () => {
    const person = newPerson()
    await ticketOf(person, 'Broken')
    await (await customer(person).tickets.create({ type: 'question', subject: 'How' })).acknowledged
    const element = await list({}, customerCore(person))
    const topic = inside<HTMLSelectElement>(element, 'select')
    topic.value = 'question'
    topic.dispatchEvent(new Event('change', { bubbles: true }))
    await until(() => subjects(element).join() === 'How', 'the question')
  })

  it('says what is due by when', async () => {
    const person = newPerson()
    await ticketOf(person)
    const element = await list({}, customerCore(person))
    contains(textOf(element), 'Answer by')
  })

  it('marks what happened since the person looked, until the ticket is opened', async () => {
    const person = newPerson()
    const core = customerCore(person)
    const element = await list({}, core)
    await until(() => textOf(element).includes('No tickets yet'), 'the empty list')
    const ticket = await ticketOf(person)
    await until(() => subjects(element).length === 1, 'the ticket')
    equal(element.shadowRoot?.querySelector('.news'), null)
    await (await staffClient().tickets.open(ticket.id).reply({ body: 'We look into it.' })).acknowledged
    await until(() => element.shadowRoot?.querySelector('.news'), 'the mark')
    await showTicket({}, { client: core, ticketId: ticket.id })
    await until(() => !element.shadowRoot?.querySelector('.news'), 'the mark to go')
  })

  it('shows no tools where there is nothing to search, nor where the page wants none', async () => {
    const empty = await list({}, customerCore(newPerson()))
    equal(empty.shadowRoot?.querySelector('.tools'), null)
    const person = newPerson()
    await ticketOf(person)
    const element = await list({}, customerCore(person))
    await until(() => element.shadowRoot?.querySelector('.tools'), 'the tools')
    Object.assign(element, { plain: true })
    await until(() => !element.shadowRoot?.querySelector('.tools'), 'no tools')
  })

  it('leaves the status to a page that has chosen it', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person, 'Solved')
    await ticketOf(person, 'New')
    await actAsAgent(ticket.id, resolve)
    const element = await show<AftercareTicketList>('aftercare-ticket-list', {
      client: customerCore(person),
      status: 'resolved',
    })
    await until(() => subjects(element).join() === 'Solved', 'the one')
    equal(element.shadowRoot?.querySelector('.groups'), null)
  })

  it('keeps what is shown until what was asked for is there', async () => {
    const person = newPerson()
    await ticketOf(person)
    const faulty = new FaultyFetch()
    const element = await list({}, customerCore(person, { fetch: faulty.fetch }))
    await until(() => subjects(element).length === 1, 'the ticket')
    faulty.stall()
    type(element, '[type=search]', 'something')
    await until(() => element.shadowRoot?.querySelector('[aria-busy=true]'), 'the list to be busy')
    equal(subjects(element).length, 1)
  })
})
