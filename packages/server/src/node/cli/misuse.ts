/** A person's mistake: one line that says what is wrong and what would be right. Exit code 2. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

/** The command is right, and could not be carried out. One line. Exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** `a, b or c` */
export function oneOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
