import '@aftercare/elements/define'
import { sendKeys } from '@web/test-runner-commands'
import { equal, ok, until } from './support/expect.ts'
import { browserHere, clearPage, inside, textOf } from './support/page.ts'
import { list, picture, sendingLarge, states } from './support/states.ts'
import { FaultyFetch } from './support/world.ts'

const files = (element: Element): string =>
  [...(element.shadowRoot?.querySelectorAll('.file bdi') ?? [])].map(({ textContent }) => textContent).join()
const said = (element: Element): string =>
  [...(element.shadowRoot?.querySelectorAll('[role=status]') ?? [])].map(({ textContent }) => textContent).join('|')
const focused = (element: Element): string | null | undefined =>
  element.shadowRoot?.activeElement?.getAttribute('aria-label') ?? element.shadowRoot?.activeElement?.textContent

describe('the files of a ticket on its way', () => {
  afterEach(clearPage)

  it('can be taken away by keyboard, one by one, while they are sent: the focus goes to the next, and it is said', async () => {
    const faulty = new FaultyFetch()
    const element = await sendingLarge({}, faulty, [picture('map.png'), picture('depot.png')])
    await until(
      () => files(element) === 'recording.png,map.png,depot.png',
      () => files(element),
    )
    const buttons = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.file button') ?? [])]
    equal(
      buttons.map((button) => button.getAttribute('aria-label')).join(),
      'Remove recording.png,Remove map.png,Remove depot.png',
    )
    buttons[1]?.focus()
    await (browserHere() === 'webkit' ? buttons[1]?.click() : sendKeys({ press: 'Enter' }))
    await until(
      () => files(element) === 'recording.png,depot.png',
      () => files(element),
    )
    await until(
      () => focused(element) === 'Remove depot.png',
      () => String(focused(element)),
    )
    await until(
      () => said(element).includes('map.png removed'),
      () => said(element),
    )
    inside(element, '.file button').click()
    faulty.mend()
    await until(
      () => element.shadowRoot?.querySelector('[data-state=acknowledged]'),
      () => textOf(element),
    )
    equal(element.shadowRoot?.querySelector('.file'), null)
    ok(
      faulty.seen.some((request) => request.startsWith('DELETE /support/uploads/')),
      'the uploads are ended',
    )
  })

  it('can be taken away while it is paused, and stay away when it goes on', async () => {
    const faulty = new FaultyFetch()
    const element = await sendingLarge({}, faulty, [picture('map.png')])
    inside(element, '[part=sending] button').click()
    await until(() => element.shadowRoot?.querySelector('[data-state=paused] .file'), 'the files')
    inside(element, '.file button').click()
    await until(
      () => files(element) === 'map.png',
      () => files(element),
    )
    faulty.mend()
    inside(element, '[part=sending] button').click()
    await until(
      () => element.shadowRoot?.querySelector('[data-state=acknowledged]'),
      () => textOf(element),
    )
  })

  it('stay away when the ticket is refused and edited, and of two with one name the right one does', async () => {
    const faulty = new FaultyFetch()
    const element = await sendingLarge({}, faulty, [picture('map.png'), picture('map.png', 3000)])
    await until(
      () => files(element) === 'recording.png,map.png,map.png',
      () => files(element),
    )
    const remove = (place: number) => element.shadowRoot?.querySelectorAll<HTMLElement>('.file button')[place]?.click()
    remove(2)
    await until(
      () => said(element).includes('map.png removed'),
      () => said(element),
    )
    faulty.refuse('forbidden', 'POST')
    remove(0)
    const panel = await until(
      () => element.shadowRoot?.querySelector('[data-state=needs_attention]'),
      () => textOf(element),
    )
    const edit = [...panel.querySelectorAll('button')].find(({ textContent }) => textContent?.includes('Edit'))
    edit?.click()
    await until(() => element.shadowRoot?.querySelector('form'), 'the form')
    await until(
      () => files(element) === 'map.png',
      () => files(element),
    )
    equal(element.shadowRoot?.querySelector('.file .muted')?.textContent, '1.95 kB')
  })

  it('are not offered while the ticket itself is on its way', async () => {
    const draw = states['form, sending']
    const element = await draw?.({})
    equal(element?.shadowRoot?.querySelector('.file'), null)
  })

  it('are in the list of tickets as well', async () => {
    const form = await sendingLarge({}, new FaultyFetch())
    inside(form, '[part=sending] button').click()
    const element = await list({}, form.client)
    await until(
      () => files(element) === 'recording.png',
      () => files(element),
    )
  })
})
