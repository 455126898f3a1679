import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { newDataDir, runScript, startTidewater } from './tidewater.mjs'

const root = join(import.meta.dirname, '../..')

describe('npm start', { timeout: 120_000 }, () => {
  let folder

  before(async () => {
    folder = await newDataDir()
  })

  after(() => rm(folder, { recursive: true, force: true }))

  const numbers = async (url) => {
    const key = await (await fetch(`${url}/session/staff-key`)).text()
    const answer = await fetch(`${url}/support/tickets`, { headers: { authorization: `Bearer ${key}` } })
    return (await answer.json()).items.map(({ number }) => number)
  }

  it('says where it is, both ways in, and what to try; Ctrl-C stops it cleanly', async () => {
    const tidewater = await startTidewater({ dataDir: folder })
    for (const part of [
      '/help.html',
      '/agents.html',
      '/mailbox.html',
      '/session/staff-key',
      'raise-ticket.mjs',
      folder.split('/').at(-1),
    ]) {
      assert.ok(tidewater.output().includes(part), `${part} in\n${tidewater.output()}`)
    }
    assert.equal(await tidewater.stop(), 0)
  })

  it('keeps the data between two starts, and wipes it with --fresh', async () => {
    const first = await startTidewater({ dataDir: folder })
    const before = await numbers(first.url)
    const raised = runScript('examples/quick-start/raise-ticket.mjs', [], { TIDEWATER_URL: first.url })
    assert.equal(await raised.exited, 0, raised.output())
    assert.equal((await numbers(first.url)).length, before.length + 1)
    await first.stop()

    const second = await startTidewater({ dataDir: folder })
    assert.equal((await numbers(second.url)).length, before.length + 1)
    await second.stop()

    const fresh = await startTidewater({ dataDir: folder, args: ['--fresh'] })
    assert.deepEqual(await numbers(fresh.url), before)
    await fresh.stop()
  })

  it('stops while a page listens for events', async () => {
    const tidewater = await startTidewater({ dataDir: folder })
    const key = await (await fetch(`${tidewater.url}/session/staff-key`)).text()
    const stream = await fetch(`${tidewater.url}/support/events`, { headers: { authorization: `Bearer ${key}` } })
    assert.equal(stream.status, 200)
    const began = performance.now()
    assert.equal(await tidewater.stop(), 0)
    assert.ok(performance.now() - began < 5000)
    await stream.body.cancel().catch(() => {})
  })

  it('names a taken port and ends with an exit code', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address()
    const { exited, output } = runScript('scripts/start.mjs', ['--port', String(port), '--data-dir', folder])
    assert.equal(await exited, 2)
    assert.match(output(), new RegExp(`Port ${port} is taken`))
    taken.close()
  })

  for (const [args, says] of [
    [['--port', 'ship'], /"ship" is not a port number/],
    [['--harbour'], /--harbour/],
    [['--fresh', '--data-dir', '.'], /will not wipe/],
  ]) {
    it(`refuses ${args.join(' ')} with one clear line`, async () => {
      const { exited, output } = runScript('scripts/start.mjs', args)
      assert.equal(await exited, 2)
      assert.match(output(), says)
      assert.doesNotMatch(output(), /\n\s+at /)
    })
  }

  it('explains itself with --help', async () => {
    const { exited, output } = runScript('scripts/start.mjs', ['--help'])
    assert.equal(await exited, 0)
    for (const option of ['--port', '--host', '--data-dir', '--fresh']) assert.ok(output().includes(option))
  })

  it('serves an OpenAPI document that passes redocly lint', async () => {
    const tidewater = await startTidewater({ dataDir: folder })
    const text = await (await fetch(`${tidewater.url}/support/openapi.json`)).text()
    await tidewater.stop()
    const out = await mkdtemp(join(tmpdir(), 'openapi-'))
    await writeFile(join(out, 'openapi.json'), text)
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, 'node_modules/@redocly/cli/bin/cli.js'), 'lint', join(out, 'openapi.json')],
      {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      },
    )
    await rm(out, { recursive: true })
    assert.equal(status, 0, `${stdout}\n${stderr}`)
  })
})
