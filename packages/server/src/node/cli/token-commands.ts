import { issueStaffKey } from '../../administration/staff.ts'
import { allowDevelopmentTokens, mintCustomerToken } from '../../development/development-tokens.ts'
import { longestLifetime } from '../../identity/token-lifetime.ts'
import type { Command } from './command.ts'
import { readDuration } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'

const tenant = { value: 'TENANT', about: 'Tenant, as in "aftercare tenant add"', required: true } as const

export const tokenCustomerCommand: Command = {
  name: 'token customer',
  summary: 'Print a development token of a customer, as the host’s backend would mint it',
  options: {
    tenant,
    subject: { value: 'ID', about: 'The person, by an id that stays the same', required: true },
    name: { value: 'NAME', about: 'What others see of the person' },
    email: { value: 'ADDRESS', about: 'E-mail address, taken as verified' },
    account: { value: 'ACCOUNT', about: 'Customer organization the person belongs to' },
    locale: { value: 'TAG', about: 'Language the person reads, as zh-CN' },
    expires: { value: 'DURATION', about: 'How long it is good for: 90s, 15m, 1h at most (15m)' },
    ...installationOptions,
  },
  async run(options, terminal) {
    const lifetime = readDuration('expires', options.text('expires') ?? '15m', longestLifetime)
    const optional = (name: 'name' | 'email' | 'account' | 'locale') => {
      const value = options.text(name)
      return value === undefined ? {} : { [name]: value }
    }
    const person = {
      subject: options.needed('subject'),
      ...optional('name'),
      ...optional('email'),
      ...optional('account'),
      ...optional('locale'),
    }
    return withInstallation(options, terminal, async ({ journal, secrets }) => {
      const secret = secrets.development
      await allowDevelopmentTokens(journal, options.needed('tenant'), secret)
      const now = terminal.clock()
      terminal.print(await mintCustomerToken(person, { tenant: options.needed('tenant'), secret, now, lifetime }))
      return 0
    })
  },
}

export const tokenStaffCommand: Command = {
  name: 'token staff',
  summary: 'Make another key of a staff member and print it, this once',
  options: {
    tenant,
    staff: { value: 'ID', about: 'Staff member, as in "aftercare staff list"', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const { id, key } = await issueStaffKey(journal, {
        tenant: options.needed('tenant'),
        staff: options.needed('staff'),
      })
      terminal.print(key)
      terminal.complain(`Key ${id}. It is not shown again; the database holds its hash only.`)
      return 0
    })
  },
}
