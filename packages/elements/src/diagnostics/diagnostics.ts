import { diagnostics } from '@aftercare/client'
import { type DiagnosticLine, protocolVersion } from '@aftercare/protocol'
import { toHar } from '@aftercare/protocol/diagnostics'
import { html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { AftercareElement } from '../base/aftercare-element.ts'
import { baseStyles } from '../base/base-styles.ts'
import type { EvidenceWords } from '../locales/words.ts'
import { DiagnosticsChangeEvent } from './diagnostics-change-event.ts'
import { diagnosticsStyles } from './diagnostics-styles.ts'
import { evidenceWordsFor } from './diagnostics-words.ts'
import { lineView } from './line-view.ts'
import { saveFile } from './save-file.ts'

/** What the person has in hand: a line, and a key that stays when others go. */
interface Held {
  readonly key: number
  readonly line: DiagnosticLine
}

/**
 * @summary Offers the technical details that the page has noted, shows every line of them, and lets each be changed
 *   or removed. What it holds is what is to be sent: nothing before the person has added it.
 * @tagname aftercare-diagnostics
 * @status experimental
 * @since 0.2
 *
 * @event {DiagnosticsChangeEvent} aftercare-diagnostics-change - The person added, changed or removed lines.
 *
 * @csspart lines - The lines that will be sent.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Colour that links and focus are mixed from.
 * @cssproperty [--aftercare-radius=8px] - Corners of controls.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 */
export class AftercareDiagnostics extends AftercareElement<EvidenceWords> {
  static override styles = [baseStyles, diagnosticsStyles]

  /** Undefined until the person adds them. */
  #held: readonly Held[] | undefined
  /** Removed last, with its place. */
  #removed: { readonly held: Held; readonly index: number } | undefined
  #said = ''
  #nextKey = 0
  #focus = ''

  protected override wordsFor = evidenceWordsFor

  #lines: readonly DiagnosticLine[] | undefined

  /** What is to be sent, as the person has left it; undefined until they have added it. Set it to show it again. */
  get lines(): readonly DiagnosticLine[] | undefined {
    return this.#lines
  }

  set lines(lines: readonly DiagnosticLine[] | undefined) {
    if (lines === this.#lines) return
    this.#lines = lines
    this.#held = lines?.map((line) => ({ key: this.#nextKey++, line }))
    this.#removed = undefined
    this.#said = ''
    this.requestUpdate()
  }

  #set(held: readonly Held[] | undefined, said: string): void {
    this.#held = held
    // Emptied by hand is as good as removed.
    this.#lines = held?.map(({ line }) => line).filter(({ text }) => text.trim())
    this.#said = said
    this.requestUpdate()
    this.dispatchEvent(new DiagnosticsChangeEvent(this.#lines))
  }

  async #add(): Promise<void> {
    try {
      const lines = await diagnostics(await this.core()).lines()
      this.#removed = undefined
      this.#focus = 'summary'
      this.#set(
        lines.map((line) => ({ key: this.#nextKey++, line })),
        this.words.linesAdded(lines.length),
      )
    } catch {
      // The page could not load what notes: there is nothing to add.
      this.#said = this.words.nothingNoted
      this.requestUpdate()
    }
  }

  #change(key: number, text: string): void {
    this.#set(
      this.#held?.map((held) => (held.key === key ? { key, line: { ...held.line, text } } : held)),
      '',
    )
  }

  #remove(index: number): void {
    const held = this.#held?.[index]
    if (!held) return
    const rest = this.#held?.filter((other) => other !== held) ?? []
    this.#removed = { held, index }
    // Where the eye is: the line that has come into its place, else the last, else what remains.
    this.#focus = rest.length ? `.line:nth-child(${Math.min(index + 1, rest.length)}) button` : '.undo'
    this.#set(rest, this.words.lineRemoved(rest.length))
  }

  #undo(): void {
    if (!this.#removed || !this.#held) return
    const { held, index } = this.#removed
    this.#removed = undefined
    this.#focus = `.line:nth-child(${index + 1}) textarea`
    this.#set(this.#held.toSpliced(index, 0, held), this.words.linesAdded(this.#held.length + 1))
  }

  #leaveOut(): void {
    this.#removed = undefined
    this.#focus = '.add'
    this.#set(undefined, this.words.linesLeftOut)
  }

  #save(): void {
    const har = toHar(this.#lines ?? [], { name: 'Aftercare', version: protocolVersion })
    saveFile(this.renderRoot as ShadowRoot, 'diagnostics.har', JSON.stringify(har, null, 2))
  }

  protected override updated(): void {
    const target = this.#focus && this.renderRoot.querySelector<HTMLElement>(this.#focus)
    this.#focus = ''
    if (target) target.focus()
  }

  protected override render(): unknown {
    const { words } = this
    const held = this.#held
    return html`<div lang=${words.tag} data-status=${held ? 'added' : 'offered'}>
      ${
        held
          ? html`<details open>
            <summary>
              <span class="label">${words.diagnostics}</span>
              <span class="muted">${words.linesToSend(held.length)}</span>
            </summary>
            <p class="muted">${words.diagnosticsHelp}</p>
            ${
              held.length
                ? html`<ul class="lines" part="lines">
                  ${repeat(
                    held,
                    ({ key }) => key,
                    ({ key, line }, index) =>
                      lineView(words, line, {
                        change: (text) => this.#change(key, text),
                        remove: () => this.#remove(index),
                      }),
                  )}
                </ul>`
                : nothing
            }
            <div class="row">
              ${
                this.#removed
                  ? html`<button type="button" class="undo" @click=${this.#undo}>${words.putLineBack}</button>`
                  : nothing
              }
              ${
                held.length
                  ? html`<button type="button" class="plain save" @click=${this.#save}>${words.saveHar}</button>`
                  : nothing
              }
              <button type="button" class="plain leave" @click=${this.#leaveOut}>${words.leaveAllOut}</button>
            </div>
          </details>`
          : html`<div class="offer">
            <button type="button" class="add" aria-describedby="help" @click=${this.#add}>${words.addDiagnostics}</button>
            <p class="muted" id="help">${words.addDiagnosticsHelp}</p>
          </div>`
      }
      <span class="hidden" role="status">${this.#said}</span>
    </div>`
  }
}
