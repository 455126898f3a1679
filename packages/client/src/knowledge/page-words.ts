/** What is searched for on a page; one that says nothing of itself is one of the product. */
export const wordsOfPage = (page: string, product = ''): string => pageWords(page) || product

/**
 * The words of a page's address or title. Of an address what names a record (anything with a number in it) and
 * whatever stands behind `?` or `#` is left out: it is nobody's business, and finds nothing.
 */
export function pageWords(page: string): string {
  const address = /^(?:[a-z][a-z+.-]*:\/\/[^/]*)?(\/[^?#]*)/i.exec(page)
  if (!address) return page.trim().slice(0, longest)
  const parts = address[1]!.split('/').map((part) => {
    try {
      return decodeURIComponent(part)
    } catch {
      return part
    }
  })
  return parts
    .filter((part) => !/\d|@/.test(part))
    .flatMap((part) => part.replace(/\.\w{2,5}$/, '').split(/[^\p{L}\p{M}]+/u))
    .filter((word) => word.length > 1)
    .join(' ')
    .slice(0, longest)
}

/** As long as a query may be, in UTF-16 units. */
const longest = 200
