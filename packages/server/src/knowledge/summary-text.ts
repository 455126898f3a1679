import { articleLimits } from '@aftercare/protocol/knowledge'
import { withoutPersonalData } from './personal-data.ts'
import type { WrittenText } from './write-text.ts'

const headings = {
  en: { cause: 'Cause', solution: 'Solution', prevention: 'Prevention' },
  zh: { cause: '原因', solution: '解决方案', prevention: '预防措施' },
} as const

const parts = ['cause', 'solution', 'prevention'] as const

/** How a problem was solved, as it stands in its ticket. */
export interface ClosingSummary {
  readonly subject: string
  readonly locale: string
  readonly cause: string | null
  readonly solution: string | null
  readonly prevention: string | null
}

/**
 * The summary of a solved problem as a text, in the language it was raised in.
 *
 * @param names of people who had to do with it: they do not stand in it
 */
export function summaryText(summary: ClosingSummary, names: readonly string[]): WrittenText {
  const words = headings[/^zh\b/i.test(summary.locale) ? 'zh' : 'en']
  const body = parts
    .flatMap((part) => {
      const said = summary[part]
      // What was attached to the ticket is the ticket's.
      return said ? [`## ${words[part]}\n\n${withoutPersonalData(said, names).replaceAll('](file:', '](')}`] : []
    })
    .join('\n\n')
  const title = [...withoutPersonalData(summary.subject, names)].slice(0, articleLimits.title).join('').trim()
  return { title: title || words.solution, body, keywords: [] }
}
