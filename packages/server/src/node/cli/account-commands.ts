import { createAccount, listAccounts, readAccount, serveAccounts } from '../../administration/accounts.ts'
import type { Command } from './command.ts'
import { readChoice } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { tenantOption as tenant } from './shared-options.ts'

const tiers = ['strategic', 'key', 'standard'] as const
const account = { value: 'ACCOUNT', about: 'Account, as in "aftercare account list"', required: true } as const

export const accountAddCommand: Command = {
  name: 'account add',
  summary: 'Add a customer organization before anybody of it was seen',
  options: {
    tenant,
    account: { value: 'ACCOUNT', about: 'Its id, "account" of the tokens', required: true },
    name: { value: 'NAME', about: 'What people call it', required: true },
    tier: { value: 'TIER', about: `${tiers.join(', ')} (standard)` },
    ...installationOptions,
  },
  async run(options, terminal) {
    const tier = readChoice('tier', options.text('tier') ?? 'standard', tiers)
    return withInstallation(options, terminal, async ({ journal }) => {
      const id = options.needed('account')
      await createAccount(journal, { tenant: options.needed('tenant'), id, name: options.needed('name'), tier })
      terminal.print(`Account ${id} is there.`)
      return 0
    })
  },
}

export const accountListCommand: Command = {
  name: 'account list',
  summary: 'List a tenant’s accounts: id, tier, name',
  options: { tenant, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      for (const { id, tier, name } of await listAccounts(journal, options.needed('tenant'))) {
        terminal.print(`${id}\t${tier}\t${name}`)
      }
      return 0
    })
  },
}

export const accountShowCommand: Command = {
  name: 'account show',
  summary: 'Print what is known of an account, as JSON',
  options: { tenant, account, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const named = { tenant: options.needed('tenant'), account: options.needed('account') }
      terminal.print(JSON.stringify(await readAccount(journal, named), null, 2))
      return 0
    })
  },
}

export const accountServeCommand: Command = {
  name: 'account serve',
  summary: 'Say which accounts the partners of an account work for; all of them, from now on',
  options: {
    tenant,
    partner: { value: 'ACCOUNT', about: 'The partner’s own account', required: true },
    account: { value: 'ACCOUNT', about: 'Account they serve; repeat for more, leave out for none', multiple: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const partner = options.needed('partner')
      const accounts = options.texts('account')
      await serveAccounts(journal, { tenant: options.needed('tenant'), partner, accounts })
      terminal.print(`The partners of ${partner} serve ${accounts.length === 0 ? 'nobody' : accounts.join(', ')}.`)
      return 0
    })
  },
}
