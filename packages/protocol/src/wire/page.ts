import * as z from 'zod/mini'

/** Query of every list: an opaque cursor from the answer before, and how many (1 to 100, 25 unless told). */
export const pageQuery = {
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z.optional(z.string().check(z.regex(/^([1-9]\d?|100)$/))),
}

/** One page of a list; `next` is the cursor of the following page, or null at the end. */
export const page = <Item extends z.ZodMiniType>(item: Item) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) })

export const defaultPageLimit = 25
