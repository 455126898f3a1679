import { linkArticleFile } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { asReader } from './as-reader.ts'

/** An address under which a file that an article shows can be had for a short while, by whoever may read that article. */
export async function articleFile(core: Core, fileId: string): Promise<string> {
  const [route, input] = asReader(core, linkArticleFile, { params: { fileId } })
  const { url } = await core.call(route, input)
  // The server's path is the backend's; the page's own where the backend is named by a path.
  return /^https?:/.test(core.url) ? new URL(url, core.url).href : url
}
