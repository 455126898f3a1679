import type { Environment } from '@aftercare/protocol'
import { html } from 'lit'
import type { ServiceWords, Words } from '../../../locales/words.ts'

export type EnvironmentPart = keyof Environment

interface UserAgentData {
  readonly brands?: readonly { readonly brand: string; readonly version: string }[]
  readonly platform?: string
}

const systems = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac', 'CrOS', 'Linux']
/** The most particular first: every browser names some of the others. */
const browsers: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Edge', /Edg\w*\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Samsung Internet', /SamsungBrowser\/(\d+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /Version\/(\d+)/],
]

/** Name, major version and system of a browser: what helps to repeat a fault, and nothing that tells people apart. */
export function browserName(agent: string, data?: UserAgentData): string {
  const brand = data?.brands?.filter(({ brand }) => !/not.?a.?brand|^chromium$/i.test(brand.replace(/\W/g, '')))[0]
  const known = browsers.find(([, pattern]) => pattern.test(agent))
  const version = brand?.version ?? known?.[1].exec(agent)?.[1]
  const system = data?.platform || systems.find((name) => agent.includes(name))
  const name = brand?.brand ?? known?.[0]
  return name ? `${name} ${version}${system ? `, ${system}` : ''}` : ''
}

/** What the page knows by itself; only what there is. */
export function environmentOf(product: string, version: string): Environment {
  const { userAgent, language } = navigator
  const { userAgentData } = navigator as { userAgentData?: UserAgentData }
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const all: Environment = {
    product,
    version,
    locale: language,
    timeZone,
    browser: browserName(userAgent, userAgentData),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value))
}

/** What will be sent along, line by line, each of which can be left out. */
export function environmentView(
  words: Words & ServiceWords,
  environment: Environment,
  leftOut: ReadonlySet<string>,
  toggle: (part: EnvironmentPart) => void,
): unknown {
  const parts = Object.keys(environment) as EnvironmentPart[]
  const sent = parts.filter((part) => !leftOut.has(part)).map((part) => words.environment[part])
  const list = sent.length ? new Intl.ListFormat(words.tag, { type: 'conjunction' }).format(sent) : words.nothingAlong
  return html`<details class="along" part="environment">
    <summary><span class="label">${words.sentAlong}</span> <span class="muted">${list}</span></summary>
    <p class="muted">${words.sentAlongHelp}</p>
    <ul>
      ${parts.map((part) => {
        const name = words.environment[part]
        const out = leftOut.has(part)
        return html`<li>
          <span class="muted">${name}</span> <bdi>${out ? words.leftOut : environment[part]}</bdi>
          <button
            type="button"
            class="plain"
            aria-label=${out ? words.putBack(name) : words.leaveOut(name)}
            @click=${() => toggle(part)}
          >
            <span aria-hidden="true">${out ? '+' : '×'}</span>
          </button>
        </li>`
      })}
    </ul>
  </details>`
}
