import { linkFile } from '@aftercare/protocol'
import type { Core } from '../core.ts'

export interface Files {
  /** An address under which the file can be downloaded without a token, for a short while. */
  link(fileId: string): Promise<string>
}

export function files(core: Core): Files {
  return core.column(column)
}

function column(core: Core): Files {
  return {
    async link(fileId) {
      const { url } = await core.call(linkFile, { params: { fileId } })
      // The server's path is the backend's; the page's own where the backend is named by a path.
      return /^https?:/.test(core.url) ? new URL(url, core.url).href : url
    },
  }
}
