/** What a command sees of the world outside. */
export interface Terminal {
  /** One line to standard output. */
  print(line: string): void
  /** One line to standard error. */
  complain(line: string): void
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly random: (bytes: Uint8Array<ArrayBuffer>) => void
  /** Resolves when the person (or the machine) asks the process to end. */
  untilStopped(): Promise<void>
}

export const processTerminal: Terminal = {
  print: (line) => void process.stdout.write(`${line}\n`),
  complain: (line) => void process.stderr.write(`${line}\n`),
  environment: process.env,
  clock: Date.now,
  random: (bytes) => void crypto.getRandomValues(bytes),
  untilStopped: () =>
    new Promise((resolve) => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    }),
}
