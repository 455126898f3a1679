// Packs every package as it would be published, checks the tarballs (publint, are the types wrong), then
// installs all of them into an empty project with pnpm and runs what a user would run first.
import { execFile } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const pnpm = join(root, '.toolchain/node_modules/pnpm/bin/pnpm.mjs')
const names = ['protocol', 'client', 'server', 'mock', 'elements']

async function step(name, work) {
  const began = performance.now()
  await work()
  console.log(`${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
}

const folder = mkdtempSync(join(tmpdir(), 'aftercare-packed-'))
try {
  const tarballs = {}
  for (const name of names) {
    await step(`${name}: packed, publint and attw clean`, async () => {
      const cwd = join(root, 'packages', name)
      const destination = join(folder, name)
      mkdirSync(destination)
      await run(process.execPath, [pnpm, 'pack', '--pack-destination', destination], { cwd })
      const [tarball] = globSync('*.tgz', { cwd: destination })
      tarballs[name] = join(destination, tarball)
      const manifest = (await run('tar', ['xzOf', tarballs[name], 'package/package.json'])).stdout
      if (/"source"|workspace:|catalog:/.test(manifest))
        throw new Error(`${name}: the manifest carries what is ours alone`)
      await run(bin('publint'), ['run', tarballs[name], '--strict'])
      await run(bin('attw'), [tarballs[name], '--profile', 'esm-only'])
    })
  }

  await step('all of them run in an empty project', async () => {
    const project = join(folder, 'project')
    mkdirSync(project)
    const dependencies = Object.fromEntries(names.map((name) => [`@aftercare/${name}`, `file:${tarballs[name]}`]))
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: 'empty-project', private: true, type: 'module', dependencies }, null, 2),
    )
    // pnpm takes what this repository has installed already, and lets no package reach what it does not name. A package
    // names the others by their versions, which nobody has published yet.
    const workspace = { packages: ['.'], overrides: dependencies, onlyBuiltDependencies: [] }
    writeFileSync(join(project, 'pnpm-workspace.yaml'), JSON.stringify(workspace))
    await run(process.execPath, [pnpm, 'install', '--prefer-offline', '--ignore-scripts'], { cwd: project })
    for (const script of globSync('*.mjs', { cwd: join(root, 'tests/packed') })) {
      cpSync(join(root, 'tests/packed', script), join(project, script))
      const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', script], {
        cwd: project,
      })
      if (!stdout.includes('ok')) throw new Error(`${basename(script)} did not come to its end:\n${stdout}`)
    }
    const installed = JSON.parse(readFileSync(join(project, 'node_modules/@aftercare/client/package.json'), 'utf8'))
    if (installed.exports['.'].source) throw new Error('the source condition was published')
  })
} catch (error) {
  console.error(error.message)
  if (error.stdout) console.error(error.stdout)
  if (error.stderr) console.error(error.stderr)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
