import { checkReferences } from './check-references.ts'
import { readShape } from './check-shape.ts'
import type { ServiceDefinition } from './definition.ts'
import { type DefinitionProblem, ServiceDefinitionError } from './definition-problem.ts'

type IdsOf<List> = List extends readonly { readonly id: infer Id }[] ? Id : never
type Any = ServiceDefinition
type TypeOf<D extends Any> = IdsOf<D['types']>
type TeamOf<D extends Any> = IdsOf<D['teams']>
/** Ids of the fields of any type: which type a condition belongs to is checked at run time. */
type FieldOf<D extends Any> = IdsOf<D['types'][number]['fields']>
type CalendarOf<D extends Any> = keyof D['calendars'] & string

type ConditionOn<Id> =
  | { readonly field: Id }
  | { readonly all: readonly ConditionOn<Id>[] }
  | { readonly any: readonly ConditionOn<Id>[] }
  | { readonly not: ConditionOn<Id> }

interface Destination<D extends Any> {
  readonly team: TeamOf<D>
  readonly callIn?: readonly TeamOf<D>[] | undefined
  readonly skills?: readonly IdsOf<D['skills']>[] | undefined
}

/** What has to be named somewhere to be referred to, in the compiler's words. */
export interface References<D extends Any> {
  readonly types: readonly {
    readonly id: string
    readonly asks?: readonly IdsOf<D['impact']['questions']>[] | undefined
    readonly visibility: { readonly customer: string; readonly teams?: readonly TeamOf<D>[] | undefined }
    readonly fields: readonly {
      readonly id: string
      readonly visibleWhen?: ConditionOn<FieldOf<D>> | undefined
      readonly requiredWhen?: ConditionOn<FieldOf<D>> | undefined
    }[]
  }[]
  readonly teams: readonly { readonly id: string; readonly under?: TeamOf<D> | undefined }[]
  readonly sla: { readonly calendar: CalendarOf<D> }
  readonly impact: {
    readonly matrix: Readonly<
      Record<IdsOf<D['impact']['impact']>, Readonly<Record<IdsOf<D['impact']['urgency']>, string>>>
    >
  }
  readonly routing: {
    readonly rules: readonly (Destination<D> & {
      readonly when: Omit<Any['routing']['rules'][number]['when'], 'types' | 'components' | 'fields'> & {
        readonly types?: readonly TypeOf<D>[] | undefined
        readonly components?: readonly IdsOf<D['components']>[] | undefined
        readonly fields?: ConditionOn<FieldOf<D>> | undefined
      }
    })[]
    readonly otherwise: Destination<D>
  }
  readonly closure: {
    readonly silence: null | {
      readonly closeAfterDays: number
      readonly exceptTypes?: readonly TypeOf<D>[] | undefined
    }
  }
}

/** Nothing to add if all that a definition refers to is there; otherwise a type that says what is not. */
export type Missing<D extends Any> = D extends References<D> ? unknown : References<D>

/**
 * Declares a service. An id that names nothing is a type error where it is written down, and everything that is wrong
 * is said at once, as a `ServiceDefinitionError`, where it is not. The answer is a copy that nobody can change.
 */
export function defineService<const D extends ServiceDefinition>(definition: D & Missing<D>): ServiceDefinition {
  return readService(definition)
}

/** The same for a definition that was read from a file or a database. */
export function readService(definition: unknown): ServiceDefinition {
  const shape = readShape(definition)
  const problems = problemsOf(shape, definition)
  if ('problems' in shape || problems.length > 0) throw new ServiceDefinitionError(problems)
  return frozen(shape.read)
}

/** Everything that is wrong with a definition: first its shape, then what refers to what; none if it can be used. */
export function checkService(definition: unknown): readonly DefinitionProblem[] {
  return problemsOf(readShape(definition), definition)
}

function problemsOf(shape: ReturnType<typeof readShape>, definition: unknown): readonly DefinitionProblem[] {
  return [...('problems' in shape ? shape.problems : []), ...checkReferences(definition)]
}

function frozen<Value>(value: Value): Value {
  if (value !== null && typeof value === 'object')
    for (const member of Object.values(Object.freeze(value))) frozen(member)
  return value
}
