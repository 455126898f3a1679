import { createSupportServer } from '../../create-server.ts'
import { behindProxies } from '../../handle/client-address.ts'
import { migrate } from '../../storage/migrate.ts'
import { createLog, type LogLevel } from '../log.ts'
import { picturePreviews } from '../picture-previews.ts'
import { keptSecrets } from '../secrets.ts'
import { connectionAddress, type Listening, serve } from '../serve.ts'
import type { Command } from './command.ts'
import { readChoice, readPort } from './command-options.ts'
import { fileOptions, filePlaceOf, tryBucket } from './file-options.ts'
import { installationOptions, openDatabase, pendingOf, placesOf, reasonOf } from './installation.ts'
import { mailOptions, readMail } from './mail-options.ts'
import { Failure, Misuse } from './misuse.ts'
import { readWebhookSender, webhookOptions } from './webhook-options.ts'

const logLevels: readonly LogLevel[] = ['silent', 'error', 'warn', 'info', 'debug']
const defaultPort = '4400'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve the backend until the process is told to stop (SIGINT, SIGTERM)',
  options: {
    ...installationOptions,
    port: { value: 'NUMBER', about: `Port; 0 takes a free one (PORT, ${defaultPort})` },
    host: { value: 'ADDRESS', about: 'Address to listen on (127.0.0.1: this machine alone)' },
    'base-path': { value: 'PATH', about: 'Where the routes are mounted (/support)' },
    origin: {
      value: 'ORIGIN',
      about: 'Origin whose pages may call, as https://app.example; repeat for more',
      multiple: true,
    },
    proxies: {
      value: 'NUMBER',
      about: 'Proxies of your own before it, whose X-Forwarded-For is believed; limits per address count by it (0)',
    },
    ...fileOptions,
    ...mailOptions,
    ...webhookOptions,
    'log-level': { value: 'LEVEL', about: 'silent, error, warn, info or debug (info)' },
  },
  async run(options, terminal) {
    const port = readPort(options.text('port') ?? terminal.environment['PORT'] ?? defaultPort)
    const origins = options.texts('origin').map(readOrigin)
    const basePath = readBasePath(options.text('base-path'))
    const proxies = readProxies(options.text('proxies') ?? '0')
    const webhooks = readWebhookSender(options, terminal)
    const level = readChoice('log-level', options.text('log-level') ?? 'info', logLevels)
    const mail = readMail(options, terminal)
    const places = placesOf(options, terminal)
    const files = filePlaceOf(options, terminal, places.dataDir)
    const host = options.text('host') ?? '127.0.0.1'

    const log = createLog({ level })
    const stopped = terminal.untilStopped()
    const database = await openDatabase(places, true)
    try {
      const ran = (await pendingOf(database)).length > 0 ? await migrate(database) : []
      if (ran.length > 0) log.info({ migrations: ran }, 'the database was brought up to date')
      const { audit, links } = await keptSecrets(places.dataDir, terminal.random)
      const away = await tryBucket(files)
      if (away) log.warn({ reason: away }, 'files have to wait for their bucket')
      const { blobs } = files
      const { clock, random } = terminal
      const server = await createSupportServer({
        ...{ database, blobs, secrets: { audit, links }, origins, clock, random, log, previews: picturePreviews },
        ...(basePath !== undefined && { basePath }),
        ...(mail && { mail }),
        webhooks: { sender: webhooks },
        clientAddress: proxies === 0 ? connectionAddress : behindProxies(proxies),
      })
      const listening = await listen(
        () => serve({ fetch: (request) => server.fetch(request), port, host, log }),
        port,
        host,
      )
      server.work.start()
      await stopped
      // First no new requests, then no new events, then no database.
      await listening.close()
      await server.close()
    } finally {
      await database.close()
    }
    return 0
  },
}

async function listen(start: () => Promise<Listening>, port: number, host: string): Promise<Listening> {
  try {
    return await start()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE')
      throw new Failure(`port ${port} is taken; choose another with --port, or 0 for a free one`)
    if (code === 'EACCES') throw new Failure(`this user may not listen on port ${port}; choose one above 1023`)
    if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') throw new Failure(`this machine has no address "${host}"`)
    throw new Failure(`cannot listen: ${reasonOf(error)}`)
  }
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.origin !== text) {
    throw new Misuse(`--origin ${text}: an origin is scheme and host alone, as https://app.example`)
  }
  return text
}

function readBasePath(text: string | undefined): string | undefined {
  if (text !== undefined && !/^(\/[\w.~-]+)+$/.test(text)) throw new Misuse(`--base-path ${text}: write it as /support`)
  return text
}

function readProxies(text: string): number {
  if (!/^\d$/.test(text)) throw new Misuse(`--proxies ${text}: a number from 0 to 9`)
  return Number(text)
}
