import type { Log } from '../log.ts'
import type { BlobStore } from '../storage/blob-store.ts'
import { within } from './within.ts'

/**
 * Draws a picture anew, small: as `image/webp`, at most 320 pixels wide and high, without any metadata. Rejects what it
 * cannot read.
 *
 * @param picture its bytes, as they were uploaded: whatever they are, they were called a picture
 */
export type PreviewMaker = (picture: Uint8Array) => Promise<Uint8Array>

/** A file whose bytes anybody may have who may have the file. */
export interface PreviewedFile {
  readonly id: string
  readonly blob_key: string | null
  readonly media_type: string
}

/** Longer than any picture takes, in milliseconds. */
const patience = 20_000

/** So many that could not be drawn are remembered, so that nobody has them tried again and again. */
const remembered = 1000

/** Whether it calls itself a picture; its bytes have the last word. */
export const isPicture = ({ media_type }: Pick<PreviewedFile, 'media_type'>) => media_type.startsWith('image/')

/** Where the preview of the bytes under a key lies. */
export const previewKey = (key: string) => `${key}-preview`

/**
 * Small pictures of files, made when they are first asked for and kept beside the file. One is drawn at a time: a page
 * full of pictures takes its turns and nobody else's.
 */
export class Previews {
  readonly #blobs: BlobStore
  readonly #log: Log
  readonly #make: PreviewMaker
  readonly #making = new Map<string, Promise<Uint8Array | undefined>>()
  readonly #failed = new Set<string>()
  #last: Promise<unknown> = Promise.resolve()

  constructor({ blobs, log }: { readonly blobs: BlobStore; readonly log: Log }, make: PreviewMaker) {
    this.#blobs = blobs
    this.#log = log
    this.#make = make
  }

  /** The preview's bytes; `undefined` where the file is no picture, or one that cannot be drawn. */
  async of(file: PreviewedFile): Promise<Uint8Array | undefined> {
    const key = file.blob_key ?? file.id
    if (!isPicture(file) || this.#failed.has(key)) return undefined
    const kept = await this.#blobs.get(previewKey(key))
    if (kept) return bytesOf(kept)
    let making = this.#making.get(key)
    if (!making) {
      making = this.#last.then(() => this.#draw(key)).finally(() => this.#making.delete(key))
      this.#making.set(key, making)
      // A store that fails at one holds up none behind it.
      this.#last = making.catch(() => {})
    }
    return making
  }

  async #draw(key: string): Promise<Uint8Array | undefined> {
    const stored = await this.#blobs.get(key)
    if (!stored) return undefined
    try {
      const drawn = await within(patience, 'The picture took too long to draw', this.#make(await bytesOf(stored)))
      // A store that does not take it, or has it from another process: then it is drawn again, the next time.
      await this.#blobs.put(previewKey(key), new Blob([Uint8Array.from(drawn)]).stream()).catch((error: unknown) => {
        this.#log.warn({ key, error: String(error) }, 'a preview could not be kept')
      })
      return drawn
    } catch (error) {
      this.#log.info({ key, error: String(error) }, 'no preview could be made of a file')
      if (this.#failed.size >= remembered) this.#failed.clear()
      this.#failed.add(key)
      return undefined
    }
  }
}

const bytesOf = async (stream: ReadableStream<Uint8Array>) => new Uint8Array(await new Response(stream).arrayBuffer())
