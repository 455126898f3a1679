import { html, nothing } from 'lit'
import { AftercareElement } from '../base/aftercare-element.ts'
import { baseStyles } from '../base/base-styles.ts'
import { evidenceWordsFor } from '../diagnostics/diagnostics-words.ts'
import type { EvidenceWords } from '../locales/words.ts'
import type { Editor } from './editor.ts'
import { screenshotStyles } from './screenshot-styles.ts'

/**
 * @summary Takes a picture of the screen, or one that is pasted or chosen, and lets the person crop it, point at things, and
 *   black out or blur what nobody should see, before it is anybody else's. Works within a host's modal dialog.
 * @tagname aftercare-screenshot
 * @status experimental
 * @since 0.2
 *
 * @event {ScreenshotEvent} aftercare-screenshot - The person has finished a picture.
 *
 * @csspart dialog - The dialog with the picture.
 *
 * @cssproperty [--aftercare-accent=#4361e0] - Colour of the one primary action; links and focus are mixed from it.
 * @cssproperty [--aftercare-radius=8px] - Corners of controls.
 * @cssproperty [--aftercare-control-size=36px] - Height of controls; 44px where a finger points.
 */
export class AftercareScreenshot extends AftercareElement<EvidenceWords> {
  static override styles = [baseStyles, screenshotStyles]

  #editor: Editor | undefined
  #loading: Promise<Editor | undefined> | undefined

  protected override wordsFor = evidenceWordsFor

  /** Opens the dialog. */
  async open(): Promise<void> {
    const editor = await this.#load()
    this.requestUpdate()
    await this.updateComplete
    editor?.open()
  }

  /** The editor's code: from first intent on, so that it is there when it is asked for. */
  #load = (): Promise<Editor | undefined> => {
    this.#loading ??= import('./editor.ts').then(
      ({ Editor }) => {
        this.#editor = new Editor(this, () => this.words)
        return this.#editor
      },
      () => {
        this.#loading = undefined
        return undefined
      },
    )
    return this.#loading
  }

  protected override render(): unknown {
    const { words } = this
    return html`<div lang=${words.tag}>
      <button type="button" class="begin" @focus=${this.#load} @pointerenter=${this.#load} @click=${this.open}>
        ${words.addScreenshot}
      </button>
      ${this.#editor?.render() ?? nothing}
    </div>`
  }
}
