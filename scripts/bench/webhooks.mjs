// webhooks to ten endpoints, three of which fail, sent by processes that get kill -9: none is lost, what is given up can be replayed
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { runWebhookKills } from '../../packages/server/test/node/webhook-kills.ts'

const { values: flags } = parseArgs({
  options: { events: { type: 'string', default: '10000' }, kills: { type: 'string', default: '100' } },
})
const folder = mkdtempSync(join(tmpdir(), 'aftercare-bench-'))
try {
  const of = { deliveries: Number(flags.events), kills: Number(flags.kills) }
  const { deliveries, kills, lost, deadLettered, notReplayed, strange, doubled } = await runWebhookKills(folder, of)
  console.log(`deliveries                        ${deliveries}`)
  console.log(`processes killed                  ${kills}`)
  console.log(`sent again after an answer        ${doubled}`)
  console.log(`given up, with a reason           ${deadLettered}`)
  console.log(`of those not there after a replay ${notReplayed}`)
  console.log(`with another id or body           ${strange}`)
  if (lost + notReplayed + strange > 0) process.exitCode = 1
  console.log(`webhooks events=${deliveries} lost=${lost} dead_lettered=${deadLettered}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
