import { linkFile } from '@aftercare/protocol'
import type { Core } from '../core.ts'

export interface Files {
  /** An address under which the file can be downloaded without a token, for a short while. */
  link(fileId: string): Promise<string>
  /** The same for a small picture of it, drawn anew by the server; `undefined` where there is none. */
  preview(fileId: string): Promise<string | undefined>
}

export function files(core: Core): Files {
  return core.column(column)
}

function column(core: Core): Files {
  const links = (fileId: string) => core.call(linkFile, { params: { fileId } })
  // The server's path is the backend's; the page's own where the backend is named by a path.
  const whole = (url: string) => (/^https?:/.test(core.url) ? new URL(url, core.url).href : url)
  return {
    async link(fileId) {
      return whole((await links(fileId)).url)
    },
    async preview(fileId) {
      const { previewUrl } = await links(fileId)
      return previewUrl && whole(previewUrl)
    },
  }
}
