import { parseArgs } from 'node:util'
import { Misuse, oneOf } from './misuse.ts'

/** One option of a command. Without `value` it is a flag. */
export interface OptionSpec {
  /** How the help writes its value, as in `--port NUMBER`. */
  readonly value?: string
  readonly about: string
  readonly required?: true
  /** May be given several times. */
  readonly multiple?: true
}

/** The one word that a command needs besides its options. */
export interface Operand {
  /** How the help writes it: `FILE`. */
  readonly name: string
  readonly about: string
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>

/** The values of a command's options, by name. */
export interface Options {
  flag(name: string): boolean
  text(name: string): string | undefined
  texts(name: string): readonly string[]
  /** Of an option that is required. */
  needed(name: string): string
  /** The command's operand. */
  operand(): string
}

/** @throws Misuse for an option that does not exist, lacks its value, has one too many, or is missing */
export function readOptions(command: string, args: readonly string[], specs: OptionSpecs, operand?: Operand): Options {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(specs).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' } as const]),
    ),
  })
  const given = new Map<string, string[]>()
  let word: string | undefined
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional' && operand && word === undefined) {
      word = token.value
      continue
    }
    if (token.kind === 'positional')
      throw new Misuse(`"${token.value}" is one word too many for "aftercare ${command}"`)
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined
    if (!spec) throw new Misuse(`there is no option ${token.rawName} here; there are ${optionNames(specs)}`)
    given.set(token.name, [...(given.get(token.name) ?? []), checkedValue(token, spec)])
    if (!spec.multiple && given.get(token.name)!.length > 1)
      throw new Misuse(`--${token.name} is given twice; once is enough`)
  }
  if (operand && word === undefined)
    throw new Misuse(`${operand.name} is missing: aftercare ${command} ${operand.name}`)
  for (const [name, { required, value }] of Object.entries(specs)) {
    if (required && !given.has(name)) throw new Misuse(`--${name} ${value} is missing`)
  }
  return {
    flag: (name) => given.has(name),
    text: (name) => given.get(name)?.[0],
    texts: (name) => given.get(name) ?? [],
    needed: (name) => given.get(name)![0]!,
    operand: () => word!,
  }
}

function checkedValue(
  token: { name: string; value?: string | undefined; inlineValue?: boolean | undefined },
  spec: OptionSpec,
): string {
  const { name, value, inlineValue } = token
  if (!spec.value) {
    if (value !== undefined) throw new Misuse(`--${name} takes no value`)
    return ''
  }
  // `--port --host x` would otherwise take the next option for the value.
  if (value === undefined || value === '' || (!inlineValue && value.startsWith('-'))) {
    throw new Misuse(`--${name} needs a value: --${name} ${spec.value}`)
  }
  return value
}

const optionNames = (specs: OptionSpecs): string => oneOf(Object.keys(specs).map((name) => `--${name}`))

/** @throws Misuse */
export function readPort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Misuse(`--port ${text}: a port is a number from 0 (any free one) to 65535`)
  return port
}

const secondsPer = { s: 1, m: 60, h: 3600 } as const

/**
 * @returns seconds
 * @throws Misuse
 */
export function readDuration(name: string, text: string, longest: number): number {
  const [, count, unit] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? []
  const seconds = Number(count) * (secondsPer[unit as keyof typeof secondsPer] ?? Number.NaN)
  if (!(seconds <= longest)) throw new Misuse(`--${name} ${text}: write 90s, 15m or 1h; ${longest / 3600}h at most`)
  return seconds
}

/** @throws Misuse */
export function readChoice<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === text)
  if (!found) throw new Misuse(`--${name} ${text}: it is one of ${oneOf(choices)}`)
  return found
}
