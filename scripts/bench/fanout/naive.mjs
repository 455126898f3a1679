// What one would write in an afternoon: Hono's `streamSSE`, a set of streams, and each event written to all of them.
// It knows nobody, keeps nothing and cannot resume.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { resident } from './resident.mjs'

const streams = new Set()
let seq = 0

const app = new Hono()
app.get('/events', (c) =>
  streamSSE(c, async (stream) => {
    await stream.writeSSE({ event: 'ready', id: String(seq), data: JSON.stringify({ seq }) })
    streams.add(stream)
    await new Promise((resolve) => stream.onAbort(resolve))
    streams.delete(stream)
  }),
)
app.post('/publish', async (c) => {
  const event = await c.req.json()
  const id = String(++seq)
  const data = JSON.stringify(event)
  await Promise.all([...streams].map((stream) => stream.writeSSE({ id, data })))
  return c.json({ seq })
})

process.on('message', async (question) => {
  if (!question.folder) return process.send(await resident())
  serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => {
    process.send({ url: `http://127.0.0.1:${port}` })
  })
})
process.on('disconnect', () => process.exit())
