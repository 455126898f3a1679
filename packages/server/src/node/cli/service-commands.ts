import {
  calendarsRunningOut,
  type DefinitionProblem,
  definitionJsonSchema,
  type RunningOut,
  type ServiceDefinition,
} from '@aftercare/protocol/service'
import { replayTicket } from '../../administration/replay.ts'
import { listServiceVersions, publishService, readServiceVersion } from '../../administration/service.ts'
import type { Command } from './command.ts'
import { readDefinitionFile } from './definition-file.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { Failure, Misuse } from './misuse.ts'
import type { Terminal } from './terminal.ts'

const tenant = { value: 'TENANT', about: 'Tenant, as in "aftercare tenant list"', required: true } as const
const file = {
  name: 'FILE',
  about: 'The definition: JSON, or a module (.mjs, .js, .mts, .ts) whose default export it is',
} as const

export const serviceCheckCommand: Command = {
  name: 'service check',
  summary: 'Say everything that is wrong with a service definition, and what would be right',
  operand: file,
  options: {},
  async run(options, terminal) {
    const definition = await checked(options.operand(), terminal)
    if (!definition) return 1
    terminal.print(`${options.operand()} is in order: ${countsOf(definition)}.`)
    return 0
  },
}

export const servicePublishCommand: Command = {
  name: 'service publish',
  summary: 'Put a service definition in force for a tenant; what is promised on open tickets is counted anew',
  operand: file,
  options: { tenant, ...installationOptions },
  async run(options, terminal) {
    const definition = await checked(options.operand(), terminal)
    if (!definition) return 1
    return withInstallation(options, terminal, async ({ journal }) => {
      const { version } = await publishService(journal, { tenant: options.needed('tenant'), definition })
      terminal.print(`Version ${version} is in force for ${options.needed('tenant')}.`)
      return 0
    })
  },
}

export const serviceListCommand: Command = {
  name: 'service list',
  summary: 'List the versions of a tenant’s service: version, since when, which is in force',
  options: { tenant, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const versions = await listServiceVersions(journal, options.needed('tenant'))
      if (versions.length === 0) throw new Failure(`There is no tenant "${options.needed('tenant')}"`)
      for (const [index, { version, publishedAt }] of versions.entries()) {
        terminal.print([version, new Date(publishedAt).toISOString(), index === 0 ? 'in force' : 'replaced'].join('\t'))
      }
      return 0
    })
  },
}

export const serviceShowCommand: Command = {
  name: 'service show',
  summary: 'Print a version of a tenant’s service as JSON, ready to be changed and published anew',
  options: {
    tenant,
    version: { value: 'VERSION', about: 'As in "aftercare service list"; the one in force unless told' },
    ...installationOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const of = { tenant: options.needed('tenant'), version: options.text('version') }
      terminal.print(JSON.stringify((await readServiceVersion(journal, of)).definition, null, 2))
      return 0
    })
  },
}

export const serviceReplayCommand: Command = {
  name: 'service replay',
  summary: 'Repeat what the rules decided about a ticket, by the version that decided it, and compare',
  options: {
    tenant,
    ticket: { value: 'NUMBER', about: 'The ticket’s number', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    const number = Number(options.needed('ticket'))
    if (!Number.isSafeInteger(number) || number < 1) {
      throw new Misuse(`--ticket ${options.needed('ticket')}: a ticket’s number is a whole number from 1`)
    }
    return withInstallation(options, terminal, async ({ journal }) => {
      const { decisions } = await replayTicket(journal, { tenant: options.needed('tenant'), number })
      let differs = false
      for (const { at, version, parts } of decisions) {
        terminal.print(`${new Date(at).toISOString()}  version ${version}`)
        for (const { what, made, replayed, agrees } of parts) {
          differs ||= !agrees
          const again = agrees ? 'the same again' : `NOW ${replayed || '–'}`
          terminal.print(`  ${what.padEnd(8)}  ${made || '–'}  ${again}`)
        }
      }
      if (decisions.length === 0) terminal.print(`The rules have decided nothing about ticket ${number}.`)
      else if (!differs) terminal.print('All of it is decided the same way again.')
      return differs ? 1 : 0
    })
  },
}

export const serviceSchemaCommand: Command = {
  name: 'service schema',
  summary: 'Print the JSON Schema of a definition, for editors',
  options: {},
  async run(_, terminal) {
    terminal.print(JSON.stringify(definitionJsonSchema(), null, 2))
    return 0
  },
}

/** The definition of a file, or undefined when all that is wrong with it has been said. */
async function checked(file: string, terminal: Terminal): Promise<ServiceDefinition | undefined> {
  const read = await readDefinitionFile(file)
  if (read.problems) {
    for (const problem of read.problems) terminal.complain(linesOf(problem))
    const count = read.problems.length
    terminal.complain(`${file} has ${count} ${count === 1 ? 'problem' : 'problems'}.`)
    return undefined
  }
  for (const each of calendarsRunningOut(read.definition, terminal.clock())) {
    terminal.complain(`warn  ${runningOutText(each)}`)
  }
  return read.definition
}

const linesOf = ({ pointer, code, message, remedy }: DefinitionProblem) =>
  `${pointer || '/'}  ${code}\n  ${message}\n  ${remedy}`

/** What a person who looks after the service is told of a calendar. */
export function runningOutText({ calendar, through, daysLeft }: RunningOut): string {
  const when = daysLeft < 0 ? 'has run out' : daysLeft === 1 ? 'has 1 day left' : `has ${daysLeft} days left`
  return `Calendar ${calendar} knows holidays through ${through} and ${when}: after that it counts ordinary weeks`
}

function countsOf({ version, types, teams, routing, calendars, locales }: ServiceDefinition): string {
  const count = (number: number, one: string, many = `${one}s`) => `${number} ${number === 1 ? one : many}`
  const fields = types.reduce((sum, type) => sum + type.fields.length, 0)
  return [
    `version ${version} in ${locales.join(' and ')}`,
    `${count(types.length, 'ticket type')} with ${count(fields, 'field')}`,
    count(teams.length, 'team'),
    count(routing.rules.length, 'routing rule'),
    count(Object.keys(calendars).length, 'calendar'),
  ].join(', ')
}
