import { incidentStatuses } from '@aftercare/protocol/status'
import { listNotices, openNotice, updateNotice } from '../../administration/notices.ts'
import type { Command } from './command.ts'
import { type Options, readChoice } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'
import {
  beginOptions,
  componentsOf,
  concernsOf,
  impactOf,
  newNoticeId,
  updateOptions,
  wordsOf,
} from './notice-options.ts'
import { tenantOption as tenant } from './shared-options.ts'
import type { Terminal } from './terminal.ts'

const operand = { name: 'ID', about: 'Which, as in "aftercare incident list"' } as const

export const incidentOpenCommand: Command = {
  name: 'incident open',
  summary: 'Say that something is broken; without words of your own, in those of a template',
  options: { tenant, ...beginOptions, ...installationOptions },
  async run(options, terminal) {
    const notice = {
      ...{ id: newNoticeId(terminal), kind: 'incident' as const, impact: impactOf(options) ?? 'minor' },
      ...{ components: componentsOf(options), concerns: concernsOf(options), words: wordsOf(options, true) },
    }
    return withInstallation(options, terminal, async ({ journal }) => {
      await openNotice(journal, options.needed('tenant'), notice)
      terminal.print(notice.id)
      return 0
    })
  },
}

export const incidentUpdateCommand: Command = {
  name: 'incident update',
  summary: 'Say what has become of an incident',
  operand,
  options: {
    tenant,
    status: { value: 'STATUS', about: incidentStatuses.join(', '), required: true },
    ...updateOptions,
    ...installationOptions,
  },
  run: (options, terminal) =>
    update(options, terminal, readChoice('status', options.needed('status'), incidentStatuses)),
}

export const incidentResolveCommand: Command = {
  name: 'incident resolve',
  summary: 'Say that an incident is over',
  operand,
  options: { tenant, ...updateOptions, ...installationOptions },
  run: (options, terminal) => update(options, terminal, 'resolved'),
}

export const incidentListCommand: Command = {
  name: 'incident list',
  summary: 'List incidents: id, status, impact, how many are affected, title',
  options: { tenant, all: { about: 'What is over, too' }, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const of = { tenant: options.needed('tenant'), kind: 'incident' as const, all: options.flag('all') }
      for (const { id, status, impact, joins, titles } of await listNotices(journal, of)) {
        terminal.print([id, status, impact, joins, Object.values(titles)[0]].join('\t'))
      }
      return 0
    })
  },
}

async function update(
  options: Options,
  terminal: Terminal,
  status: (typeof incidentStatuses)[number],
): Promise<number> {
  const impact = impactOf(options)
  const change = {
    status,
    words: wordsOf(options, false),
    components: componentsOf(options),
    ...(impact && { impact }),
  }
  return withInstallation(options, terminal, async ({ journal }) => {
    const of = { tenant: options.needed('tenant'), id: options.operand(), kind: 'incident' as const }
    terminal.print(`The incident is ${await updateNotice(journal, of, change)}.`)
    return 0
  })
}
