/** The schemas that every ticket is checked with. */

export interface Issue {
  readonly code: string
  readonly path: PropertyKey[]
  readonly origin?: string
  readonly maximum?: number
  readonly keys?: readonly string[]
  readonly params?: Readonly<Record<string, unknown>> | undefined
}

export interface Payload {
  value: unknown
  readonly issues: Issue[]
}

/** Adds what is wrong with the value; whether later checks may run. */
export type Check = (payload: Payload) => void

export interface Schema {
  /** Replaces the value by what it is parsed to, or adds issues. */
  readonly run: (payload: Payload) => void
  readonly shape?: Shape
  readonly loose?: boolean
  /** The values that a discriminator can have. */
  readonly values?: readonly unknown[]
  readonly optional?: boolean
  check(...checks: Check[]): Schema
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: readonly Issue[] } }
}
export type Shape = Readonly<Record<string, Schema>>

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const issue = (payload: Payload, code: string, more: Partial<Issue> = {}): void => {
  payload.issues.push({ code, path: [], ...more })
}

export const schema = (run: Schema['run'], more: Partial<Schema> = {}): Schema => ({
  ...more,
  run,
  check: (...checks) =>
    schema((payload) => {
      run(payload)
      // What is of the wrong type is not looked at further.
      if (payload.issues.length === 0) for (const check of checks) check(payload)
    }, more),
  safeParse(value) {
    const payload: Payload = { value, issues: [] }
    run(payload)
    return payload.issues.length
      ? { success: false, error: { issues: payload.issues } }
      : { success: true, data: payload.value }
  },
})

const typed = (accepts: (value: unknown) => boolean): Schema =>
  schema((payload) => {
    if (!accepts(payload.value)) issue(payload, 'invalid_type')
  })

/** Runs a schema on a part, and gathers its issues under the part's name. */
function part(payload: Payload, inner: Schema, key: PropertyKey, value: unknown): Payload {
  const result: Payload = { value, issues: [] }
  inner.run(result)
  for (const found of result.issues) payload.issues.push({ ...found, path: [key, ...found.path] })
  return result
}

export const members = (shape: Shape, unknown: 'strip' | 'keep' | 'refuse'): Schema =>
  schema(
    (payload) => {
      const input = payload.value
      if (!isObject(input)) return issue(payload, 'invalid_type')
      const output: Record<string, unknown> = {}
      for (const [key, inner] of Object.entries(shape)) {
        const present = key in input
        if (!present && inner.optional) continue
        const { value } = part(payload, inner, key, input[key])
        if (present && key !== '__proto__') output[key] = value
      }
      const others = Object.keys(input).filter((key) => !Object.hasOwn(shape, key))
      if (unknown === 'keep') for (const key of others) if (key !== '__proto__') output[key] = input[key]
      if (unknown === 'refuse' && others.length) issue(payload, 'unrecognized_keys', { keys: others })
      payload.value = output
    },
    { shape, loose: unknown === 'keep' },
  )

export const object = (shape: Shape): Schema => members(shape, 'strip')
export const strictObject = (shape: Shape): Schema => members(shape, 'refuse')
export const extend = (base: Schema, shape: Shape): Schema => members({ ...base.shape, ...shape }, 'strip')

export const string = (): Schema => typed((value) => typeof value === 'string')
export const number = (): Schema => typed(Number.isFinite)
export const int = (): Schema =>
  number().check((payload) => {
    const value = payload.value as number
    if (!Number.isInteger(value)) issue(payload, 'invalid_type')
    else if (!Number.isSafeInteger(value)) {
      if (value > 0) issue(payload, 'too_big', { origin: 'int', maximum: Number.MAX_SAFE_INTEGER })
      else issue(payload, 'too_small', { origin: 'int' })
    }
  })

export const oneOf = (values: readonly unknown[]): Schema =>
  schema(
    (payload) => {
      if (!values.includes(payload.value)) issue(payload, 'invalid_value')
    },
    { values },
  )
const enumeration = (values: readonly string[]): Schema => oneOf(values)

export { enumeration as enum }

export const optional = (inner: Schema): Schema =>
  schema((payload) => payload.value === undefined || inner.run(payload), { optional: true })
export const nullable = (inner: Schema): Schema => schema((payload) => payload.value === null || inner.run(payload))

export const array = (element: Schema): Schema =>
  schema((payload) => {
    const { value } = payload
    if (!Array.isArray(value)) return issue(payload, 'invalid_type')
    payload.value = value.map((item, index) => part(payload, element, index, item).value)
  })

export const unknown = (): Schema => schema(() => {}, { optional: true })

export const record = (key: Schema, element: Schema): Schema =>
  schema((payload) => {
    const { value } = payload
    if (!isObject(value)) return issue(payload, 'invalid_type')
    const output: Record<string, unknown> = {}
    for (const name of Object.keys(value)) {
      if (name === '__proto__') continue
      part(payload, key, name, name)
      output[name] = part(payload, element, name, value[name]).value
    }
    payload.value = output
  })

export const regex =
  (pattern: RegExp): Check =>
  (payload) => {
    if (!pattern.test(payload.value as string)) issue(payload, 'invalid_format')
  }

/** Characters are counted as Unicode code points. */
export const maxLength =
  (maximum: number): Check =>
  (payload) => {
    const value = payload.value as string | readonly unknown[]
    if (value.length > maximum && [...value].length > maximum) {
      issue(payload, 'too_big', { origin: typeof value === 'string' ? 'string' : 'array', maximum })
    }
  }

export const refine =
  <T>(accepts: (value: T) => unknown, { params }: { readonly params?: Issue['params'] } = {}): Check =>
  (payload) => {
    if (!accepts(payload.value as T)) issue(payload, 'custom', { params })
  }
