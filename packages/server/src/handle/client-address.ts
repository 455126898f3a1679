/** An address as limits count it: of IPv6 the network, since whoever has one has 2⁶⁴ addresses in it. */
export function countedAddress(address: string): string {
  const plain = address
    .trim()
    .replace(/^\[|\](:\d+)?$/g, '')
    .toLowerCase()
  const mapped = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/.exec(plain)?.[1]
  if (mapped !== undefined) return mapped
  if (!plain.includes(':')) return plain
  const [left = '', right] = plain.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  // `1.2.3.4:5678`, as some proxies write it.
  if (right === undefined && head.length === 2) return head[0]!
  const middle = right === undefined ? [] : Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0')
  const network = [...head, ...middle, ...tail].slice(0, 4)
  return `${network.map((part) => part.replace(/^0+(?=.)/, '')).join(':')}::/64`
}

/**
 * Where a request comes from, by `X-Forwarded-For`, when so many proxies of one's own stand before the server: each
 * appends whom it heard, so the one that the outermost of them appended counts. What stands before that was said by
 * the caller, and is believed by nobody.
 */
export function behindProxies(proxies: number): (request: Request) => string | undefined {
  if (!Number.isInteger(proxies) || proxies < 1) throw new Error('The number of proxies is 1 or more')
  return (request) => {
    const heard = (request.headers.get('x-forwarded-for') ?? '').split(',').map((each) => each.trim())
    return heard.at(-proxies) || undefined
  }
}
