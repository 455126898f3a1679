import type { Server, ServerResponse } from 'node:http'
import { createAdaptorServer, type HttpBindings } from '@hono/node-server'
import type { Log } from '../log.ts'
import { EventStreams } from './event-streams.ts'

export interface ServeOptions {
  /** Answers every request; the `fetch` of a support server, alone or below a host's own. */
  readonly fetch: (request: Request) => Response | Promise<Response>
  /** 0 takes a free one. */
  readonly port?: number
  /** The address to listen on; this machine alone unless told. */
  readonly host?: string
  readonly log?: Log
  /** How long `close` waits for running requests, in milliseconds. */
  readonly patience?: number
}

export interface Listening {
  /** `http://host:port`, without a slash at the end. */
  readonly url: string
  readonly port: number
  /**
   * Stops accepting, ends event streams, lets running requests finish, and cuts what is left after `patience`.
   * Resolves when every connection is closed; calling it again waits for the same.
   */
  close(): Promise<void>
}

const connectedFrom = new WeakMap<Request, string>()

/** The other end of the connection that a request of `serve` came by: a proxy's address where there is one. */
export const connectionAddress = (request: Request): string | undefined => connectedFrom.get(request)

const defaultPatience = 10_000
/** How often a closing server looks for connections that have become idle, in milliseconds. */
const drainInterval = 25

/**
 * Serves a fetch handler over HTTP/1.1.
 *
 * @throws Error when the address is taken or may not be used.
 */
export async function serve(options: ServeOptions): Promise<Listening> {
  const host = options.host ?? '127.0.0.1'
  const streams = new EventStreams()
  // Without TLS options this is always a plain HTTP server.
  const server = createAdaptorServer({
    fetch: async (request, { incoming, outgoing }) => {
      const address = (incoming as HttpBindings['incoming']).socket?.remoteAddress
      if (address !== undefined) connectedFrom.set(request, address)
      return streams.follow(await options.fetch(request), outgoing as ServerResponse)
    },
    hostname: host,
  }) as Server
  const port = await listen(server, options.port ?? 0, host)
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  // A connection that the system fails to accept concerns nobody else; without a listener it would end the process.
  server.on('error', (error) =>
    options.log?.error({ address: url, error: String(error) }, 'a connection was not accepted'),
  )
  options.log?.info({ address: url }, 'listening')

  let closed: Promise<void> | undefined
  const close = async () => {
    options.log?.info({ address: url }, 'closing')
    const gone = new Promise<void>((resolve) => server.close(() => resolve()))
    streams.end()
    const drain = setInterval(() => server.closeIdleConnections(), drainInterval)
    const cut = setTimeout(() => {
      options.log?.warn({ address: url }, 'some requests did not finish in time and were cut')
      server.closeAllConnections()
    }, options.patience ?? defaultPatience)
    await gone
    clearInterval(drain)
    clearTimeout(cut)
  }
  return {
    url,
    port,
    close() {
      closed ??= close()
      return closed
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}
