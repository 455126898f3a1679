// Schemas for what seldom has to be read: records that an earlier page left, and live events.

import {
  type Check,
  isObject,
  issue,
  members,
  oneOf,
  regex,
  type Schema,
  type Shape,
  schema,
  string,
} from './schemas.ts'

export const looseObject = (shape: Shape): Schema => members(shape, 'keep')
export const literal = (value: unknown): Schema => oneOf([value])

export const uuid = (): Schema =>
  string().check(
    regex(
      /^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$/,
    ),
  )

export const discriminatedUnion = (discriminator: string, options: readonly Schema[]): Schema =>
  schema((payload) => {
    const { value } = payload
    if (!isObject(value)) return issue(payload, 'invalid_type')
    const option = options.find(({ shape }) => shape?.[discriminator]?.values?.includes(value[discriminator]))
    if (option) option.run(payload)
    else issue(payload, 'invalid_union', { path: [discriminator] })
  })

export const overwrite =
  (change: (value: never) => unknown): Check =>
  (payload) => {
    payload.value = change(payload.value as never)
  }

export const gte =
  (minimum: number): Check =>
  (payload) => {
    if ((payload.value as number) < minimum) issue(payload, 'too_small', { origin: 'number' })
  }

export const minLength =
  (minimum: number): Check =>
  (payload) => {
    const value = payload.value as string | readonly unknown[]
    if (value.length < minimum) issue(payload, 'too_small', { origin: typeof value === 'string' ? 'string' : 'array' })
  }

export const boolean = (): Schema =>
  schema((payload) => {
    if (typeof payload.value !== 'boolean') issue(payload, 'invalid_type')
  })

export const lazy = (inner: () => Schema): Schema => schema((payload) => inner().run(payload))

/** The first option that takes the value. */
export const union = (options: readonly Schema[]): Schema =>
  schema((payload) => {
    for (const option of options) {
      const result = option.safeParse(payload.value)
      if (result.success) {
        payload.value = result.data
        return
      }
    }
    issue(payload, 'invalid_union')
  })

export const lte =
  (maximum: number): Check =>
  (payload) => {
    if ((payload.value as number) > maximum) issue(payload, 'too_big', { origin: 'number', maximum })
  }

export const positive = (): Check => (payload) => {
  if ((payload.value as number) <= 0) issue(payload, 'too_small', { origin: 'number' })
}

export const check = (run: Check): Check => run
