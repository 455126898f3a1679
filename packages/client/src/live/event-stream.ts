/** One message of an event stream (WHATWG HTML, server-sent events). */
export interface StreamMessage {
  /** `message` unless told. */
  readonly event: string
  readonly data: string
  /** The last id the stream has named, this message's or an earlier one's. */
  readonly lastEventId: string
}

export interface EventStreamParser {
  /** Takes the next piece of the stream, cut anywhere, and gives the messages it completes. */
  push(chunk: Uint8Array): readonly StreamMessage[]
}

export function eventStreamParser(): EventStreamParser {
  // Strips a byte order mark and puts characters together that a chunk has cut through.
  const decoder = new TextDecoder()
  let rest = ''
  let event = ''
  let data: string[] = []
  let lastEventId = ''

  function line(text: string): StreamMessage | undefined {
    if (text === '') {
      const message = { event: event || 'message', data: data.join('\n'), lastEventId }
      const said = data.length > 0
      event = ''
      data = []
      return said ? message : undefined
    }
    const colon = text.indexOf(':')
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') event = value
    else if (field === 'id' && !value.includes('\0')) lastEventId = value
    // Comments (an empty field name), `retry` and unknown fields say nothing here.
    return undefined
  }

  return {
    push(chunk) {
      rest += decoder.decode(chunk, { stream: true })
      // A CR at the end may be half of a CRLF: wait for what follows.
      const lines = rest.split(/\r\n|\n|\r(?!$)/)
      rest = lines.pop() ?? ''
      return lines.flatMap((text) => line(text) ?? [])
    },
  }
}
