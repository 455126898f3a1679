// A page in real Chromium whose transferred bytes are counted, as a browser that takes brotli pays them.

/**
 * Counts body bytes as they travel (CDP `Network.dataReceived`), per address. The host's own document does
 * not count; whatever it makes the browser load does.
 */
export async function countBytes(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const addresses = new Map()
  const bytes = new Map()
  session.on('Network.requestWillBeSent', ({ requestId, request, type }) => {
    if (type !== 'Document') addresses.set(requestId, new URL(request.url).pathname)
  })
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    const address = addresses.get(requestId)
    if (address) bytes.set(address, (bytes.get(address) ?? 0) + encodedDataLength)
  })
  return {
    /** What has travelled so far: `[address, bytes]`, in the order of arrival. */
    list: () => [...bytes],
    total: () => bytes.values().reduce((sum, value) => sum + value, 0),
  }
}

/** Bytes as people read them, with 1 KB = 1,024 bytes. */
export const kilobytes = (value) => `${(value / 1024).toFixed(1)} KB`
