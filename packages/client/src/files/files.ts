import { linkFile } from '@aftercare/protocol'
import type { Core } from '../core.ts'

export interface Files {
  /** A short-lived address under which the file can be downloaded without a token. */
  link(fileId: string): Promise<string>
}

export function files(core: Core): Files {
  return {
    async link(fileId) {
      const { url } = await core.call(linkFile, { params: { fileId } })
      return url
    },
  }
}
