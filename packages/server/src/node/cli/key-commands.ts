import { issueStaffKey, listStaffKeys, revokeStaffKey } from '../../administration/staff.ts'
import type { Command } from './command.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { staffOption, tenantOption as tenant } from './shared-options.ts'

export const keyIssueCommand: Command = {
  name: 'key issue',
  summary: 'Make another key of a staff member and print it, this once',
  options: { tenant, staff: staffOption, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const named = { tenant: options.needed('tenant'), staff: options.needed('staff') }
      const { id, key } = await issueStaffKey(journal, named)
      terminal.print(key)
      terminal.complain(`Key ${id}. It is not shown again; the database holds its hash only.`)
      return 0
    })
  },
}

export const keyRevokeCommand: Command = {
  name: 'key revoke',
  summary: 'End a staff key’s use at once',
  options: {
    tenant,
    key: { value: 'ID', about: 'Id of the key, as in "aftercare key list"', required: true },
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

export const keyListCommand: Command = {
  name: 'key list',
  summary: 'List a tenant’s staff keys: id, since when, whose, and which are revoked',
  options: { tenant, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      for (const { id, createdAt, staff, name, revoked } of await listStaffKeys(journal, options.needed('tenant'))) {
        const since = new Date(createdAt).toISOString()
        terminal.print(`${id}\t${since}\t${staff}\t${name}${revoked ? '\trevoked' : ''}`)
      }
      return 0
    })
  },
}
