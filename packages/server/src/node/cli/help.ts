import type { Command } from './command.ts'

export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'aftercare COMMAND [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'aftercare COMMAND --help shows a command’s options; aftercare --version the version.',
  ].join('\n')
}

export function helpFor({ name, summary, options, operand }: Command): string {
  const rows = Object.entries(options).map(([option, { value, about, required }]) => {
    return { left: `--${option}${value ? ` ${value}` : ''}`, right: `${about}${required ? '; required' : ''}` }
  })
  if (operand) rows.unshift({ left: operand.name, right: `${operand.about}; required` })
  const width = Math.max(0, ...rows.map(({ left }) => left.length))
  return [
    `aftercare ${name}${operand ? ` ${operand.name}` : ''} [options]`,
    '',
    `${summary}.`,
    '',
    ...rows.map(({ left, right }) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n')
}
