import { newId } from '@aftercare/protocol'
import {
  type ComponentStatus,
  componentStatuses,
  type IncidentImpact,
  incidentImpacts,
} from '@aftercare/protocol/status'
import type { Words } from '../../administration/notices.ts'
import { type OptionSpecs, type Options, readChoice } from './command-options.ts'
import { Misuse } from './misuse.ts'
import type { Terminal } from './terminal.ts'

const words = {
  body: { value: 'LOCALE=TEXT', about: 'What is said, in Markdown; repeat for each language', multiple: true },
  template: { value: 'ID', about: 'Whose words are taken where none are given; that of the status unless told' },
} as const satisfies OptionSpecs

const component = {
  value: 'ID=STATE',
  about: `What is said of a component: ${componentStatuses.join(', ')}; repeat for more`,
  multiple: true,
} as const
const impact = { value: 'IMPACT', about: incidentImpacts.join(', ') } as const

/** Of a command that begins a notice. */
export const beginOptions = {
  title: { value: 'LOCALE=TEXT', about: 'What it is called; repeat for each language', multiple: true },
  ...{ ...words, component, impact },
  account: { value: 'ACCOUNT', about: 'Whom it concerns, instead of everybody; repeat for more', multiple: true },
  product: {
    value: 'NAME[@FROM..TO]',
    about: 'Whom it concerns by what they have, in which versions; repeat for more',
    multiple: true,
  },
} as const satisfies OptionSpecs

/** Of a command that goes on with one. */
export const updateOptions = { ...words, component, impact } as const satisfies OptionSpecs

/** @throws Misuse */
function byLocale(name: string, options: Options): Record<string, string> {
  return Object.fromEntries(
    options.texts(name).map((each) => {
      const [, locale, text] = /^([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)=(.+)$/s.exec(each) ?? []
      if (!locale || !text) throw new Misuse(`--${name} ${each}: write LOCALE=TEXT, as in en=Slow`)
      return [locale, text]
    }),
  )
}

/** @throws Misuse */
export function wordsOf(options: Options, titled: boolean): Words {
  const titles = titled ? byLocale('title', options) : {}
  return { titles, bodies: byLocale('body', options), template: options.text('template') }
}

/** @throws Misuse */
export function componentsOf(options: Options): { component: string; state: ComponentStatus }[] {
  return options.texts('component').map((each) => {
    const [id = '', state = ''] = each.split('=')
    return { component: id, state: readChoice('component', state, componentStatuses) }
  })
}

/** @throws Misuse */
export function impactOf(options: Options): IncidentImpact | undefined {
  const text = options.text('impact')
  return text === undefined ? undefined : readChoice('impact', text, incidentImpacts)
}

/** Whom a notice concerns: everybody where nobody is named. */
export function concernsOf(options: Options) {
  const products = options.texts('product').map((each) => {
    const [, product, versionFrom, versionTo] = /^(.+?)(?:@(.*?)\.\.(.*))?$/.exec(each) ?? []
    return { product: product!, versionFrom: versionFrom || null, versionTo: versionTo || null }
  })
  return { accounts: [...options.texts('account')], products }
}

/** @throws Misuse */
export function instantOf(name: string, text: string): string {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at))
    throw new Misuse(`--${name} ${text}: write an instant with its offset, as in 2026-12-06T02:00+08:00`)
  return new Date(at).toISOString()
}

export const newNoticeId = ({ random }: Terminal): string => newId<string & { __brand: 'NoticeId' }>(random)
