/** Longer bodies are cut: a feed is written by others. Characters. */
const longest = 20_000

const names = 'a|b|br|code|div|em|h\\d|i|li|ol|p|pre|s|small|span|strong|u|ul'
const link = /<a\b[^<>]*\shref\s*=\s*["']?(https?:[^"'\s<>]+)[^<>]*>([^<]*)<\/a>/gi
const lineEnds = /<(?:br\s*\/?|\/(?:p|div|h[1-6]|li|pre))>[ \t]*\n?/gi
const tags = new RegExp(`</?(?:${names})(?=[\\s/>])[^<>]*>`, 'gi')
const entities = /&(?:#(\d{2,5})|(amp|lt|gt|quot|nbsp));/g
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }
const address = /(https?:\/\/[^\s<>"'，。；！？）】」]*[^\s<>"'.,:;!?)\]}，。；：！？）】」])/i

/**
 * What a body of a status feed says, as text in pieces: every second one is a web address. Feeds write bodies as plain text
 * or with a little markup, of which line ends, points of lists and the addresses of links remain; what is not markup of
 * texts, such as `<name>`, stays as it was written. Nothing of it is ever given to a parser of HTML.
 */
export function plainText(body: string): readonly string[] {
  return body
    .slice(0, longest)
    .replace(link, (_, href: string, text: string) => (text.trim() === href ? href : `${text} (${href})`))
    .replace(/<li\b[^<>]*>/gi, '• ')
    .replace(lineEnds, '\n')
    .replace(tags, '')
    .replace(entities, (_, code: string, name: string) => named[name] ?? String.fromCharCode(Number(code)))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .split(address)
}
