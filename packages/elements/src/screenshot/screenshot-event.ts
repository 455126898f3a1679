/** The person has finished a picture of the screen; `file` is what they saw last. */
export class ScreenshotEvent extends CustomEvent<{ readonly file: File }> {
  constructor(file: File) {
    super('aftercare-screenshot', { bubbles: true, composed: true, detail: { file } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-screenshot': ScreenshotEvent
  }
}
