import type { Notice } from '@aftercare/protocol'
import { plainText } from '@aftercare/protocol/content'
import type { PublicPage } from './public-page.ts'

/** `20261206T020000Z`: an instant, which every calendar shows in the zone of whoever looks. */
const utc = (text: string): string => `${new Date(text).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`

/** RFC 5545 §3.3.11; what a line of text cannot hold is left out. */
const escaped = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')

const bytes = new TextEncoder()

/** Lines of 75 bytes at most, never cut within a character (§3.1). */
function folded(line: string): string {
  let [text, length] = ['', 0]
  for (const character of line) {
    const size = bytes.encode(character).byteLength
    if (length + size > 75) {
      text += '\r\n '
      length = 1
    }
    text += character
    length += size
  }
  return text
}

/**
 * Maintenance as a calendar (RFC 5545). An event keeps its `UID` for ever, its `SEQUENCE` rises with every update, and what is
 * cancelled stays and says so: calendars that have it take it away.
 */
export function calendarOf({ tenant, name }: PublicPage, notices: readonly Notice[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Aftercare//Maintenance//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...notices.flatMap((notice) => event(notice, tenant)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function event(notice: Notice, tenant: string): readonly string[] {
  const { id, window, updates, revision, updatedAt, createdAt, status, title, preparation } = notice
  if (!window) return []
  const newest = updates[0]
  const description = [newest ? plainText(newest.content) : '', ...preparation.map((each) => `• ${each}`)]
  return [
    'BEGIN:VEVENT',
    `UID:${id}@${tenant}.aftercare`,
    `SEQUENCE:${revision - 1}`,
    `DTSTAMP:${utc(updatedAt)}`,
    `CREATED:${utc(createdAt)}`,
    `LAST-MODIFIED:${utc(updatedAt)}`,
    `DTSTART:${utc(window.from)}`,
    `DTEND:${utc(window.until)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(description.filter(Boolean).join('\n'))}`,
    `STATUS:${status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}
