import '@aftercare/elements/define'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, inside, pressControlEnter, settled, textOf, type, typeKeys } from './support/page.ts'
import { picture, talk, ticketOf } from './support/states.ts'
import { customer, customerCore, FaultyFetch, newPerson, staffClient } from './support/world.ts'

const submit = (element: Element): void => inside<HTMLFormElement>(element, 'form').requestSubmit()
const bodies = (element: Element): string =>
  [...(element.shadowRoot?.querySelectorAll('.body') ?? [])].map((body) => body.textContent).join('|')

describe('the conversation', () => {
  afterEach(clearPage)

  it('is answered by keyboard: typed, sent with Control and Enter, focus stays', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await talk({}, { client: customerCore(person), ticketId: ticket.id })
    inside(element, '#body').focus()
    // WebKit's driver swallows repeated letters.
    await typeKeys('Moving.')
    await pressControlEnter()
    await until(
      () => bodies(element) === 'Since Tuesday.|Moving.',
      () => bodies(element),
    )
    await until(() => !element.shadowRoot?.querySelector('.unsent'), 'the receipt')
    equal(element.shadowRoot?.activeElement?.id, 'body')
    equal(inside<HTMLTextAreaElement>(element, '#body').value, '')
  })

  it('shows head, description and messages, each on its side, in order', async () => {
    const person = newPerson('Mara Lindqvist')
    const ticket = await ticketOf(person)
    await (await staffClient().tickets.open(ticket.id).reply({ body: 'We are looking into it.' })).acknowledged
    const element = await talk({}, { client: customerCore(person), ticketId: ticket.id })
    await until(
      () => bodies(element) === 'Since Tuesday.|We are looking into it.',
      () => bodies(element),
    )
    contains(inside(element, 'header').textContent, `#${ticket.number} · Something is broken`)
    contains(inside(element, 'header').textContent, 'In progress')
    contains(inside(element, '.own').textContent, 'Mara Lindqvist')
    equal(element.shadowRoot?.querySelectorAll('.message:not(.own)').length, 1)
    equal(element.shadowRoot?.querySelectorAll('.day').length, 1)
  })

  it('shows an answer as it arrives, and says so to a screen reader', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const element = await talk({}, { client: customerCore(person), ticketId: ticket.id })
    await (await staffClient().tickets.open(ticket.id).reply({ body: 'Please try now.' })).acknowledged
    await until(() => bodies(element).includes('Please try now.'), 'the answer')
    await until(
      () =>
        [...(element.shadowRoot?.querySelectorAll('[role=status]') ?? [])].some((region) =>
          /New reply from .*Please try now\./.test(region.textContent ?? ''),
        ),
      'the announcement',
    )
  })

  it('lets staff write a note that the customer never sees', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const staff = await talk({}, { client: staffClient(), ticketId: ticket.id, staff: true })
    inside<HTMLInputElement>(staff, '[value=internal_note]').click()
    type(staff, '#body', 'A known fault.')
    await settled(staff)
    contains(textOf(staff), 'Only your own team sees this.')
    submit(staff)
    await until(() => staff.shadowRoot?.querySelector('.note:not(.unsent)'), 'the note')
    await (await staffClient().tickets.open(ticket.id).reply({ body: 'On it.' })).acknowledged
    const customerSide = await talk({}, { client: customerCore(person), ticketId: ticket.id })
    await until(() => bodies(customerSide).includes('On it.'), 'the reply')
    ok(!textOf(customerSide).includes('A known fault.'), 'the note has leaked')
    equal(customerSide.shadowRoot?.querySelector('[type=radio]'), null)
  })

  it('keeps a reply that cannot be sent, says where it stands, and sends it later', async () => {
    const person = newPerson()
    const ticket = await ticketOf(person)
    const faulty = new FaultyFetch()
    const element = await talk({}, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: ticket.id })
    faulty.refuse('unavailable', 'POST')
    type(element, '#body', 'It moves again.')
    submit(element)
    await until(() => element.shadowRoot?.querySelector('[data-state=waiting]'), 'waiting')
    contains(textOf(element), 'It is saved on this device.')
    faulty.mend()
    inside(element, '.unsent button').click()
    await until(() => !element.shadowRoot?.querySelector('.unsent'), 'the receipt')
    contains(bodies(element), 'It moves again.')
  })

  it('keeps a draft per ticket', async () => {
    const person = newPerson()
    const [one, two] = [await ticketOf(person, 'One'), await ticketOf(person, 'Two')]
    const element = await talk({}, { client: customerCore(person), ticketId: one.id })
    type(element, '#body', 'About the first')
    await until(() => textOf(element).includes('Kept on this device as you type'), 'the word that it is saved')
    await clearPage()
    const other = await talk({}, { client: customerCore(person), ticketId: two.id })
    inside(other, '#body').focus()
    const again = await talk({}, { client: customerCore(person), ticketId: one.id })
    inside(again, '#body').focus()
    await until(() => inside<HTMLTextAreaElement>(again, '#body').value === 'About the first', 'the draft')
    equal(inside<HTMLTextAreaElement>(other, '#body').value, '')
  })

  it('offers files with name and size, and fetches one by a link made for it', async () => {
    const person = newPerson()
    const submission = await customer(person).tickets.create({
      type: 'incident',
      subject: 'With a picture',
      attachments: [picture('map.png', 2048)],
    })
    const ticket = await submission.acknowledged
    const faulty = new FaultyFetch()
    const element = await talk({}, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: ticket.id })
    const button = inside(element, '.download')
    equal(button.querySelector('.hidden')?.textContent, 'Download map.png, 2 kB')
    let followed = ''
    const stop = (event: MouseEvent): void => {
      followed = (event.target as HTMLAnchorElement).href
      event.preventDefault()
    }
    const click = HTMLAnchorElement.prototype.click
    HTMLAnchorElement.prototype.click = function () {
      this.addEventListener('click', stop)
      this.dispatchEvent(new MouseEvent('click', { cancelable: true }))
    }
    try {
      button.click()
      await until(() => followed, 'the link')
    } finally {
      HTMLAnchorElement.prototype.click = click
    }
    const answer = await fetch(followed)
    equal(answer.status, 200)
    equal((await answer.arrayBuffer()).byteLength, 2048)
    contains(answer.headers.get('content-disposition'), 'attachment')
  })

  it('shows another ticket when it is given another id', async () => {
    const person = newPerson()
    const [one, two] = [await ticketOf(person, 'One'), await ticketOf(person, 'Two')]
    const element = await talk({}, { client: customerCore(person), ticketId: one.id })
    contains(inside(element, 'h2').textContent, 'One')
    element.ticketId = two.id
    await until(() => element.shadowRoot?.querySelector('h2')?.textContent?.includes('Two'), 'the other ticket')
  })

  it("says of another person's ticket the same as of one that is not there", async () => {
    const ticket = await ticketOf(newPerson())
    const client = customerCore(newPerson())
    const foreign = textOf(await talk({}, { client, ticketId: ticket.id }, 'failed'))
    const missing = textOf(await talk({}, { client, ticketId: crypto.randomUUID() }, 'failed'))
    contains(foreign, 'There is no such ticket, or it is not yours to see.')
    equal(foreign, missing)
  })
})
