// kill -9 of the served process during 200 creations: every acknowledged ticket is in the database, forced to the disk
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { countSyncs, crashOnce, installForCrash, missingStrace } from '../../packages/server/test/node/crash-run.ts'
import { aftercare } from '../../packages/server/test/node/served-process.ts'

const { values: flags } = parseArgs({ options: { kills: { type: 'string', default: '12' } } })
const kills = Number(flags.kills)
const dataDir = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))

try {
  const token = await installForCrash(dataDir)
  const total = { acknowledged: 0, missing: 0 }
  console.log('kill   acknowledged   missing   integrity')
  for (let kill = 1; kill <= kills; kill++) {
    // From the first answers to the last ones.
    const killAfter = Math.round((200 * (kill - 0.5)) / kills)
    const { acknowledged, missing, integrity } = await crashOnce(dataDir, token, killAfter)
    total.acknowledged += acknowledged
    total.missing += missing
    if (integrity !== 'ok') process.exitCode = 1
    console.log(
      `${String(kill).padStart(4)}   ${String(acknowledged).padStart(12)}   ${String(missing).padStart(7)}   ${integrity}`,
    )
  }
  console.log(`\n${await aftercare('audit', 'verify', '--tenant', 'tidewater', '--data-dir', dataDir)}`)

  const withoutStrace = await missingStrace()
  if (withoutStrace) {
    console.log(`Skipped: counting fdatasync and fsync (${withoutStrace}).`)
  } else {
    const { commits, syncs } = await countSyncs(dataDir, token, 200)
    const enough = syncs >= commits
    console.log(
      `${commits} commits one after the other: ${syncs} calls of fdatasync and fsync${enough ? '' : ', TOO FEW'}.`,
    )
    if (!enough) process.exitCode = 1
  }
  if (total.missing > 0) process.exitCode = 1
  console.log(`crash kills=${kills} acknowledged=${total.acknowledged} missing=${total.missing}`)
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
