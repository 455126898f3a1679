import type { DiagnosticLine } from './line.ts'

/** An HTTP Archive, version 1.2, as far as there is something to say in it. */
export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: { readonly name: string; readonly version: string }
    readonly pages: readonly object[]
    readonly entries: readonly object[]
    /** What is no request has no place in the format: kept under a name of our own, as the format allows. */
    readonly _diagnostics: readonly DiagnosticLine[]
  }
}

const unknown = -1

/** The lines as an HTTP Archive 1.2 (the HAR specification): requests as its entries, without bodies, cookies and headers. */
export function toHar(
  lines: readonly DiagnosticLine[],
  creator: { readonly name: string; readonly version: string },
): Har {
  const requests = lines.filter(({ kind }) => kind === 'request')
  const began = lines.map(({ at }) => at).sort()[0]
  const page = began && {
    startedDateTime: began,
    id: 'page_1',
    title: '',
    pageTimings: { onContentLoad: markOf(lines, 'DOMContentLoaded'), onLoad: markOf(lines, 'load') },
  }
  return {
    log: {
      version: '1.2',
      creator,
      pages: page ? [page] : [],
      entries: requests.map(entryOf),
      _diagnostics: lines.filter(({ kind }) => kind !== 'request'),
    },
  }
}

const markOf = (lines: readonly DiagnosticLine[], name: string): number =>
  lines.find((line) => line.kind === 'mark' && line.name === name)?.duration ?? unknown

function entryOf({ at, name = 'GET', text, status, duration = 0 }: DiagnosticLine) {
  return {
    pageref: 'page_1',
    startedDateTime: at,
    time: duration,
    request: {
      method: name,
      url: addressOf(text),
      httpVersion: '',
      cookies: [],
      headers: [],
      queryString: [],
      headersSize: unknown,
      bodySize: unknown,
    },
    response: {
      status: status ?? 0,
      statusText: '',
      httpVersion: '',
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: '' },
      redirectURL: '',
      headersSize: unknown,
      bodySize: unknown,
    },
    cache: {},
    timings: { send: 0, wait: duration, receive: 0 },
    ...(text === addressOf(text) ? {} : { comment: text }),
  }
}

/** What the person has left of an address, as one that every reader of archives takes. */
function addressOf(text: string): string {
  const address = text.trim().replace(/[?#]\[\w+\]$/, '')
  return /^https?:\/\/[\w.:[\]-]+(?:\/[\w.~!$&'()*+,;=:@%/-]*)?$/.test(address) && !/%(?![0-9a-f]{2})/i.test(address)
    ? address
    : 'about:blank'
}
