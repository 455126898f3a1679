// kill -9 of the browser while a ticket with files is sent, and of the server under load: nothing is lost
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { crashOnce, installForCrash } from '../../packages/server/test/node/crash-run.ts'
import { aftercare } from '../../packages/server/test/node/served-process.ts'
import { startTidewater } from '../../tests/end-to-end/tidewater.mjs'
import { comeBack, submitAndDie } from './kills/submission.mjs'

const { values: flags } = parseArgs({
  options: { browser: { type: 'string', default: '200' }, server: { type: 'string', default: '300' } },
})
const kills = { browser: Number(flags.browser), server: Number(flags.server) }
const total = { lost: 0, duplicated: 0, corrupt: 0 }

async function killBrowsers() {
  const profile = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
  const tidewater = await startTidewater()
  const shown = { saved: 0, unsaved: 0, nothing: 0 }
  const arrived = { saved: 0, unsaved: 0, nothing: 0 }
  try {
    const ticketsOf = readerFor(tidewater.url)
    for (let round = 1; round <= kills.browser; round++) {
      const address = `${tidewater.url}/help.html`
      const submission = await submitAndDie(address, profile)
      const { tickets, ...faults } = await comeBack(address, profile, submission, ticketsOf)
      shown[submission.shown]++
      arrived[submission.shown] += tickets
      for (const [fault, count] of Object.entries(faults)) {
        total[fault] += count
        if (count > 0) console.log(`kill ${round}: ${fault} (${submission.subject}, shown ${submission.shown})`)
      }
      if (round % 20 === 0) console.log(`${round} kills of the browser …`)
    }
    console.log(
      `Killed after "saved" was on the screen: ${shown.saved}, tickets ${arrived.saved}. While it was being saved: ` +
        `${shown.unsaved}, tickets ${arrived.unsaved}. Before: ${shown.nothing}, tickets ${arrived.nothing}.`,
    )
  } finally {
    await tidewater.stop()
    rmSync(profile, { recursive: true, force: true })
  }
}

/** Reads as the person does, so that a ticket counts as there when they see it, and downloads its files. */
function readerFor(url) {
  const read = async (path) => {
    // A token lasts a quarter of an hour, and a run longer.
    const token = await (await fetch(`${url}/session/support-token`)).text()
    const headers = { Authorization: `Bearer ${token}`, 'Aftercare-Protocol': '1.0' }
    const answer = await fetch(`${url}/support${path}`, { headers })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return answer.json()
  }
  return async (subject) => {
    const { items } = await read('/tickets?limit=20')
    const tickets = items.filter((ticket) => ticket.subject === subject)
    return Promise.all(
      tickets.map(async ({ attachments }) => ({
        files: await Promise.all(
          attachments.map(async ({ fileId, name }) => {
            const { url: address } = await read(`/files/${fileId}/link`)
            const bytes = await (await fetch(new URL(address, url))).arrayBuffer()
            return { name, sha256: createHash('sha256').update(Buffer.from(bytes)).digest('hex') }
          }),
        ),
      })),
    )
  }
}

async function killServers() {
  const dataDir = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
  let acknowledged = 0
  try {
    const token = await installForCrash(dataDir)
    for (let round = 1; round <= kills.server; round++) {
      const run = await crashOnce(dataDir, token, Math.ceil(Math.random() * 190))
      acknowledged += run.acknowledged
      total.lost += run.missing
      if (run.integrity !== 'ok') total.corrupt++
      if (round % 50 === 0) console.log(`${round} kills of the server, ${acknowledged} tickets acknowledged …`)
    }
    console.log(await aftercare('audit', 'verify', '--tenant', 'tidewater', '--data-dir', dataDir))
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

if (kills.browser > 0) await killBrowsers()
if (kills.server > 0) await killServers()
const { lost, duplicated, corrupt } = total
if (lost + duplicated + corrupt > 0) process.exitCode = 1
console.log(
  `kills browser=${kills.browser} server=${kills.server} lost=${lost} duplicated=${duplicated} corrupt=${corrupt}`,
)
