import type { NoticeStatus } from '@aftercare/protocol/status'
import { listNotices, openNotice, updateNotice } from '../../administration/notices.ts'
import type { Command } from './command.ts'
import type { Options } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { Misuse } from './misuse.ts'
import {
  beginOptions,
  componentsOf,
  concernsOf,
  impactOf,
  instantOf,
  newNoticeId,
  updateOptions,
  wordsOf,
} from './notice-options.ts'
import { tenantOption as tenant } from './shared-options.ts'

const operand = { name: 'ID', about: 'Which, as in "aftercare maintenance list"' } as const
const window = {
  from: { value: 'INSTANT', about: 'When it begins, with its offset: 2026-12-06T02:00+08:00', required: true },
  until: { value: 'INSTANT', about: 'When it ends', required: true },
} as const
const windowOf = (options: Options) => ({
  from: instantOf('from', options.needed('from')),
  until: instantOf('until', options.needed('until')),
})

export const maintenanceScheduleCommand: Command = {
  name: 'maintenance schedule',
  summary: 'Announce maintenance, or an upgrade to a version',
  options: {
    tenant,
    ...window,
    ...beginOptions,
    emergency: { about: 'It cannot wait for a regular window' },
    'target-version': { value: 'VERSION', about: 'The version that everybody has afterwards' },
    choice: { value: 'FROM/UNTIL', about: 'Another window that an account may pick; repeat for more', multiple: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    const choices = options.texts('choice').map((each) => {
      const [from, until] = each.split('/')
      if (!from || !until) throw new Misuse(`--choice ${each}: write FROM/UNTIL`)
      return { from: instantOf('choice', from), until: instantOf('choice', until) }
    })
    const urgency = options.flag('emergency') ? ('emergency' as const) : ('regular' as const)
    const notice = {
      ...{ id: newNoticeId(terminal), kind: 'maintenance' as const, impact: impactOf(options) ?? 'minor' },
      ...{ components: componentsOf(options), concerns: concernsOf(options), words: wordsOf(options, true) },
      ...{ window: windowOf(options), urgency, choices, targetVersion: options.text('target-version') ?? null },
    }
    return withInstallation(options, terminal, async ({ journal }) => {
      await openNotice(journal, options.needed('tenant'), notice)
      terminal.print(notice.id)
      return 0
    })
  },
}

/** A command that goes on with a maintenance; without a status it stays where it is. */
const step = (verb: string, summary: string, status?: NoticeStatus): Command => ({
  name: `maintenance ${verb}`,
  summary,
  operand,
  options: { tenant, ...(verb === 'move' && window), ...updateOptions, ...installationOptions },
  async run(options, terminal) {
    const impact = impactOf(options)
    const change = {
      ...{ words: wordsOf(options, false), components: componentsOf(options) },
      ...{
        ...(status && { status }),
        ...(impact && { impact }),
        ...(verb === 'move' && { window: windowOf(options) }),
      },
    }
    return withInstallation(options, terminal, async ({ journal }) => {
      const of = { tenant: options.needed('tenant'), id: options.operand(), kind: 'maintenance' as const }
      const now = await updateNotice(journal, of, change)
      terminal.print(`The maintenance is ${now.replace('_', ' ')}${verb === 'move' ? ', and moved' : ''}.`)
      return 0
    })
  },
})

export const maintenanceMoveCommand = step('move', 'Move maintenance to another window')
export const maintenanceUpdateCommand = step('update', 'Say more of maintenance')
export const maintenanceStartCommand = step('start', 'Say that maintenance has begun', 'in_progress')
export const maintenanceVerifyCommand = step('verify', 'Say that it is done, and checked', 'verifying')
export const maintenanceCompleteCommand = step('complete', 'Say that maintenance is over', 'completed')
export const maintenanceCancelCommand = step('cancel', 'Say that there will be no maintenance', 'cancelled')

export const maintenanceListCommand: Command = {
  name: 'maintenance list',
  summary: 'List maintenance: id, status, from, until, title',
  options: { tenant, all: { about: 'What is over, too' }, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const of = { tenant: options.needed('tenant'), kind: 'maintenance' as const, all: options.flag('all') }
      for (const { id, status, window, titles } of await listNotices(journal, of)) {
        terminal.print([id, status, window?.from, window?.until, Object.values(titles)[0]].join('\t'))
      }
      return 0
    })
  },
}
