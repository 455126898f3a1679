import { html, nothing } from 'lit'
import type { EvidenceWords } from '../locales/words.ts'
import {
  addMark,
  areaOf,
  blank,
  changeMark,
  type Drawing,
  type Mark,
  middleMark,
  removeMark,
  type Tool,
  tools,
  undo,
} from './drawing.ts'
import { fileOf, type Picture, paint, paintGuides } from './paint.ts'
import type { AftercareScreenshot } from './screenshot.ts'
import { ScreenshotEvent } from './screenshot-event.ts'
import { canCapture, captureScreen, pictureFrom } from './take-picture.ts'

/** A key's step, and a drag that is meant as one, in shares of the picture. */
const step = 0.02
const leastDrag = 0.005

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The dialog: first where the picture comes from, then what is done to it. */
export class Editor {
  readonly #host: AftercareScreenshot
  readonly #words: () => EvidenceWords
  #picture: Picture | undefined
  #drawing: Drawing = blank
  #tool: Tool = 'blackout'
  /** Where a drag began; undefined while there is none. */
  #from: { readonly x: number; readonly y: number } | undefined
  /** Keys that follow each other are one step back. */
  #moving = false
  #said = ''
  #failed = ''

  constructor(host: AftercareScreenshot, words: () => EvidenceWords) {
    this.#host = host
    this.#words = words
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog')
  }

