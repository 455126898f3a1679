import type * as z from 'zod/mini'
import { jsonPointer } from '../wire/field-errors.ts'
import { type ServiceDefinition, serviceDefinitionSchema } from './definition.ts'
import type { DefinitionProblem, DefinitionProblemCode } from './definition-problem.ts'
import { fieldSchema } from './field.ts'
import { meant } from './nearest.ts'

type Issue = z.core.$ZodIssue

/** What is there, in a person's words. */
function quoted(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  return typeof value === 'string' ? `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”` : String(value)
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

/** What a schema itself says would be right. */
function spoken({ message }: Issue): string | undefined {
  return message === '' || message === 'Invalid input' ? undefined : `${message}.`
}

/** Forms by the regular expression's purpose, found by the last named member of the path. */
function form(path: readonly PropertyKey[]): string {
  const member = path.filter((part) => typeof part === 'string').at(-1)
  if (member === 'locales' || member === 'languages') return 'a language tag, as en or zh-CN'
  if (member === 'version') return 'a text of 1 to 40 characters without blanks'
  return 'an id of 1 to 40 lower-case letters, digits and “_” that begins with a letter'
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value
  for (const key of path) here = here === null || typeof here !== 'object' ? undefined : Reflect.get(here, key)
  return here
}

function problemsOf(issue: Issue, definition: unknown, prefix: readonly PropertyKey[]): DefinitionProblem[] {
  const path = [...prefix, ...issue.path]
  const value = at(definition, path)
  const there = capital(quoted(value))
  const one = (code: DefinitionProblemCode, message: string, remedy: string): DefinitionProblem[] => [
    { pointer: jsonPointer(path), code, message, remedy },
  ]
  const missing = (remedy: string) => one('missing', `“${String(path.at(-1))}” is missing.`, remedy)
  switch (issue.code) {
    case 'invalid_type': {
      const remedy = `Give ${kinds[issue.expected] ?? issue.expected}.`
      return value === undefined ? missing(remedy) : one('wrong_kind', `${there} stands here.`, remedy)
    }
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        pointer: jsonPointer([...path, key]),
        code: 'unknown_member',
        message: `“${key}” is not a member that may stand here.`,
        remedy: 'Remove it, or correct its name.',
      }))
    case 'invalid_value': {
      const remedy = meant(value, issue.values.map(String))
      return value === undefined ? missing(remedy) : one('not_one_of', `${there} may not stand here.`, remedy)
    }
    case 'too_small':
    case 'too_big': {
      const [least, limit] =
        issue.code === 'too_small' ? (['least', issue.minimum] as const) : (['most', issue.maximum] as const)
      const bound = `at ${least} ${limit}`
      const single = Number(limit) === 1
      const within = path.length > 0 ? ` in “${String(path.at(-1))}”` : ''
      const counted =
        issue.origin === 'array'
          ? ` ${single ? 'entry' : 'entries'}${within}`
          : issue.origin === 'string'
            ? ` ${single ? 'character' : 'characters'}`
            : ''
      const remedy = `Give ${issue.inclusive === false ? 'more than 0' : bound}${counted}.`
      return one('out_of_bounds', `${counted === '' ? there : 'Its length'} is out of bounds.`, remedy)
    }
    case 'invalid_format': {
      const remedy = spoken(issue) ?? (issue.pattern === '/\\S/' ? 'Write something.' : `Give ${form(path)}.`)
      return one('wrong_form', `${there} is not written as it has to be.`, remedy)
    }
    case 'invalid_key': {
      const remedy = path.includes('calendars') ? `Give ${form([])}.` : 'Use a language tag, as en or zh-CN.'
      return one('wrong_form', `The name “${String(path.at(-1))}” may not stand here.`, remedy)
    }
    case 'invalid_union':
      return ofUnion(issue, definition, path)
    default:
      return one(
        'wrong_form',
        `${there} may not stand here.`,
        spoken(issue) ?? 'See the JSON Schema of the definition.',
      )
  }
}

/** Of the alternatives that a value could have been, the one that it comes nearest to says what is wrong. */
function ofUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  definition: unknown,
  path: readonly PropertyKey[],
): DefinitionProblem[] {
  const value = at(definition, path)
  const code = value === undefined ? 'missing' : 'wrong_kind'
  const wrong = { pointer: jsonPointer(path), code, message: `${capital(quoted(value))} may not stand here.` } as const
  if (issue.errors.length === 0) {
    return [{ ...wrong, ...(value === undefined ? {} : { code: 'not_one_of' }), remedy: meant(value, fieldKinds) }]
  }
  if (path.includes('calendars')) {
    if (path.at(-1) === 'hours') return [{ ...wrong, remedy: 'Give a weekday whose hours they are, or spans.' }]
    const spoken = issue.errors.find((inner) =>
      inner.every(({ code, path }) => code !== 'invalid_value' || path.length > 0),
    )
    const isObject = value !== null && typeof value === 'object' && !Array.isArray(value)
    if (isObject && spoken) return spoken.flatMap((inner) => problemsOf(inner, definition, path))
    return [
      { ...wrong, remedy: 'Give “24x7”, or an object with zone, week, holidays, workingDays and holidaysThrough.' },
    ]
  }
  if (path.at(-1) === 'is' || path.at(-2) === 'in') {
    return [{ ...wrong, remedy: 'Give a text, a number, true or false.' }]
  }
  // A comparison that says what it compares with is that comparison, whatever else is wrong with it.
  const near = issue.errors.filter((inner) => inner.every((each) => !isAbsent(each, definition, path)))
  const [best] = near.sort((a, b) => a.length - b.length)
  if (best) return best.flatMap((inner) => problemsOf(inner, definition, path))
  return [{ ...wrong, remedy: conditionRemedy }]
}

/** Whether an issue of an alternative says that the value is not of that alternative at all. */
function isAbsent(issue: Issue, definition: unknown, path: readonly PropertyKey[]): boolean {
  if (issue.code === 'unrecognized_keys') return false
  return issue.path.length === 0 || at(definition, [...path, ...issue.path]) === undefined
}

const conditionRemedy =
  'Give a condition: a field with one of is, in, atLeast, atMost, filled; or all, any, not with conditions in it.'

const fieldKinds = fieldSchema.def.options.flatMap((option) => option.shape.kind.def.values)

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

/** A definition that has its shape, or what is wrong with that, each by its own pointer. */
export function readShape(
  definition: unknown,
): { readonly read: ServiceDefinition } | { readonly problems: readonly DefinitionProblem[] } {
  const result = serviceDefinitionSchema.safeParse(definition)
  if (result.success) return { read: result.data }
  return { problems: result.error.issues.flatMap((issue) => problemsOf(issue, definition, [])) }
}
