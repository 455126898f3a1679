// Serves the quick-start: the host's pages, the widgets in them, and the reference backend behind them.
import { rm } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { BuildFailure, build } from './build.mjs'

const root = join(import.meta.dirname, '..')
const usage = `npm start -- [options]

  --port NUMBER     Port to listen on (PORT, 4400). 0 takes a free one.
  --host NAME       Address to listen on (localhost: this machine only).
  --data-dir PATH   Folder of the database, the files and the keys (.data).
  --fresh           Begin with an empty database: wipes the data folder.
  --help            This text.`

/** A person's mistake: one line and exit code 2, no stack. */
class Misuse extends Error {}

function readOptions() {
  const options = {
    port: { type: 'string', default: process.env.PORT ?? '4400' },
    host: { type: 'string', default: 'localhost' },
    'data-dir': { type: 'string', default: '.data' },
    fresh: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  }
  try {
    const { values } = parseArgs({ options })
    const port = Number(values.port)
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`"${values.port}" is not a port number.`)
    return { ...values, port, dataDir: resolve(root, values['data-dir']) }
  } catch (error) {
    throw new Misuse(`${error.message}\n\n${usage}`)
  }
}

/** Removes a data folder of ours, and nothing that merely has its name. */
async function wipe(dataDir) {
  const inside = relative(dataDir, root)
  if (inside === '' || !inside.startsWith('..'))
    throw new Misuse(`--fresh will not wipe ${dataDir}: the project is in it.`)
  await rm(dataDir, { recursive: true, force: true })
}

function explain(error, { port, host }) {
  if (error.code === 'EADDRINUSE') return `Port ${port} is taken. Choose another: npm start -- --port ${port + 1}`
  if (error.code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023.`
  if (error.code === 'ENOTFOUND' || error.code === 'EADDRNOTAVAIL') return `This machine has no address "${host}".`
}

async function start() {
  const options = readOptions()
  if (options.help) return console.log(usage)
  await build()
  if (options.fresh) await wipe(options.dataDir)
  const { startQuickStart } = await import('../examples/quick-start/server.mjs')
  const { createLog } = await import('@aftercare/server/node')
  // "localhost" is two addresses, and which comes first differs: we mean the one that every machine has.
  const host = options.host === 'localhost' ? '127.0.0.1' : options.host
  const settings = { ...options, host, name: options.host, smtpUrl: process.env.SMTP_URL }
  const { url: address, close } = await startQuickStart({ ...settings, log: createLog({ level: 'warn' }) }).catch(
    (error) => {
      throw explain(error, options) ? new Misuse(explain(error, options)) : error
    },
  )

  const elsewhere = address === 'http://localhost:4400' ? '' : `TIDEWATER_URL=${address} `
  console.log(`
  Tidewater is running at ${address}

  Customer   ${address}/help.html      signed in as Mara Lindqvist; the menu at the top right changes to 陈思远
  Agent      ${address}/agents.html    the same tickets, with a staff key
  Mailbox    ${address}/mailbox.html   ${process.env.SMTP_URL ? 'empty: mails are sent by SMTP_URL' : 'the mails that people get, caught; SMTP_URL sends them'}
  Staff key  ${address}/session/staff-key
  Data       ${options.dataDir}

  Try this
    1. Raise a ticket with a screenshot on the customer's page.
    2. Answer it on the agent's page, in another window: the answer appears without a reload.
    3. Raise one from a program:
       ${elsewhere}node examples/quick-start/raise-ticket.mjs "Container shows no position"

  Ctrl-C stops it.
`)
  if (!['localhost', '127.0.0.1', '::1'].includes(options.host)) {
    console.log(
      '  Note: anybody who reaches this address is given the keys of the example. Do not put real data in it.\n',
    )
  }

  let stopping = false
  const stop = async () => {
    // A second Ctrl-C does not wait.
    if (stopping) process.exit(130)
    stopping = true
    await close()
    console.log('Stopped.')
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

start().catch((error) => {
  console.error(error instanceof Misuse || error instanceof BuildFailure ? error.message : error)
  process.exit(error instanceof Misuse ? 2 : 1)
})