  get #canvas(): HTMLCanvasElement | null {
    return this.#host.renderRoot.querySelector('canvas')
  }

  open(): void {
    if (!this.#dialog?.open) this.#dialog?.showModal()
  }

  #close(): void {
    this.#dialog?.close()
    this.#picture = undefined
    this.#drawing = blank
    this.#said = this.#failed = ''
    this.#host.requestUpdate()
    this.#host.renderRoot.querySelector<HTMLElement>('.begin')?.focus()
  }

  async #capture(): Promise<void> {
    // Not in its own picture.
    this.#dialog?.close()
    await this.#take(captureScreen(), this.#words().captureFailed)
  }

  async #take(taking: Promise<Picture>, otherwise: string): Promise<void> {
    try {
      this.#picture = await taking
      this.#drawing = blank
      this.#failed = ''
    } catch {
      this.#failed = otherwise
    }
    this.#host.requestUpdate()
    await this.#host.updateComplete
    this.open()
    if (this.#picture) {
      this.#draw()
      this.#canvas?.focus()
    }
  }

  #file(files: Iterable<File> | null | undefined): void {
    const [file] = files ?? []
    if (file) void this.#take(pictureFrom(file), this.#words().noPicture)
  }

  #paste = (event: ClipboardEvent): void => {
    // The form around it would take the picture as it is.
    event.stopPropagation()
    const { files } = event.clipboardData ?? {}
    if (files?.length) event.preventDefault()
    this.#file(files)
  }

  #draw(): void {
    const canvas = this.#canvas
    const picture = this.#picture
    if (!canvas || !picture) return
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width
      canvas.height = picture.height
    }
    const { marks, selected } = this.#drawing
    paint(canvas, picture, marks)
    paintGuides(canvas, marks, selected === undefined ? undefined : marks[selected])
  }

  #set(drawing: Drawing, said = this.#where(drawing)): void {
    this.#drawing = drawing
    this.#said = said
    this.#draw()
    this.#host.requestUpdate()
  }

  /** Where the selected mark is, for who does not see it. */
  #where({ marks, selected }: Drawing): string {
    const mark = selected === undefined ? undefined : marks[selected]
    const picture = this.#picture
    if (!mark || !picture) return this.#words().noMarks
    const { left, top, width, height } = areaOf(mark, picture)
    const percent = (part: number, of: number) => Math.round((part / of) * 100)
    return this.#words().markAt(
      this.#words().tools[mark.tool],
      percent(left, picture.width),
      percent(top, picture.height),
      percent(width, picture.width),
      percent(height, picture.height),
    )
  }

  #point({ clientX, clientY }: PointerEvent): { x: number; y: number } {
    const canvas = this.#canvas
    if (!canvas) return { x: 0, y: 0 }
    const { left, top, width, height } = canvas.getBoundingClientRect()
    // Whole pixels: a crop to half of one would take in its neighbour.
    const whole = (share: number, of: number) => Math.round(share * of)
    return { x: whole((clientX - left) / width, canvas.width), y: whole((clientY - top) / height, canvas.height) }
  }

  #down = (event: PointerEvent): void => {
    if (event.button !== 0) return
    this.#canvas?.setPointerCapture(event.pointerId)
    this.#from = this.#point(event)
    this.#moving = false
  }

  #move = (event: PointerEvent): void => {
    const from = this.#from
    const picture = this.#picture
    if (!from || !picture) return
    const to = this.#point(event)
    const mark: Mark = { tool: this.#tool, ...from, width: to.x - from.x, height: to.y - from.y }
    if (this.#moving) this.#set(changeMark(this.#drawing, mark, false))
    else if (Math.hypot(mark.width, mark.height) > picture.width * leastDrag) {
      this.#moving = true
      this.#set(addMark(this.#drawing, mark))
    }
  }

  #up = (): void => {
    this.#from = undefined
    this.#moving = false
  }

  #keys = (event: KeyboardEvent): void => {
    const picture = this.#picture
    if (!picture) return
    const { key, shiftKey, ctrlKey, metaKey } = event
    const { marks, selected } = this.#drawing
    const mark = selected === undefined ? undefined : marks[selected]
    const [x, y] = steps[key] ?? []
    if ((ctrlKey || metaKey) && key.toLowerCase() === 'z') this.#undo()
    else if (key === 'Enter' || key === ' ') this.#add()
    else if ((key === 'Delete' || key === 'Backspace') && mark) this.#remove()
    else if (x !== undefined && y !== undefined && mark) {
      const share = ctrlKey ? step / 10 : step
      const [right, down] = [x * share * picture.width, y * share * picture.height]
      const changed = shiftKey
        ? { ...mark, width: mark.width + right, height: mark.height + down }
        : { ...mark, x: mark.x + right, y: mark.y + down }
      this.#set(changeMark(this.#drawing, changed, !this.#moving))
      this.#moving = true
    } else return
    event.preventDefault()
  }

  #add(): void {
    if (!this.#picture) return
    this.#moving = false
    this.#set(addMark(this.#drawing, middleMark(this.#tool, this.#picture)))
    this.#canvas?.focus()
  }

  #remove(): void {
    this.#moving = false
    this.#set(removeMark(this.#drawing))
  }

  #undo(): void {
    this.#moving = false
    this.#set(undo(this.#drawing))
  }

  async #finish(): Promise<void> {
    const picture = this.#picture
    if (!picture) return
    try {
      const name = `screenshot-${new Date().toISOString().slice(0, 19).replace(/\D/g, '-')}.png`
      const file = await fileOf(picture, this.#drawing.marks, name)
      this.#close()
      this.#host.dispatchEvent(new ScreenshotEvent(file))
    } catch {
      this.#failed = this.#words().noPicture
      this.#host.requestUpdate()
    }
  }

  render(): unknown {
    const words = this.#words()
    const stop = (event: Event): void => event.stopPropagation()
    return html`<dialog
      part="dialog"
      aria-labelledby="title"
      @paste=${this.#paste}
      @keydown=${stop}
      @input=${stop}
      @drop=${stop}
      @cancel=${(event: Event) => {
        event.preventDefault()
        this.#close()
      }}
    >
      <h2 id="title" class="title">${this.#picture ? words.editScreenshot : words.addScreenshot}</h2>
      ${this.#picture ? this.#edit(words) : this.#begin(words)}
      ${this.#failed ? html`<p class="red" role="alert">${this.#failed}</p>` : nothing}
    </dialog>`
  }

  #begin(words: EvidenceWords): unknown {
    return html`<p class="muted">${words.screenshotWays(canCapture())}</p>
      <div class="row">
        ${
          canCapture()
            ? html`<button type="button" class="primary capture" @click=${() => this.#capture()}>${words.capture}</button>`
            : nothing
        }
        <input
          class="hidden"
          id="picture"
          type="file"
          accept="image/*"
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement
            this.#file([...(input.files ?? [])])
            input.value = ''
          }}
        /><label class="button" for="picture">${words.choosePicture}</label>
        <button type="button" class="plain" @click=${() => this.#close()}>${words.cancel}</button>
      </div>`
  }

  #edit(words: EvidenceWords): unknown {
    const { marks, selected, past } = this.#drawing
    return html`<fieldset class="row">
        <legend class="hidden">${words.tool}</legend>
        ${tools.map(
          (tool) => html`<label class="tool">
            <input
              type="radio"
              name="tool"
              value=${tool}
              .checked=${tool === this.#tool}
              @change=${() => {
                this.#tool = tool
              }}
            />
            ${words.tools[tool]}
          </label>`,
        )}
      </fieldset>
      <p class="muted" id="keys">${words.editorHelp}</p>
      <canvas
        tabindex="0"
        role="application"
        aria-label=${words.picture}
        aria-describedby="keys where"
        @pointerdown=${this.#down}
        @pointermove=${this.#move}
        @pointerup=${this.#up}
        @pointercancel=${this.#up}
        @keydown=${this.#keys}
      ></canvas>
      <p class="muted" id="where" role="status">${this.#said}</p>
      ${
        marks.length > 1
          ? html`<ul class="row" aria-label=${words.marks}>
            ${marks.map(
              (mark, index) => html`<li>
                <button
                  type="button"
                  aria-pressed=${index === selected ? 'true' : 'false'}
                  @click=${() => {
                    this.#moving = false
                    this.#set({ marks, selected: index, past })
                    this.#canvas?.focus()
                  }}
                >
                  ${index + 1} ${words.tools[mark.tool]}
                </button>
              </li>`,
            )}
          </ul>`
          : nothing
      }
      <div class="row">
        <button type="button" class="primary done" @click=${() => this.#finish()}>${words.useScreenshot}</button>
        <button type="button" class="add" @click=${() => this.#add()}>${words.addMark}</button>
        <button
          type="button"
          class="undo"
          aria-disabled=${past.length ? nothing : 'true'}
          @click=${() => this.#undo()}
        >
          ${words.undo}
        </button>
        <button
          type="button"
          class="remove"
          aria-disabled=${selected === undefined ? 'true' : nothing}
          @click=${() => this.#remove()}
        >
          ${words.removeMark}
        </button>
        <button type="button" class="plain" @click=${() => this.#close()}>${words.cancel}</button>
      </div>`
  }
}
