import type { AftercareElement } from '@aftercare/elements'
import { sendKeys } from '@web/test-runner-commands'
import { ok, until } from './expect.ts'
import { closeClients } from './world.ts'

/** Puts an element into the page, in a place that looks like a host's, and waits until it has words. */
export async function show<E extends HTMLElement>(
  tag: string,
  properties: Partial<E> = {},
  page: { readonly theme?: 'light' | 'dark'; readonly language?: string; readonly direction?: string } = {},
): Promise<E> {
  const place = document.createElement('main')
  place.lang = page.language ?? 'en'
  place.dir = page.direction ?? ''
  place.style.cssText =
    page.theme === 'dark'
      ? 'color-scheme: dark; background: #14171c; color: #e8eaed; padding: 16px; font: 15px sans-serif'
      : 'color-scheme: light; background: #fff; color: #1b1f24; padding: 16px; font: 15px sans-serif'
  const element = document.createElement(tag) as E
  Object.assign(element, properties)
  place.append(element)
  document.body.append(place)
  // What is not seen reads nothing.
  place.scrollIntoView()
  await until(() => element.shadowRoot?.querySelector('[lang]'), `${tag} to be drawn`)
  return element
}

/** What is inside an element's shadow. */
export function inside<E extends Element = HTMLElement>(element: Element, selector: string): E {
  const found = element.shadowRoot?.querySelector<E>(selector)
  ok(found, `there is no ${selector} in ${element.localName}: ${element.shadowRoot?.textContent}`)
  return found
}

export const textOf = (element: Element): string => (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ')

/** Types as a person does: focus, value, input event. */
export function type(element: Element, selector: string, value: string): void {
  const control = inside<HTMLInputElement>(element, selector)
  control.focus()
  control.value = value
  control.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
}

/** Which engine runs this page, by the name that BROWSERS gives it. */
export const browserHere = (): 'chromium' | 'firefox' | 'webkit' =>
  navigator.userAgent.includes('Firefox') ? 'firefox' : navigator.userAgent.includes('Chrome') ? 'chromium' : 'webkit'

/** Real keys, one by one: of a whole text WebKitGTK's driver leaves out keys that come again. */
export async function typeKeys(text: string): Promise<void> {
  for (const key of text) await sendKeys({ type: key })
}

/** The chord, by real keys; where the runner has no chords (WebDriver), as an event on what has the focus. */
export async function pressControlEnter(): Promise<void> {
  if (browserHere() === 'webkit') {
    let target = document.activeElement
    while (target?.shadowRoot?.activeElement) target = target.shadowRoot.activeElement
    target?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, composed: true }))
    return
  }
  await sendKeys({ down: 'Control' })
  await sendKeys({ press: 'Enter' })
  await sendKeys({ up: 'Control' })
}

export const settled = (element: AftercareElement): Promise<boolean> => element.updateComplete

export async function clearPage(): Promise<void> {
  for (const place of document.querySelectorAll('main')) place.remove()
  await closeClients()
}
