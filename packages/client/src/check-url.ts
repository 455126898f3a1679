/**
 * A program hears at once that its backend cannot be reached under such an address, and not with its first request.
 *
 * @throws TypeError where `url` is none: a path alone belongs to a page, and there is none in Node
 */
export function checkUrl(url: string): void {
  try {
    new Request(url)
  } catch (cause) {
    throw new TypeError(`url: "${url}" needs a page. Elsewhere give all of it: https://support.example/support`, {
      cause,
    })
  }
}
