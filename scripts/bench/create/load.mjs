// The load generator: many keep-alive connections, each with one request under way, as plain sockets so that the
// generator costs little beside what it measures. Every answer must be a 201 that names the ticket it was asked for.
import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'

let connections
let acknowledged = 0

process.on('message', async (question) => {
  if (question.connections) {
    connections = question.connections
    return process.send({})
  }
  process.send(question.count ? acknowledged : await run(question))
})
process.on('disconnect', () => process.exit())

async function run({ url, tokens, milliseconds }) {
  const { hostname, port } = new URL(url)
  const latencies = []
  const began = performance.now()
  const until = began + milliseconds
  const last = await Promise.all(
    Array.from({ length: connections }, (_, index) => {
      return drive({ hostname, port: Number(port), token: tokens[index % tokens.length], until, latencies })
    }),
  )
  // An answer from a server without a database is not an acknowledgement.
  if (url.endsWith('/support')) acknowledged += latencies.length
  const seconds = (Math.max(...last) - began) / 1000
  latencies.sort((a, b) => a - b)
  return {
    perSecond: latencies.length / seconds,
    p99: latencies[Math.floor(latencies.length * 0.99)],
  }
}

/** One connection until its time is over; resolves with the instant of its last answer. */
function drive({ hostname, port, token, until, latencies }) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, hostname)
    socket.setNoDelay(true)
    let buffered = ''
    let sentAt = 0
    let id = ''
    const send = () => {
      sentAt = performance.now()
      if (sentAt >= until) {
        socket.end()
        return resolve(sentAt)
      }
      id = randomUUID()
      socket.write(request(id, token, hostname))
    }
    socket.setEncoding('latin1')
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('the server closed a connection')))
    socket.on('data', (text) => {
      buffered += text
      const head = buffered.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(buffered)?.[1] ?? Number.NaN)
      if (Number.isNaN(length)) return reject(new Error(`an answer without a length: ${buffered.slice(0, head)}`))
      if (buffered.length < head + 4 + length) return
      if (!buffered.startsWith('HTTP/1.1 201 ') || !buffered.includes(id, head)) return reject(new Error(buffered))
      latencies.push(performance.now() - sentAt)
      buffered = ''
      send()
    })
  })
}

const description =
  'The customs document for booking TW-20417 shows the consignee of the booking before it. We changed the ' +
  'consignee on Monday, saved, and printed again; the screen is right, the PDF is not. 提单上的收货人还是旧的。'

function request(id, token, host) {
  const ticket = {
    id,
    type: 'incident',
    subject: `Customs document shows the wrong consignee (${id.slice(0, 8)})`,
    description,
    attachments: [],
    locale: 'en',
  }
  const body = JSON.stringify(ticket)
  return (
    `POST /support/tickets HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n` +
    `Aftercare-Protocol: 1.0\r\nIdempotency-Key: ${id}\r\nContent-Type: application/json\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}
