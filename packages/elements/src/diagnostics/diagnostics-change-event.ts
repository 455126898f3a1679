import type { DiagnosticLine } from '@aftercare/protocol'

/** The person added, changed or removed lines; `lines` are those that are to be sent now, undefined for none at all. */
export class DiagnosticsChangeEvent extends CustomEvent<{ readonly lines: readonly DiagnosticLine[] | undefined }> {
  constructor(lines: readonly DiagnosticLine[] | undefined) {
    super('aftercare-diagnostics-change', { bubbles: true, composed: true, detail: { lines } })
  }
}

declare global {
  interface HTMLElementEventMap {
    'aftercare-diagnostics-change': DiagnosticsChangeEvent
  }
}
