import type { Core } from '../core.ts'
import type { Diagnostics } from './allowed.ts'
import type { Recorder } from './recorder.ts'

/** What the page of this core notes. Nothing is loaded, wrapped or listened to before `start`. */
export function diagnostics(core: Core): Diagnostics {
  return core.column(column)
}

function column(core: Core): Diagnostics {
  let opened: Promise<Recorder> | undefined
  const stops = new Set<() => void>()

  function open(): Promise<Recorder> {
    opened ??= import('./recorder.ts')
      .then(({ createRecorder }) => createRecorder(core.clock))
      .catch((error) => {
        opened = undefined
        throw error
      })
    return opened
  }

  const clear = () => void opened?.then((recorder) => recorder.clear())
  // What the page noted for one person is not another one's to send.
  core.session.onToken((_, changed) => changed && clear())
  core.onClose(() => {
    for (const stop of stops) stop()
  })

  return {
    start(allowed) {
      let end = () => {}
      const stop = () => {
        stops.delete(stop)
        end()
      }
      stops.add(stop)
      open().then(
        (recorder) => {
          if (stops.has(stop)) end = recorder.start(allowed)
        },
        // Without its code there is nothing to send, and nothing else is different.
        () => {},
      )
      return stop
    },
    lines: async () => (await open()).lines(),
    clear,
  }
}
