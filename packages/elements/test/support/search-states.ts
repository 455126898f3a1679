import type { AftercareSearch, AftercareSuggestions, AftercareTicketForm } from '@aftercare/elements'
import { until } from './expect.ts'
import { inside, show, textOf, type } from './page.ts'
import type { Setting } from './states.ts'
import { customerCore, FaultyFetch, newPerson } from './world.ts'

type Options = Partial<AftercareSearch>

const rollIn = ({ language }: Setting) => (language === 'zh-CN' ? '更换纸卷' : 'paper roll')

export async function search(setting: Setting & { readonly direction?: string }, options: Options = {}) {
  const client = customerCore(newPerson())
  return show<AftercareSearch>('aftercare-search', { client, articleHref: '#article={slug}', ...options }, setting)
}

/** Types into the field as a person does, and waits for what stands there then. */
export async function lookFor(element: AftercareSearch, text: string, wanted = '[part=result]'): Promise<void> {
  type(element, '[role=combobox]', text)
  await until(
    () => element.shadowRoot?.querySelector(wanted),
    () => `${wanted}: ${textOf(element)}`,
  )
  await element.updateComplete
}

const failing = (faulty: FaultyFetch) => customerCore(newPerson(), { fetch: faulty.fetch })

/** A form that offers articles, with a subject in it. */
export async function suggesting(
  setting: Setting,
  subject: string,
  options: Partial<AftercareTicketForm> = {},
): Promise<AftercareSuggestions> {
  const client = options.client ?? customerCore(newPerson())
  const form = await show<AftercareTicketForm>('aftercare-ticket-form', { ...options, client }, setting)
  const element = document.createElement('aftercare-suggestions')
  element.client = client
  element.articleHref = '#article={slug}'
  form.append(element)
  type(form, '#subject', subject)
  await until(
    () => element.shadowRoot?.querySelector('li'),
    () => textOf(element),
  )
  return element
}

export const searchStates: Readonly<Record<string, (setting: Setting) => Promise<HTMLElement>>> = {
  'search, before anything was typed': (setting) => search(setting),
  async 'search, with what was found'(setting) {
    const element = await search(setting)
    await lookFor(element, rollIn(setting))
    element.shadowRoot?.querySelector('input')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' }))
    await until(() => element.shadowRoot?.querySelector('[aria-selected=true]'), 'an active result')
    return element
  },
  async 'search, from right to left'(setting) {
    const element = await search({ ...setting, direction: 'rtl' })
    await lookFor(element, rollIn(setting))
    return element
  },
  async 'search, without a result'(setting) {
    const element = await search(setting)
    await lookFor(element, 'zzyzx', '[part=notice]')
    return element
  },
  async 'search, failed'(setting) {
    const element = await search(setting, { client: failing(new FaultyFetch().refuse('internal')) })
    await lookFor(element, 'paper roll', '[role=alert]')
    return element
  },
  async 'search, with what was looked for before and what may help here'(setting) {
    const element = await search(setting, { page: `https://tidewater.example/${rollIn(setting)}` })
    // Not what is offered for the page before that.
    await lookFor(element, rollIn(setting), '[part=ask]')
    inside(element, '[part=result]').click()
    type(element, '[role=combobox]', '')
    await until(
      () => element.shadowRoot?.querySelector('#recent-0') && element.shadowRoot?.querySelector('[part=result]'),
      () => textOf(element),
    )
    return element
  },
  suggestions: (setting) => suggesting(setting, rollIn(setting)),
  async 'suggestions, of which one solved it'(setting) {
    const element = await suggesting(setting, rollIn(setting))
    inside(element, 'button').click()
    await until(() => element.shadowRoot?.querySelector('.title'), 'the thanks')
    return element
  },
}
