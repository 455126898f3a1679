import { staffRoles } from '@aftercare/protocol/permissions'
import { createStaff, issueStaffKey, listStaff, revokeStaffKey } from '../../administration/staff.ts'
import type { Command } from './command.ts'
import { readChoice } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'

const tenant = { value: 'TENANT', about: 'Tenant, as in "aftercare tenant add"', required: true } as const

export const staffAddCommand: Command = {
  name: 'staff add',
  summary: 'Add a staff member and print the first key, this once',
  options: {
    tenant,
    name: { value: 'NAME', about: 'What customers see of them', required: true },
    role: { value: 'ROLE', about: `${staffRoles.join(', ')} (agent)` },
    ...installationOptions,
  },
  async run(options, terminal) {
    const role = readChoice('role', options.text('role') ?? 'agent', staffRoles)
    const inTenant = { tenant: options.needed('tenant') }
    return withInstallation(options, terminal, async ({ journal }) => {
      const staff = await createStaff(journal, { ...inTenant, name: options.needed('name'), role })
      const { id, key } = await issueStaffKey(journal, { ...inTenant, staff })
      terminal.print(key)
      terminal.complain(
        `Staff member ${staff}, key ${id}. The key is not shown again; the database holds its hash only.`,
      )
      return 0
    })
  },
}

export const staffListCommand: Command = {
  name: 'staff list',
  summary: 'List a tenant’s staff: id, role, name',
  options: { tenant, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      for (const { id, role, name } of await listStaff(journal, options.needed('tenant'))) {
        terminal.print(`${id}\t${role}\t${name}`)
      }
      return 0
    })
  },
}

export const staffRevokeCommand: Command = {
  name: 'staff revoke',
  summary: 'End a staff key’s use at once',
  options: {
    tenant,
    key: { value: 'ID', about: 'Id of the key, as it was told when the key was made', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      await revokeStaffKey(journal, { tenant: options.needed('tenant'), key: options.needed('key') })
      terminal.print(`Key ${options.needed('key')} is revoked.`)
      return 0
    })
  },
}
