import { route } from '../wire/route.ts'

/**
 * Each SSE message: `id` is the position, `data` an event of `eventSchema` or
 * `articleEventSchema`; whoever knows the first alone passes over the others. `event: ready` opens the stream
 * with the position it starts from, `event: reset` asks the listener to read anew.
 */
export const listen = route({ id: 'listen', method: 'GET', path: '/events', kind: 'stream' }, () =>
  import('./contracts.ts').then((contracts) => contracts.listenSchemas),
)
