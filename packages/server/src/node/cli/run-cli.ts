import { AdministrationError } from '../../administration/administration-error.ts'
import { TokenMistake } from '../../minting/index.ts'
import { serverVersion } from '../../version.ts'
import { BucketError } from '../s3-blob-store.ts'
import { accountAddCommand, accountListCommand, accountServeCommand, accountShowCommand } from './account-commands.ts'
import type { Command } from './command.ts'
import { readOptions } from './command-options.ts'
import { doctorCommand } from './doctor-command.ts'
import { helpFor, overview } from './help.ts'
import {
  incidentListCommand,
  incidentOpenCommand,
  incidentResolveCommand,
  incidentUpdateCommand,
} from './incident-commands.ts'
import { reasonOf } from './installation.ts'
import { keyIssueCommand, keyListCommand, keyRevokeCommand } from './key-commands.ts'
import { knowledgeExportCommand, knowledgeImportCommand, knowledgeReportCommand } from './knowledge-commands.ts'
import {
  maintenanceCancelCommand,
  maintenanceCompleteCommand,
  maintenanceListCommand,
  maintenanceMoveCommand,
  maintenanceScheduleCommand,
  maintenanceStartCommand,
  maintenanceUpdateCommand,
  maintenanceVerifyCommand,
} from './maintenance-commands.ts'
import { Failure, Misuse, oneOf } from './misuse.ts'
import { auditVerifyCommand, migrateCommand } from './operations-commands.ts'
import { roleGrantCommand, roleRevokeCommand } from './role-commands.ts'
import { serveCommand } from './serve-command.ts'
import {
  serviceCheckCommand,
  serviceListCommand,
  servicePublishCommand,
  serviceReplayCommand,
  serviceSchemaCommand,
  serviceShowCommand,
} from './service-commands.ts'
import {
  staffAddCommand,
  staffChangeCommand,
  staffListCommand,
  staffOffboardCommand,
  staffRevokeCommand,
  staffSignCommand,
} from './staff-commands.ts'
import {
  tenantAddCommand,
  tenantAgreementCommand,
  tenantDistrustCommand,
  tenantListCommand,
  tenantTrustCommand,
  tenantVisitorsCommand,
} from './tenant-commands.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { tokenCustomerCommand, tokenStaffCommand } from './token-commands.ts'
import {
  webhookAddCommand,
  webhookDeliveriesCommand,
  webhookListCommand,
  webhookRemoveCommand,
  webhookReplayCommand,
  webhookRotateCommand,
  webhookTestCommand,
} from './webhook-commands.ts'

const commands: readonly Command[] = [
  serveCommand,
  migrateCommand,
  tenantAddCommand,
  tenantListCommand,
  tenantTrustCommand,
  tenantDistrustCommand,
  tenantAgreementCommand,
  tenantVisitorsCommand,
  staffAddCommand,
  staffChangeCommand,
  staffListCommand,
  staffSignCommand,
  staffRevokeCommand,
  staffOffboardCommand,
  keyIssueCommand,
  keyRevokeCommand,
  keyListCommand,
  accountAddCommand,
  accountListCommand,
  accountShowCommand,
  accountServeCommand,
  roleGrantCommand,
  roleRevokeCommand,
  tokenCustomerCommand,
  tokenStaffCommand,
  serviceCheckCommand,
  servicePublishCommand,
  serviceListCommand,
  serviceShowCommand,
  serviceReplayCommand,
  serviceSchemaCommand,
  knowledgeImportCommand,
  knowledgeExportCommand,
  knowledgeReportCommand,
  incidentOpenCommand,
  incidentUpdateCommand,
  incidentResolveCommand,
  incidentListCommand,
  maintenanceScheduleCommand,
  maintenanceMoveCommand,
  maintenanceUpdateCommand,
  maintenanceStartCommand,
  maintenanceVerifyCommand,
  maintenanceCompleteCommand,
  maintenanceCancelCommand,
  maintenanceListCommand,
  webhookAddCommand,
  webhookListCommand,
  webhookRemoveCommand,
  webhookRotateCommand,
  webhookTestCommand,
  webhookDeliveriesCommand,
  webhookReplayCommand,
  auditVerifyCommand,
  doctorCommand,
]

const exitCodes = { failure: 1, misuse: 2 } as const

/**
 * Runs one command of `aftercare`.
 *
 * @param args what was typed after `aftercare`
 * @returns the exit code: 0 done, 1 it could not be done, 2 it was asked for in the wrong way
 */
export async function runCli(args: readonly string[], terminal: Terminal = processTerminal): Promise<number> {
  try {
    return await dispatch(args, terminal)
  } catch (error) {
    const mistaken = error instanceof AdministrationError ? error.code === 'invalid' : error instanceof TokenMistake
    if (error instanceof Misuse || mistaken) {
      terminal.complain(`aftercare: ${reasonOf(error)}`)
      return exitCodes.misuse
    }
    const foreseen = [Failure, AdministrationError, BucketError].some((kind) => error instanceof kind)
    const trace = !foreseen && error instanceof Error && error.stack ? `\n${error.stack}` : ''
    terminal.complain(`aftercare: ${reasonOf(error)}${trace}`)
    return exitCodes.failure
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first, second] = args
  if (first === undefined) throw new Misuse(`say what to do: aftercare ${oneOf(firstWords)}; --help lists it all`)
  if (first === '--help' || first === '-h' || first === 'help') {
    terminal.print(overview(commands))
    return 0
  }
  if (first === '--version' || first === '-V') {
    terminal.print(serverVersion)
    return 0
  }
  if (first.startsWith('-')) throw new Misuse(`the command comes first: aftercare ${oneOf(firstWords)}`)
  if (!firstWords.includes(first)) throw new Misuse(`there is no command "${first}"; there are ${oneOf(firstWords)}`)

  const command =
    commands.find(({ name }) => name === first) ?? commands.find(({ name }) => name === `${first} ${second}`)
  if (!command) return group(first, second, terminal)
  const rest = args.slice(command.name.split(' ').length)
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.print(helpFor(command))
    return 0
  }
  return command.run(readOptions(command.name, rest, command.options, command.operand), terminal)
}

/** A first word with several commands below it, and none of them named. */
function group(first: string, second: string | undefined, terminal: Terminal): number {
  const below = commands.filter(({ name }) => name.startsWith(`${first} `))
  if (second === '--help' || second === '-h') {
    terminal.print(overview(below))
    return 0
  }
  const said = second === undefined || second.startsWith('-') ? 'needs a second word' : `knows no "${second}"`
  throw new Misuse(`"aftercare ${first}" ${said}: ${oneOf(below.map(({ name }) => name.split(' ')[1] ?? ''))}`)
}

const firstWords = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))]
