import { fromBase64Url, toBase64Url } from '../handle/base64url.ts'

/** How long a download address works, in milliseconds. */
export const linkLifetime = 5 * 60_000

/** Signs and checks download addresses: HMAC-SHA-256 over the path, which names the file, and the expiry. */
export class LinkSigner {
  readonly #key: Promise<CryptoKey>

  constructor(secret: Uint8Array) {
    const bytes = Uint8Array.from(secret)
    this.#key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  }

  /** @param expires milliseconds */
  async sign(path: string, expires: number): Promise<string> {
    return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', await this.#key, signedText(path, expires))))
  }

  /** Compares in constant time. */
  async holds(path: string, expires: number, signature: string): Promise<boolean> {
    const bytes = fromBase64Url(signature)
    return bytes !== undefined && crypto.subtle.verify('HMAC', await this.#key, bytes, signedText(path, expires))
  }
}

function signedText(path: string, expires: number): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`aftercare-file-link-1\n${path}\n${expires}`)
}
