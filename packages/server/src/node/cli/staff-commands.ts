import { readFile } from 'node:fs/promises'
import { staffRoles } from '@aftercare/protocol/permissions'
import { offboardStaff } from '../../administration/offboard-staff.ts'
import {
  changeStaff,
  createStaff,
  issueStaffKey,
  listStaff,
  revokeStaffKey,
  type StaffProfile,
  signAgreement,
} from '../../administration/staff.ts'
import type { Command } from './command.ts'
import { type Options, readChoice } from './command-options.ts'
import { installationOptions, reasonOf, withInstallation } from './installation.ts'
import { Failure, Misuse } from './misuse.ts'
import { staffOption, tenantOption as tenant } from './shared-options.ts'

const profileOptions = {
  team: { value: 'TEAM', about: 'Team of the service definition; repeat for more', multiple: true },
  skill: { value: 'SKILL', about: 'Skill of the service definition; repeat for more', multiple: true },
  language: { value: 'TAG', about: 'Language they answer in, as zh-CN; repeat for more', multiple: true },
  profile: { value: 'ID', about: 'Job profile of the service definition' },
  hours: { value: 'FILE', about: 'Working hours: a calendar as JSON, as the service definition has them' },
} as const

/** What of a profile was given; a list that was not is left as it is. */
async function profileOf(options: Options): Promise<StaffProfile> {
  const list = (name: 'team' | 'skill' | 'language') => {
    const given = [...new Set(options.texts(name))]
    return given.length > 0 ? given : undefined
  }
  const hours = options.text('hours')
  return {
    teams: list('team'),
    skills: list('skill'),
    languages: list('language'),
    jobProfile: options.text('profile'),
    ...(hours !== undefined && { workingHours: await readJson(hours) }),
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new Failure(`${file} cannot be read as JSON: ${reasonOf(error)}`)
  }
}

export const staffAddCommand: Command = {
  name: 'staff add',
  summary: 'Add a staff member and print the first key, this once',
  options: {
    tenant,
    name: { value: 'NAME', about: 'What customers see of them', required: true },
    role: { value: 'ROLE', about: `${staffRoles.join(', ')} (agent)` },
    ...profileOptions,
    ...installationOptions,
  },
  async run(options, terminal) {
    const role = readChoice('role', options.text('role') ?? 'agent', staffRoles)
    const inTenant = { tenant: options.needed('tenant') }
    const profile = await profileOf(options)
    return withInstallation(options, terminal, async ({ journal }) => {
      const staff = await createStaff(journal, { ...inTenant, name: options.needed('name'), role, ...profile })
      const { id, key } = await issueStaffKey(journal, { ...inTenant, staff })
      terminal.print(key)
      terminal.complain(
        `Staff member ${staff}, key ${id}. The key is not shown again; the database holds its hash only.`,
      )
      return 0
    })
  },
}

export const staffChangeCommand: Command = {
  name: 'staff change',
  summary: 'Put right role, teams, skills, languages or hours of a staff member',
  options: {
    tenant,
    staff: staffOption,
    role: { value: 'ROLE', about: staffRoles.join(', ') },
    ...profileOptions,
    'whole-desk': { about: 'No teams of their own: the whole desk' },
    ...installationOptions,
  },
  async run(options, terminal) {
    const role = options.text('role')
    const wholeDesk = options.flag('whole-desk')
    if (wholeDesk && options.texts('team').length > 0)
      throw new Misuse('--whole-desk is instead of --team, not beside it')
    const change = {
      ...(await profileOf(options)),
      ...(role !== undefined && { role: readChoice('role', role, staffRoles) }),
      ...(wholeDesk && { teams: null }),
    }
    return withInstallation(options, terminal, async ({ journal }) => {
      const staff = options.needed('staff')
      await changeStaff(journal, { tenant: options.needed('tenant'), staff, ...change })
      terminal.print(`Staff member ${staff} is changed.`)
      return 0
    })
  },
}

export const staffListCommand: Command = {
  name: 'staff list',
  summary: 'List a tenant’s staff: id, role, name, teams (* is the whole desk), and who has left',
  options: { tenant, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      for (const { id, role, name, teams, offboarded } of await listStaff(journal, options.needed('tenant'))) {
        const where = teams === null ? '*' : teams.join(',')
        terminal.print(`${id}\t${role}\t${name}\t${where}${offboarded ? '\toffboarded' : ''}`)
      }
      return 0
    })
  },
}

export const staffRevokeCommand: Command = {
  name: 'staff revoke',
  summary: 'End a staff key’s use at once (the same as "key revoke")',
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

export const staffOffboardCommand: Command = {
  name: 'staff offboard',
  summary: 'End all keys of a staff member at once, and give their open tickets and tasks back to the teams',
  options: { tenant, staff: staffOption, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const staff = options.needed('staff')
      const { keys, tickets } = await offboardStaff(journal, { tenant: options.needed('tenant'), staff })
      terminal.print(`Staff member ${staff} has left: keys ended ${keys}, tickets given back ${tickets}.`)
      return 0
    })
  },
}

export const staffSignCommand: Command = {
  name: 'staff sign',
  summary: 'Keep that a staff member signed the confidentiality agreement',
  options: {
    tenant,
    staff: staffOption,
    agreement: { value: 'VERSION', about: 'Version of the agreement', required: true },
    signed: { value: 'DAY', about: 'When, as 2026-11-23 (today)' },
    expires: { value: 'DAY', about: 'The last day on which it holds', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    const day = 24 * 60 * 60 * 1000
    const today = Math.floor(terminal.clock() / day) * day
    const signed = options.text('signed')
    const signedAt = signed === undefined ? today : readDay('signed', signed)
    const expiresAt = readDay('expires', options.needed('expires')) + day
    return withInstallation(options, terminal, async ({ journal }) => {
      const named = { tenant: options.needed('tenant'), staff: options.needed('staff') }
      await signAgreement(journal, { ...named, version: options.needed('agreement'), signedAt, expiresAt })
      terminal.print(`Staff member ${named.staff} has signed.`)
      return 0
    })
  },
}

/** @returns when the day begins in UTC, in milliseconds; throws Misuse */
function readDay(name: string, text: string): number {
  const instant = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN
  if (!(new Date(instant).getTime() >= 0 && new Date(instant).toISOString().startsWith(text))) {
    throw new Misuse(`--${name} ${text}: write a day as 2026-11-23`)
  }
  return instant
}
