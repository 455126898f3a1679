import type { Services } from '../services.ts'
import { LinkSigner, linkLifetime } from './link.ts'
import { isPicture } from './previews.ts'

/** What a preview's address says after `/files/`, and what its signature is made over: another one than the file's. */
export const previewPath = (fileId: string) => `${fileId}/preview`

/** Gives whoever may have a file an address that works for a while without a token. */
export function fileAddresses({
  linkKey,
  basePath,
  clock,
  previews,
}: Pick<Services, 'linkKey' | 'basePath' | 'clock' | 'previews'>) {
  const signer = new LinkSigner(linkKey)
  return {
    signer,
    async addressOf(file: { readonly id: string; readonly media_type: string }) {
      const expires = clock() + linkLifetime
      const address = async (path: string) => {
        const signature = await signer.sign(path, expires)
        return `${basePath}/files/${path}?expires=${expires}&signature=${signature}`
      }
      return {
        url: await address(file.id),
        expiresAt: new Date(expires).toISOString(),
        ...(previews && isPicture(file) && { previewUrl: await address(previewPath(file.id)) }),
      }
    },
  }
}
