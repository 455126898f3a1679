/** The longest that fits into an SMTP command (RFC 5321 §4.5.3.1). */
const longest = 254

/**
 * Whether a text is one plain address: nothing in it could end a header or an SMTP command, or begin another
 * address. Addresses with quotes or comments are legal and refused all the same.
 */
export function isMailAddress(text: string): boolean {
  return text.length <= longest && /^[^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+$/u.test(text)
}

/** What is behind the `@`. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
