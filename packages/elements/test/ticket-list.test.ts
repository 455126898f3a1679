import '@aftercare/elements/define'
import type { AftercareTicketForm, AftercareTicketList } from '@aftercare/elements'
import { sendKeys } from '@web/test-runner-commands'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, settled, show, textOf } from './support/page.ts'
import { list, submitted, ticketOf } from './support/states.ts'
import { customer, customerCore, FaultyFetch, newPerson, staffClient } from './support/world.ts'

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
})
