import { limits } from '@aftercare/protocol'
import type { PublicService } from '@aftercare/protocol/service-rules'
import { html } from 'lit'
import type { Words } from '../locales/words.ts'

/** Files out of a paste or a drop; none where it carries text only. */
export function filesOf(event: Event): readonly File[] {
  const data = (event as ClipboardEvent).clipboardData ?? (event as DragEvent).dataTransfer
  return [...(data?.files ?? [])]
}

/**
 * Takes files that are chosen, dropped or pasted anywhere in a form. The drop target is marked with
 * `data-drop` while files hover over it.
 */
export function fileEvents(event: Event, take: (files: readonly File[]) => void): void {
  const form = event.currentTarget as HTMLFormElement
  const target = event.target as HTMLInputElement
  if (event.type === 'change') {
    if (target.type !== 'file') return
    take([...(target.files ?? [])])
    target.value = ''
    return
  }
  const dragging = event.type === 'dragover'
  form.toggleAttribute('data-drop', dragging && !!(event as DragEvent).dataTransfer?.types.includes('Files'))
  const files = filesOf(event)
  if (dragging || files.length) {
    if (form.hasAttribute('data-drop') || files.length) event.preventDefault()
    if (files.length) take(files)
  }
}

/** The button that opens the device's own file picker. */
export const fileButton = (words: Words): unknown => html`<input
    class="hidden"
    id="files"
    type="file"
    multiple
    aria-describedby="files-help"
  /><label class="button" for="files">${words.addFiles}</label>`

/** What the tenant takes, or the server of anybody; the unit is written alike in every language there is. */
export const filesHelp = (
  words: Words,
  { maxCount = limits.attachments, maxBytes = limits.fileBytes }: PublicService['files'] = {},
): string => words.filesHelp(maxCount, `${+(maxBytes / 1024 ** 2).toPrecision(2)} MB`)
