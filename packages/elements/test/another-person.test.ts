import '@aftercare/elements/define'
import type { AftercareProvider, AftercareTicketForm } from '@aftercare/elements'
import { equal, until } from './support/expect.ts'
import { clearPage, inside, show, textOf, type } from './support/page.ts'
import { customerCore, FaultyFetch, newPerson, tokenAddress } from './support/world.ts'

const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

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

/** Sends a question off; resolves once the form shows that state of it. */
async function asked(form: AftercareTicketForm, subject: string, state: string): Promise<void> {
  const types = inside<HTMLSelectElement>(form, '#type')
  types.focus()
  types.value = 'question'
  types.dispatchEvent(new Event('change', { bubbles: true, composed: true }))
  type(form, '#subject', subject)
  inside<HTMLFormElement>(form, 'form').requestSubmit()
  await until(
    () => form.shadowRoot?.querySelector(`[data-state=${state}]`),
    () => textOf(form),
  )
}

describe('another person at the same form', () => {
  afterEach(clearPage)

  it('does not see, keep or send what the one before has typed', async () => {
    const [mara, siyuan] = [newPerson(), newPerson()]
    const [provider, form] = await provide({
      ...{ tenant: 'tidewater', subject: mara.subject, 'token-url': tokenAddress(mara) },
    })
    type(form, '#subject', 'A secret of Mara’s')
    await rest(800)
    provider.subject = siyuan.subject
    provider.tokenUrl = tokenAddress(siyuan)
    await provider.updateComplete
    await until(
      () => inside<HTMLInputElement>(form, '#subject').value === '',
      () => inside<HTMLInputElement>(form, '#subject').value,
    )
    type(form, '#description', 'Siyuan types on')
    await rest(800)
    const { store } = await (await provider.core()).persistence()
    const kept = JSON.stringify(await store.list('draft/'))
    equal(kept.includes('secret'), false)
    equal(kept.includes('Siyuan types on'), true)
  })

  it('who is told by the token alone, does not see it either, and can send', async () => {
    const [mara, siyuan] = [newPerson(), newPerson()]
    const [provider, form] = await provide({ 'token-url': tokenAddress(mara) })
    type(form, '#subject', 'A secret of Mara’s')
    await rest(800)
    provider.tokenUrl = tokenAddress(siyuan)
    const { session } = await provider.core()
    await session.token((await session.token()).token)
    await until(
      () => inside<HTMLInputElement>(form, '#subject').value === '',
      () => inside<HTMLInputElement>(form, '#subject').value,
    )
    equal(await (await provider.core()).session.identity(), `tidewater/${siyuan.subject}`)
    await asked(form, 'Siyuan’s own', 'acknowledged')
  })
})

describe('a ticket that lives in memory alone', () => {
  afterEach(clearPage)

  it('is not said to be saved while nobody is signed in', async () => {
    const faulty = new FaultyFetch().refuse('token_revoked', 'POST')
    const storage = () => Promise.reject(new Error('refused'))
    const client = customerCore(newPerson(), { fetch: faulty.fetch, tenant: 'tidewater', storage })
    const form = await show<AftercareTicketForm>('aftercare-ticket-form', { client })
    await asked(form, 'In memory', 'blocked_auth')
    equal(textOf(form).includes('It is saved on this device'), false)
    equal(textOf(form).includes('Not saved on this device'), true)
  })
})
