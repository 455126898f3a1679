/** Bytes that grow: numbers of seven bits a byte, lowest first, and texts in UTF-8 behind their length. */
export class ByteWriter {
  #bytes = new Uint8Array(1024)
  #length = 0

  byte(value: number) {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(this.#length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes[this.#length++] = value
  }

  number(value: number) {
    let rest = value
    for (; rest > 127; rest >>>= 7) this.byte((rest & 127) | 128)
    this.byte(rest)
  }

  block(bytes: Uint8Array) {
    this.number(bytes.length)
    for (const byte of bytes) this.byte(byte)
  }

  text(text: string) {
    this.block(new TextEncoder().encode(text))
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  readonly bytes: Uint8Array
  at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  number(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++]!
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }

  block(): Uint8Array {
    const length = this.number()
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  text(): string {
    return new TextDecoder().decode(this.block())
  }
}
