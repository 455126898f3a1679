import '@aftercare/elements/define'
import type { AftercareProvider, AftercareTicketForm } from '@aftercare/elements'
import { contains, equal, ok, until } from './support/expect.ts'
import { clearPage, textOf } from './support/page.ts'
import { submitted } from './support/states.ts'
import { newPerson, type Person, tokenAddress } from './support/world.ts'

const tenant = 'tidewater'

/** A provider with a form in it, as a host's page has them. */
async function provide(
  attributes: Readonly<Record<string, string>>,
): Promise<[AftercareProvider, AftercareTicketForm]> {
  const place = document.createElement('main')
  const provider = document.createElement('aftercare-provider')
  const form = document.createElement('aftercare-ticket-form')
  for (const [name, value] of Object.entries({ url: '/support', locale: 'en', ...attributes })) {
    provider.setAttribute(name, value)
  }
  provider.append(form)
  place.append(provider)
  document.body.append(place)
  await until(() => form.shadowRoot?.querySelector('form'), 'the form')
  return [provider, form]
}

/** The host's token endpoint, which is out of reach until told otherwise. */
function unreachable(person: Person): { mend(): void; getToken(): Promise<string> } {
  let reached = false
  return {
    mend() {
      reached = true
    },
    async getToken() {
      if (!reached) throw new TypeError('Failed to fetch')
      return (await fetch(tokenAddress(person))).text()
    },
  }
}

describe('the provider', () => {
  afterEach(clearPage)

  it('names the store by tenant and subject, so that a ticket is kept before any token was had', async () => {
    const person = newPerson()
    const host = unreachable(person)
    const [provider, form] = await provide({ tenant, subject: person.subject })
    provider.getToken = host.getToken
    await submitted(form, 'waiting')
    const names = (await indexedDB.databases()).map(({ name }) => name)
    ok(names.includes(`aftercare:/support:${tenant}/${person.subject}`), `no store of this person in ${names}`)
    host.mend()
    dispatchEvent(new Event('online'))
    await until(
      () => form.shadowRoot?.querySelector('[data-state=acknowledged]'),
      () => `the number: ${textOf(form)}`,
    )
  })

  it('without a tenant does not know whose device this is, and says that nothing is saved on it', async () => {
    const person = newPerson()
    const [provider, form] = await provide({ subject: person.subject })
    const host = unreachable(person)
    provider.getToken = host.getToken
    await submitted(form, 'waiting')
    contains(textOf(form), 'Not saved on this device: keep this page open')
    host.mend()
    dispatchEvent(new Event('online'))
    await until(() => form.shadowRoot?.querySelector('[data-state=acknowledged]'), 'the number')
  })

  it('keeps its core through another language, and opens another one for another person', async () => {
    const [mara, siyuan] = [newPerson(), newPerson()]
    const [provider] = await provide({ tenant, subject: mara.subject, 'token-url': tokenAddress(mara) })
    const core = await provider.core()
    provider.locale = 'zh-CN'
    await provider.updateComplete
    equal(await provider.core(), core)
    provider.subject = siyuan.subject
    provider.tokenUrl = tokenAddress(siyuan)
    await provider.updateComplete
    const other = await provider.core()
    ok(other !== core, 'another person has the same core')
    equal(await other.session.identity(), `${tenant}/${siyuan.subject}`)
  })

  it('keeps its core when it is moved, and closes it when it is taken away', async () => {
    const person = newPerson()
    const [provider] = await provide({ tenant, subject: person.subject, 'token-url': tokenAddress(person) })
    const core = await provider.core()
    let closed = 0
    core.onClose(() => {
      closed += 1
    })
    const elsewhere = document.createElement('main')
    document.body.append(elsewhere)
    elsewhere.append(provider)
    await new Promise((resolve) => setTimeout(resolve, 20))
    equal(await provider.core(), core)
    equal(closed, 0)
    provider.remove()
    await until(() => closed === 1, 'the core to be closed')
  })

  describe('for visitors', () => {
    const visitorStore = `aftercare:/support:${tenant}/%00`
    const stores = async () => (await indexedDB.databases()).map(({ name }) => name)
    const nobody = () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(visitorStore)
        request.onsuccess = () => resolve()
        request.onerror = () => reject(request.error)
      })

    it('raises a ticket without a token of anybody, for whom nothing was stored or requested before focus', async () => {
      await nobody()
      performance.clearResourceTimings()
      const [provider, form] = await provide({ tenant, visitor: '' })
      await new Promise((resolve) => setTimeout(resolve, 200))
      const requested = () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/support/'))
      equal(requested().length, 0)
      equal((await stores()).includes(visitorStore), false)
      await submitted(form, 'acknowledged')
      const core = await provider.core()
      equal(await core.session.identity(), `${tenant}/%00`)
      ok((await core.session.token()).token.startsWith('acv_'), 'the token of a visitor')
      equal(document.cookie, '')
    })

    it('has a field that no person sees or reaches, and lets nobody in who fills it in', async () => {
      await nobody()
      const [provider, form] = await provide({ tenant, visitor: '' })
      await provider.core()
      const field = provider.shadowRoot?.querySelector('input')
      ok(field, 'the field')
      const { width, height } = field.getBoundingClientRect()
      ok(width <= 1 && height <= 1, `it takes ${width} × ${height} pixels`)
      equal([field.tabIndex, field.ariaHidden, getComputedStyle(field).opacity].join(), '-1,true,0')
      field.value = 'https://spam.example'
      await submitted(form, 'needs_attention')
    })
  })
})
