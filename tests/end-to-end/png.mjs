import { crc32, deflateSync } from 'node:zlib'

function chunk(type, data) {
  const head = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const whole = Buffer.alloc(head.length + 8)
  whole.writeUInt32BE(data.length, 0)
  head.copy(whole, 4)
  whole.writeUInt32BE(crc32(head), head.length + 4)
  return whole
}

/** A real PNG of the given size in pixels: bands of colour, as if of a screen. */
export function makePng(width, height) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows.set([(x * 5) % 256, (y * 7) % 256, (x ^ y) % 256], y * (1 + width * 3) + 1 + x * 3)
    }
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
