const endings: ReadonlyMap<string, string> = new Map([
  ['.png', 'image/png'],
  ['.jpg', 'image/jpeg'],
  ['.jpeg', 'image/jpeg'],
  ['.gif', 'image/gif'],
  ['.webp', 'image/webp'],
  ['.avif', 'image/avif'],
  ['.svg', 'image/svg+xml'],
])

const endingOf = (name: string): string => /\.\w+$/.exec(name)?.[0].toLowerCase() ?? ''

/** What kind of image a file is, by its name; undefined for whatever is none. */
export const imageTypeOf = (name: string): string | undefined => endings.get(endingOf(name))

/** The name that a file has in a folder: it says what kind of image it is. Undefined for whatever is none. */
export function imageFileName(name: string, mediaType: string): string | undefined {
  const [ending] = [...endings].find(([, each]) => each === mediaType) ?? []
  if (ending === undefined) return undefined
  const plain = name.replace(/[^\w.-]+/g, '_').slice(-80)
  return imageTypeOf(plain) === mediaType ? plain : plain + ending
}
