// uploads cut at every boundary of a piece and a byte beside it, and on the wire anywhere: they go on and arrive the same
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { boundaries, chunkSize, cutAt, cutOnTheWire } from '../../packages/client/test/support/broken-line.ts'
import { fileBlobStore, serve } from '../../packages/server/src/node/index.ts'
import { world } from '../../packages/server/test/world.ts'

const { values: flags } = parseArgs({ options: { wire: { type: 'string', default: '60' } } })
const folder = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
const w = await world({ server: { blobs: fileBlobStore(folder), limits: { rate: false } } })
const listening = await serve({ fetch: w.server.fetch })
let person = 0
let cuts = 0
const mismatches = []

/** Somebody else for each file, so that nobody has more lying about than they may. */
const somebody = () => {
  const token = w.customer(`person-${person++}`, { exp: Math.floor(w.now() / 1000) + 3600 })
  return () => token
}
const count = (what) => {
  cuts++
  if (what !== undefined) mismatches.push(what)
}

try {
  console.log('bytes        cuts   mismatches')
  for (const size of [1, 1000, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize + 7, 10 * chunkSize]) {
    const before = cuts
    const wrong = mismatches.length
    for (const at of boundaries(size)) {
      const receiver = { fetch: w.server.fetch, getToken: somebody() }
      count(await cutAt(receiver, size, at))
    }
    console.log(`${String(size).padEnd(12)} ${String(cuts - before).padStart(4)}   ${mismatches.length - wrong}`)
  }
  const before = cuts
  const wrong = mismatches.length
  for (let time = 0; time < Number(flags.wire); time++) {
    const size = 2 * chunkSize + Math.floor(Math.random() * chunkSize)
    const after = Math.floor(Math.random() * size)
    count(await cutOnTheWire({ port: listening.port, getToken: somebody() }, size, after))
  }
  console.log(`on the wire  ${String(cuts - before).padStart(4)}   ${mismatches.length - wrong}`)
  for (const what of mismatches) console.log(`a file ${what}`)
  if (mismatches.length > 0) process.exitCode = 1
  console.log(`uploads cuts=${cuts} mismatches=${mismatches.length}`)
} finally {
  await listening.close()
  await w.close()
  rmSync(folder, { recursive: true, force: true })
}
