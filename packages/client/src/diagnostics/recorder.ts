import type { DiagnosticKind, DiagnosticLine } from '@aftercare/protocol'
import { diagnosticLimits, isSecretName, maskText, maskValues } from '@aftercare/protocol/diagnostics'
import type { Clock } from '../environment.ts'
import type { Allowed, Facts } from './allowed.ts'
import { watchConsole } from './console.ts'
import { marksOf } from './marks.ts'
import { watchNavigation } from './navigation.ts'
import { type PageValues, watchPageValues } from './page-values.ts'
import { watchRequests } from './requests.ts'

/** What a watcher tells the recorder: the text is raw, and is masked before it is kept. */
export type Note = (line: { readonly kind: DiagnosticKind } & Partial<Omit<DiagnosticLine, 'kind' | 'at'>>) => void

export interface Recorder {
  start(allowed: Allowed): () => void
  lines(): readonly DiagnosticLine[]
  clear(): void
}

/** Of what happens the newest are kept; what is known at the end has its place beside them. */
const kept = 60
const marks = 12
/** Longer texts are cut before they are masked, so that no text can keep a page busy. */
const longest = 4000

/** Notes what is allowed into a bounded ring, masked. `scope` is where it looks. */
export function createRecorder(clock: Clock, scope: typeof globalThis = globalThis): Recorder {
  let ring: { line: DiagnosticLine; times: number }[] = []
  /** By their starts: the same object may be given twice. */
  const running = new Map<symbol, Allowed>()
  const watched = new Map<keyof Allowed, { users: number; readonly stop: () => void }>()
  let values: PageValues | undefined

  const at = () => new Date(clock.now()).toISOString()

  function masked(text: string): string {
    // The last word may be half of something that nobody would know any more for what it is.
    const whole = text.length > longest ? text.slice(0, longest).replace(/\S+$/, '…') : text
    const safe = maskText(values ? values.mask(whole) : whole)
    // What no database keeps: half a character, and U+0000.
    const points = [...safe.replaceAll('\u0000', '')].map((point) =>
      /^[\ud800-\udfff]$/.test(point) ? '\ufffd' : point,
    )
    const { text: most } = diagnosticLimits
    return points.length > most ? `${points.slice(0, most - 1).join('')}…` : points.join('')
  }

  const note: Note = ({ kind, name, text = '', status, duration }) => {
    const line: DiagnosticLine = {
      ...{ kind, at: at(), text: masked(text) },
      ...(name !== undefined && { name: masked(name) }),
      ...(status !== undefined && { status }),
      ...(duration !== undefined && { duration: Math.round(duration) }),
    }
    const last = ring.at(-1)
    if (last && last.line.kind === kind && last.line.name === line.name && last.line.text === line.text) {
      // What is said again and again leaves room for the rest.
      ring[ring.length - 1] = { line, times: last.times + 1 }
    } else ring = [...ring.slice(1 - kept), { line, times: 1 }]
  }

  const allowedNow = () => new Set(running.values())

  /** What several ask for is watched once, until the last of them stops. */
  function watch(what: keyof Allowed, begin: () => () => void): () => void {
    const one = watched.get(what) ?? { users: 0, stop: begin() }
    watched.set(what, one)
    one.users += 1
    return () => {
      one.users -= 1
      if (one.users > 0) return
      watched.delete(what)
      one.stop()
    }
  }

  function facts(kind: DiagnosticKind, of: (allowed: Allowed) => Facts | undefined): DiagnosticLine[] {
    return [...allowedNow()].flatMap((allowed) => {
      try {
        const given = of(allowed) ?? {}
        const known = typeof given === 'function' ? given() : given
        return Object.entries(known).map(([name, value]) => {
          // The name may say that the value is nobody's business.
          const text = isSecretName(name) ? '[hidden]' : masked(String(value))
          return { kind, at: at(), name: masked(name), text }
        })
      } catch {
        return []
      }
    })
  }

  function browser(): DiagnosticLine[] {
    const agent = scope.navigator?.userAgent
    const wanted = [...allowedNow()].some(({ versions }) => versions)
    return wanted && agent ? [{ kind: 'version', at: at(), name: 'browser', text: masked(agent) }] : []
  }

  return {
    start(allowed) {
      const { document } = scope as Partial<typeof globalThis>
      const first = running.size === 0
      const id = Symbol()
      running.set(id, allowed)
      if (first) values = watchPageValues(scope, document, maskValues, clock)
      const stops = [
        allowed.console && watch('console', () => watchConsole(scope, note)),
        allowed.requests && watch('requests', () => watchRequests(scope, note, clock)),
        allowed.navigation && watch('navigation', () => watchNavigation(scope, note)),
      ]
      return () => {
        if (!running.delete(id)) return
        for (const stop of stops) if (stop) stop()
        if (running.size === 0) values?.stop()
      }
    },
    lines() {
      values?.look()
      const happened = ring.map(({ line, times }) => {
        // What stood in no field when it was noted may have been in one since.
        const text = masked(line.text)
        return {
          ...line,
          text: times > 1 ? `${[...text].slice(0, diagnosticLimits.text - 12).join('')} (×${times})` : text,
        }
      })
      const wanted = [...allowedNow()].some((allowed) => allowed.marks)
      const measured = wanted ? marksOf(scope, marks).map((line) => ({ ...line, name: masked(line.name) })) : []
      const known = [
        ...facts('version', ({ versions }) => versions),
        ...browser(),
        ...facts('flag', ({ flags }) => flags),
        ...facts('context', ({ context }) => context),
        ...measured,
      ]
      return [...known.slice(0, diagnosticLimits.lines - happened.length), ...happened]
    },
    clear() {
      ring = []
    },
  }
}
