import { linkFile } from '@aftercare/protocol'
import type { Core } from '../core.ts'

export interface FileLink {
  /** The file, as a download. */
  readonly url: string
  /** A small picture of it, drawn anew by the server; absent where there is none. */
  readonly previewUrl?: string | undefined
}

export interface Files {
  /** Addresses under which a file can be had without a token, for a short while. */
  link(fileId: string): Promise<FileLink>
}

export function files(core: Core): Files {
  return core.column(column)
}

function column(core: Core): Files {
  // The server's path is the backend's; the page's own where the backend is named by a path.
  const whole = (url: string) => (/^https?:/.test(core.url) ? new URL(url, core.url).href : url)
  return {
    async link(fileId) {
      const { url, previewUrl } = await core.call(linkFile, { params: { fileId } })
      return { url: whole(url), previewUrl: previewUrl && whole(previewUrl) }
    },
  }
}
