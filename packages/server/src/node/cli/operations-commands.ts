import { verifyAudit } from '../../administration/verify-audit.ts'
import { migrate } from '../../storage/migrate.ts'
import type { Command } from './command.ts'
import { installationOptions, openDatabase, pendingOf, placesOf, withInstallation } from './installation.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the database’s schema up to date',
  options: installationOptions,
  async run(options, terminal) {
    const database = await openDatabase(placesOf(options, terminal), true)
    try {
      await pendingOf(database)
      const ran = await migrate(database)
      for (const name of ran) terminal.print(`${name} is done.`)
      if (ran.length === 0) terminal.print('The schema is current.')
      return 0
    } finally {
      await database.close()
    }
  },
}

const reasons = {
  missing: 'is missing',
  changed: 'was changed',
  forged: 'was written by somebody without the key',
  cut_off: 'is where the log was cut off',
} as const

export const auditVerifyCommand: Command = {
  name: 'audit verify',
  summary: 'Walk a tenant’s audit log: nothing missing, changed or forged',
  options: {
    tenant: { value: 'TENANT', about: 'Tenant, as in "aftercare tenant list"', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const verdict = await verifyAudit(journal, options.needed('tenant'))
      if (verdict.status === 'intact') {
        terminal.print(`The audit log is intact: ${verdict.entries} entries.`)
        return 0
      }
      terminal.complain(`The audit log does not hold: entry ${verdict.at} ${reasons[verdict.reason]}.`)
      return 1
    })
  },
}
