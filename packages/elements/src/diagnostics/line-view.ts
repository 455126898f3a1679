import type { DiagnosticLine } from '@aftercare/protocol'
import { diagnosticLimits } from '@aftercare/protocol/diagnostics'
import { html } from 'lit'
import { kept } from '../base/relative-time.ts'
import type { EvidenceWords } from '../locales/words.ts'

/** To the second: what happened first is what one looks for. */
const timeOf = (tag: string, at: string): string =>
  kept(`n${tag}`, () => new Intl.DateTimeFormat(tag, { timeStyle: 'medium' })).format(new Date(at))

/** What a line is, in words: its kind, its own name, and how it ended. */
export function lineName(words: EvidenceWords, { kind, name, status, duration }: DiagnosticLine): string {
  const said = words.lineKinds[kind] ?? kind
  const ended = kind === 'request' ? [status === undefined ? words.noAnswer : String(status)] : []
  const took = kind === 'request' && duration !== undefined ? [`${duration} ms`] : []
  return [said, name, ...ended, ...took].filter(Boolean).join(' · ')
}

/** One line that will be sent, to be changed or removed. */
export function lineView(
  words: EvidenceWords,
  line: DiagnosticLine,
  { change, remove }: { change(text: string): void; remove(): void },
): unknown {
  const name = lineName(words, line)
  const time = timeOf(words.tag, line.at)
  return html`<li class="line">
    <span class="what"><bdi>${name}</bdi> <time datetime=${line.at}>${time}</time></span>
    <textarea
      rows="1"
      maxlength=${diagnosticLimits.text}
      spellcheck="false"
      autocomplete="off"
      dir="auto"
      aria-label=${words.lineText(name, time)}
      .value=${line.text}
      @input=${(event: Event) => {
        // A form around it has fields of its own.
        event.stopPropagation()
        change((event.target as HTMLTextAreaElement).value)
      }}
    ></textarea>
    <button type="button" class="plain" aria-label=${words.removeLine(name, time)} @click=${remove}>
      <span aria-hidden="true">×</span>
    </button>
  </li>`
}
