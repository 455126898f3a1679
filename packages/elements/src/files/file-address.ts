import { type Core, files } from '@aftercare/client'
import type { Attachment } from '@aftercare/protocol'

/**
 * An address under which a file can be had without a token, for a short while. The server writes down who asked.
 *
 * @throws TypeError where the backend names something that is no address of a file
 */
export async function fileAddress(core: Core, { fileId }: Pick<Attachment, 'fileId'>): Promise<string> {
  return checkedAddress(core, (await files(core).link(fileId)).url)
}

/** The same for a small picture of it; empty where there is none. */
export async function previewAddress(core: Core, { fileId }: Pick<Attachment, 'fileId'>): Promise<string> {
  const { previewUrl } = await files(core).link(fileId)
  return previewUrl ? checkedAddress(core, previewUrl) : ''
}

/** @throws TypeError where it is no address of a file */
export function checkedAddress(core: Core, given: string): string {
  const address = new URL(given, new URL(core.url, document.baseURI))
  if (!/^https?:$/.test(address.protocol)) throw new TypeError('Not an address of a file')
  return address.href
}
