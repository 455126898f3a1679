import { customerRoles } from '@aftercare/protocol/permissions'
import { grantRole, type NamedPerson, revokeRole } from '../../administration/roles.ts'
import type { Command } from './command.ts'
import { type Options, readChoice } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { Misuse } from './misuse.ts'
import { tenantOption as tenant } from './shared-options.ts'

const account = { value: 'ACCOUNT', about: 'Account in which the role counts', required: true } as const
const whoOptions = {
  person: { value: 'ID', about: 'The person, by the id that the service knows' },
  subject: { value: 'ID', about: 'Or by "sub" of the tokens; need not have been seen yet' },
  issuer: { value: 'NAME', about: '"iss" of those tokens; may be left out where one alone is trusted' },
} as const

/** @throws Misuse */
function whoOf(options: Options): NamedPerson {
  const person = options.text('person')
  const subject = options.text('subject')
  const issuer = options.text('issuer')
  if ((person === undefined) === (subject === undefined)) throw new Misuse('say who: --person ID or --subject ID')
  if (person === undefined) return { subject: subject!, issuer }
  if (issuer !== undefined) throw new Misuse('--issuer belongs to --subject')
  return { person }
}

export const roleGrantCommand: Command = {
  name: 'role grant',
  summary: 'Make a person something in an account; tokens never say it',
  options: {
    tenant,
    ...whoOptions,
    account,
    role: { value: 'ROLE', about: customerRoles.join(', '), required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    const role = readChoice('role', options.needed('role'), customerRoles)
    const who = whoOf(options)
    return withInstallation(options, terminal, async ({ journal }) => {
      const named = { tenant: options.needed('tenant'), account: options.needed('account') }
      const person = await grantRole(journal, { ...named, role, who })
      terminal.print(`Person ${person} is ${role} of ${named.account}.`)
      return 0
    })
  },
}

export const roleRevokeCommand: Command = {
  name: 'role revoke',
  summary: 'Take back what a person was made in an account',
  options: { tenant, ...whoOptions, account, ...installationOptions },
  async run(options, terminal) {
    const who = whoOf(options)
    return withInstallation(options, terminal, async ({ journal }) => {
      const named = { tenant: options.needed('tenant'), account: options.needed('account') }
      await revokeRole(journal, { ...named, who })
      terminal.print(`That person is what the token says in ${named.account}.`)
      return 0
    })
  },
}
