// Many listeners on plain sockets, and the one who publishes: one clock for when an event was sent off and when each
// listener had it whole.
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'

/** How many connect at once. */
const width = 50
/** Between one event that all have and the next, in milliseconds. */
const pause = 50

let listeners
let target

process.on('message', async (question) => process.send(await answers[question.ask](question)))
process.on('disconnect', () => process.exit())

const answers = {
  async open({ url, tokens, connections }) {
    target = { url, tokens, ticket: undefined }
    listeners = []
    if (tokens) await raise()
    while (listeners.length < connections) {
      const some = Array.from({ length: Math.min(width, connections - listeners.length) }, (_, at) =>
        listen(url, tokens?.[listeners.length + at]),
      )
      listeners.push(...(await Promise.all(some)))
    }
    return {}
  },
  /** One event at a time, each once the one before was heard by all. Milliseconds of every listener for every event. */
  async publish({ events, example }) {
    const took = []
    for (let number = 0; number < events; number++) {
      const heard = Promise.all(listeners.map((listener) => listener.next()))
      const began = performance.now()
      const published = publish(example)
      for (const at of await heard) took.push(at - began)
      await published
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
    took.sort((a, b) => a - b)
    return { p50: took[Math.floor(took.length * 0.5)], p99: took[Math.floor(took.length * 0.99)], heard: took.length }
  },
  /** As fast as they are taken; then everybody must have all of them. */
  async burst({ events, example }) {
    const last = Math.max(...listeners.map(({ seqs }) => seqs.at(-1))) + events
    await Promise.all(Array.from({ length: events }, () => publish(example)))
    const until = performance.now() + 60_000
    while (performance.now() < until && listeners.some(({ seqs }) => seqs.at(-1) !== last)) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return {}
  },
  /** Events that some listener lacks, or has twice or out of order, of all that were published since it was ready. */
  async close() {
    const newest = Math.max(...listeners.map(({ seqs }) => seqs.at(-1)))
    let lost = 0
    for (const { seqs, socket } of listeners) {
      socket.destroy()
      const expected = Array.from({ length: newest - seqs[0] }, (_, at) => seqs[0] + 1 + at)
      const told = seqs.slice(1)
      lost += expected.filter((seq) => !told.includes(seq)).length
      if (told.length > expected.length || told.some((seq, at) => at > 0 && seq <= told[at - 1])) {
        throw new Error(`told twice or out of order: ${told}`)
      }
    }
    return { lost, told: newest - listeners[0].seqs[0] }
  },
  async example() {
    return listeners[0].example
  },
}

/** Resolves once the stream is ready. */
function listen(url, token) {
  const { hostname, port, pathname } = new URL(`${url}/events`)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    const listener = {
      socket,
      /** What `ready` said, then what came. */
      seqs: [],
      example: undefined,
      waiting: undefined,
      next: () =>
        new Promise((heard) => {
          listener.waiting = heard
        }),
    }
    let text = ''
    socket.setEncoding('latin1')
    socket.on('error', reject)
    socket.on('connect', () => {
      const authorization = token ? `Authorization: Bearer ${token}\r\n` : ''
      socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\n${authorization}\r\n`)
    })
    socket.on('data', (more) => {
      const at = performance.now()
      text += more
      if (listener.seqs.length === 0 && !text.startsWith('HTTP/1.1 200 ')) return reject(new Error(text))
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const block = text.slice(0, end)
        text = text.slice(end + 2)
        const id = /(?:^|\n)id: (\d+)/.exec(block)
        if (!id) {
          if (!/(?:^|\n): /.test(block)) return reject(new Error(block))
          continue
        }
        listener.seqs.push(Number(id[1]))
        if (listener.seqs.length === 1) resolve(listener)
        listener.example ??= listener.seqs.length > 1 ? /data: (.*)/.exec(block)[1] : undefined
        listener.waiting?.(at)
        listener.waiting = undefined
      }
    })
  })
}

const headers = (token, id) => ({
  Authorization: `Bearer ${token}`,
  'Aftercare-Protocol': '1.0',
  'Idempotency-Key': id,
  'Content-Type': 'application/json',
})

async function post(address, body, more) {
  const answer = await fetch(address, { method: 'POST', headers: more, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

async function raise() {
  const { url, tokens } = target
  const id = randomUUID()
  const said = { subject: 'The map stands still', description: 'Since this morning.', locale: 'en', attachments: [] }
  await post(`${url}/tickets`, { id, type: 'incident', ...said }, headers(tokens[0], id))
  target.ticket = id
}

/** A reply to the ticket; to who knows no tickets, an event of the same size. */
async function publish(example) {
  const { url, tokens, ticket } = target
  if (!tokens) return post(`${url}/publish`, JSON.parse(example), { 'Content-Type': 'application/json' })
  const id = randomUUID()
  const message = { id, body: 'It moves again, slowly.', attachments: [] }
  return post(`${url}/tickets/${ticket}/messages`, message, headers(tokens[0], id))
}
