import type { Services } from '../services.ts'
import { LinkSigner, linkLifetime } from './link.ts'

/** Gives whoever may have a file an address that works for a while without a token. */
export function fileAddresses({ linkKey, basePath, clock }: Pick<Services, 'linkKey' | 'basePath' | 'clock'>) {
  const signer = new LinkSigner(linkKey)
  return {
    signer,
    async addressOf(fileId: string): Promise<{ url: string; expiresAt: string }> {
      const expires = clock() + linkLifetime
      const signature = await signer.sign(fileId, expires)
      return {
        url: `${basePath}/files/${fileId}?expires=${expires}&signature=${signature}`,
        expiresAt: new Date(expires).toISOString(),
      }
    },
  }
}
