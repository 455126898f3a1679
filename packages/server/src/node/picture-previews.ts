import type { PreviewMaker } from '../files/previews.ts'

/** Wide and high. Pixels. */
const largest = 320
/** A picture that claims more is not unpacked. Pixels. */
const mostPixels = 50_000_000

/** How the formats begin that browsers draw. What begins otherwise is shown to no decoder. */
const beginnings: readonly (readonly [at: number, text: string])[] = [
  [0, '\x89PNG\r\n\x1a\n'],
  [0, '\xff\xd8\xff'],
  [0, 'GIF8'],
  [8, 'WEBP'],
  [4, 'ftypavif'],
]

/**
 * Draws previews with sharp, where it is installed: the first picture of an animation, turned as its camera says, without
 * metadata. Loaded with the first picture.
 */
export const picturePreviews: PreviewMaker = async (picture) => {
  const head = String.fromCharCode(...picture.subarray(0, 16))
  if (!beginnings.some(([at, text]) => head.startsWith(text, at))) throw new Error('These bytes are no picture')
  const { default: sharp } = await import('sharp')
  return sharp(picture, { failOn: 'error', limitInputPixels: mostPixels, sequentialRead: true })
    .autoOrient()
    .resize(largest, largest, { fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: 10 })
    .webp({ quality: 78 })
    .toBuffer()
}
