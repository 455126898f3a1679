import '@aftercare/elements/define'
import { type Core, createCore } from '@aftercare/client'
import type { AftercareTicketForm, AftercareTicketList } from '@aftercare/elements'
import { createMockSupport, type MockSupport } from '@aftercare/mock'
import { contains, equal, until } from './support/expect.ts'
import { clearPage, show, textOf } from './support/page.ts'
import { submitted } from './support/states.ts'

describe('the widgets over the backend in their own page', () => {
  let mock: MockSupport
  let core: Core
  const asked: string[] = []
  const pageFetch = window.fetch

  before(async () => {
    mock = await createMockSupport()
    window.fetch = (input, init) => {
      asked.push(String(input instanceof Request ? input.url : input))
      return pageFetch(input, init)
    }
  })

  beforeEach(() => {
    core = createCore({ url: '/support', getToken: () => mock.customerToken(), fetch: mock.fetch })
  })

  afterEach(async () => {
    await clearPage()
    await core.close()
  })

  after(async () => {
    window.fetch = pageFetch
    await mock.close()
  })

  it('show its conversations', async () => {
    const list = await show<AftercareTicketList>('aftercare-ticket-list', { client: core })
    await until(
      () => list.shadowRoot?.querySelector('[data-status=ready]'),
      () => textOf(list),
    )
    contains(textOf(list), 'Webhook deliveries time out at night')
  })

  it('raise a ticket there, and no request leaves the page', async () => {
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client: core })
    await submitted(form, 'acknowledged')
    const list = await show<AftercareTicketList>('aftercare-ticket-list', { client: core })
    await until(() => textOf(list).includes('The map stands still'), 'the ticket in the list')
    equal(asked.filter((url) => url.includes('/support')).length, 0)
  })

  it('keep a ticket while the network is out, and send it when it is back', async () => {
    mock.network.offline = true
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client: core })
    await submitted(form, 'waiting')
    mock.network.reset()
    window.dispatchEvent(new Event('online'))
    await until(
      () => form.shadowRoot?.querySelector('[data-state=acknowledged]'),
      () => textOf(form),
    )
  })
})
