import { isSecretName } from '@aftercare/protocol/diagnostics'
import type { Note } from './recorder.ts'
import { hear, quietly, wrap } from './wrap.ts'

const levels = ['error', 'warn', 'info', 'log'] as const
const frames = 4

/** Notes what goes to the console, and errors that nobody caught. */
export function watchConsole(scope: typeof globalThis, note: Note): () => void {
  /** What is noted may itself write to the console: a getter of the host's, for one. */
  let noting = false
  const tell = (name: string, read: () => string) =>
    quietly(() => {
      if (noting) return
      noting = true
      try {
        note({ kind: 'console', name, text: read() })
      } finally {
        noting = false
      }
    })
  const stops = levels.map((level) =>
    wrap(scope.console as Record<typeof level, (...values: unknown[]) => void>, level, (original, self, values) => {
      tell(level, () => said(values))
      return Reflect.apply(original, self, values)
    }),
  )
  const failed = (event: Event) => {
    const { error, message } = event as ErrorEvent
    if (message) tell('error', () => (error ? written(error) : message))
  }
  const rejected = (event: Event) => tell('error', () => written((event as PromiseRejectionEvent).reason))
  stops.push(hear(scope, 'error', failed), hear(scope, 'unhandledrejection', rejected))
  return () => {
    for (const stop of stops) stop()
  }
}

/** The values of one call as the console would show them, in one text. */
function said(values: readonly unknown[]): string {
  const [first, ...rest] = values
  let all = values
  if (typeof first === 'string' && /%[csdifoO]/.test(first)) {
    const filled = first.replace(/%([csdifoO%])/g, (whole, sort: string) => {
      if (sort === '%') return '%'
      if (rest.length === 0) return whole
      const value = rest.shift()
      return sort === 'c' ? '' : written(value)
    })
    all = [filled, ...rest]
  }
  return all.map(written).reduce((text, next) => {
    // `console.log('password', password)`: the name is told apart from its value by a colon.
    const name = /([\w-]+|\p{sc=Han}+)$/u.exec(text)?.[0]
    return `${text}${name && isSecretName(name) ? ':' : ''} ${next}`
  })
}

/** One value. Objects are named and not looked into: what the host keeps there is its own, and reading may have effects. */
function written(value: unknown): string {
  if (typeof value === 'function') return 'function'
  if (typeof value !== 'object' || value === null) return String(value)
  if (!(value instanceof Error)) return Array.isArray(value) ? '[…]' : '{…}'
  const { name, message, stack = '' } = value
  const told = `${name}: ${message}`
  const where = stack.replace(told, '').trim().split('\n').slice(0, frames)
  return [told, ...where.map((line) => line.trim())].join('\n')
}
