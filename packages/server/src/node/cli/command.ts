import type { Operand, OptionSpecs, Options } from './command-options.ts'
import type { Terminal } from './terminal.ts'

/** One command of the command line, under one or two words. */
export interface Command {
  /** As it is typed: `serve`, `token customer`. */
  readonly name: string
  readonly summary: string
  readonly options: OptionSpecs
  /** What stands after the command without a name, as in `service check FILE`. */
  readonly operand?: Operand
  /** Resolves with the exit code; throws Misuse or Failure. */
  run(options: Options, terminal: Terminal): Promise<number>
}
