import '@aftercare/elements/define'
import type { AftercareConversation } from '@aftercare/elements'
import { equal, ok, until } from './support/expect.ts'
import { clearPage, inside, settled } from './support/page.ts'
import { drawnPicture, picture, talk } from './support/states.ts'
import { customer, customerCore, FaultyFetch, newPerson, type Person, staffClient } from './support/world.ts'

const withFiles = async (person: Person, attachments: File[], description = 'As you can see.') => {
  const submission = await customer(person).tickets.create({
    ...{ type: 'incident', subject: 'With a picture', description, attachments },
  })
  return submission.acknowledged
}
const links = ({ seen }: FaultyFetch): number => seen.filter((request) => request.endsWith('/link')).length
const pictureIn = (element: Element): HTMLImageElement | null | undefined =>
  element.shadowRoot?.querySelector<HTMLImageElement>('.picture img')
const drawn = (element: Element): Promise<HTMLImageElement> =>
  until(
    () => {
      const image = pictureIn(element)
      return image?.complete && image.naturalWidth > 0 ? image : undefined
    },
    () => `the picture; there is ${element.shadowRoot?.querySelector('.download')?.innerHTML}`,
  )

describe('a picture in a message', () => {
  afterEach(clearPage)

  it('is in the button that downloads it, whose name says what it is', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [await drawnPicture()])
    const element = await talk({}, { client: customerCore(person), ticketId: id })
    const image = await drawn(element)
    // Not the 400 pixels that were uploaded: the server has drawn it anew.
    equal(image.naturalWidth, 320)
    ok(image.src.includes('/preview?'), image.src)
    equal(image.alt, '')
    const button = image.closest('button')
    ok(button?.querySelector('.hidden')?.textContent?.startsWith('Download stripes.png'), 'the name of the button')
    equal(button?.querySelector('[aria-hidden=true]')?.contains(image), true)
  })

  it('has its room from the beginning', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [await drawnPicture()])
    const faulty = new FaultyFetch()
    const element = await talk({}, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: id })
    const before = inside(element, '.download').getBoundingClientRect()
    await drawn(element)
    const after = inside(element, '.download').getBoundingClientRect()
    equal([after.width, after.height].join(), [before.width, before.height].join())
  })

  it('is asked for when it comes into view, and once', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [await drawnPicture()], `${'It goes on.\n'.repeat(300)}`)
    const faulty = new FaultyFetch()
    const element = await talk({}, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: id })
    scrollTo(0, 0)
    await new Promise((resolve) => setTimeout(resolve, 300))
    equal(links(faulty), 0)
    inside(element, '.picture').scrollIntoView()
    await drawn(element)
    scrollTo(0, 0)
    await element.refresh()
    element.requestUpdate()
    await settled(element)
    inside(element, '.picture').scrollIntoView()
    await new Promise((resolve) => setTimeout(resolve, 300))
    equal(links(faulty), 1)
  })

  it('that cannot be had leaves the name', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [await drawnPicture()])
    const faulty = new FaultyFetch()
    const fetch = (request: Request): Promise<Response> => {
      if (request.url.endsWith('/link')) faulty.refuse('forbidden')
      else faulty.mend()
      return faulty.fetch(request)
    }
    const element = await talk({}, { client: customerCore(person, { fetch }), ticketId: id })
    await until(() => links(faulty) > 0, 'the asking')
    await new Promise((resolve) => setTimeout(resolve, 100))
    equal(pictureIn(element), null)
    equal(inside(element, '.picture').textContent, '↓')
    equal(inside(element, '.download bdi').textContent, 'stripes.png')
    equal(element.shadowRoot?.querySelector('[role=alert].error'), null)
  })

  it('whose address did not come is asked for when it is seen anew, and when the network may be back', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [await drawnPicture()], `${'It goes on.\n'.repeat(300)}`)
    const faulty = new FaultyFetch()
    let refused = 2
    const fetch = (request: Request): Promise<Response> => {
      if (request.url.endsWith('/link') && refused-- > 0) faulty.refuse('unavailable')
      else faulty.mend()
      return faulty.fetch(request)
    }
    const element = await talk({}, { client: customerCore(person, { fetch }), ticketId: id })
    for (const times of [1, 2]) {
      scrollTo(0, 0)
      await new Promise((resolve) => setTimeout(resolve, 300))
      inside(element, '.picture').scrollIntoView()
      await until(() => links(faulty) === times, 'the asking')
      // Nobody asks again for as long as nothing has changed.
      element.requestUpdate()
      await new Promise((resolve) => setTimeout(resolve, 300))
      equal(links(faulty), times)
    }
    dispatchEvent(new Event('online'))
    await drawn(element)
    equal(links(faulty), 3)
  })

  it('that is none leaves the name', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [picture('map.png')])
    const faulty = new FaultyFetch()
    const element = await talk({}, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: id })
    await until(
      () => links(faulty) === 1 && !pictureIn(element) && inside(element, '.picture').textContent === '↓',
      '↓',
    )
  })

  it('of a kind that could run is a name and nothing is asked', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [
      new File(['<svg xmlns="http://www.w3.org/2000/svg"/>'], 'plan.svg', { type: 'image/svg+xml' }),
      new File(['log'], 'log.txt', { type: 'text/plain' }),
    ])
    const faulty = new FaultyFetch()
    const element = await talk({}, { client: customerCore(person, { fetch: faulty.fetch }), ticketId: id })
    equal(element.shadowRoot?.querySelectorAll('.download').length, 2)
    equal(element.shadowRoot?.querySelector('.picture'), null)
    equal(links(faulty), 0)
  })

  it('is not shown to who saves data', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [await drawnPicture()])
    Object.defineProperty(navigator, 'connection', { configurable: true, value: { saveData: true } })
    try {
      const element = await talk({}, { client: customerCore(person), ticketId: id })
      equal(element.shadowRoot?.querySelector('.picture'), null)
      inside(element, '.download')
    } finally {
      Reflect.deleteProperty(navigator, 'connection')
    }
  })

  it('is held back while it is checked', async () => {
    const person = newPerson()
    const { id } = await withFiles(person, [await drawnPicture()])
    const faulty = new FaultyFetch()
    const fetch = async (request: Request): Promise<Response> => {
      const response = await faulty.fetch(request)
      if (!request.url.endsWith(id)) return response
      const ticket = await response.json()
      const attachments = ticket.attachments.map((file: object) => ({ ...file, scan: 'waiting' }))
      return Response.json({ ...ticket, attachments })
    }
    const element = await talk({}, { client: customerCore(person, { fetch }), ticketId: id })
    inside(element, '.held')
    equal(element.shadowRoot?.querySelector('.picture'), null)
    equal(links(faulty), 0)
  })

  it('is seen by the provider’s people as well', async () => {
    const { id } = await withFiles(newPerson(), [await drawnPicture()])
    const element: AftercareConversation = await talk({}, { client: staffClient(), ticketId: id, staff: true })
    await drawn(element)
  })
})
