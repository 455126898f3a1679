// `pnpm bench NAME [flags]` runs scripts/bench/NAME.mjs; without a name it lists what there is. A bench prints a
// table for people and, last, one line `NAME key=value …`. Its helpers have a folder.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'bench')
const names = readdirSync(folder)
  .filter((file) => /^[a-z-]+\.mjs$/.test(file))
  .map((file) => file.slice(0, -'.mjs'.length))

const [name, ...flags] = process.argv.slice(2)
if (name === undefined || name === '--help') {
  console.log('pnpm bench NAME, where NAME is one of\n')
  for (const each of names) {
    const [summary] = readFileSync(join(folder, `${each}.mjs`), 'utf8').split('\n')
    console.log(`  ${each.padEnd(12)} ${summary.replace(/^\/\/ /, '')}`)
  }
} else if (!names.includes(name)) {
  console.error(`There is no bench called "${name}"; there are ${names.join(', ')}.`)
  process.exitCode = 2
} else {
  const options = ['--conditions=source', '--disable-warning=ExperimentalWarning']
  const bench = spawn(process.execPath, [...options, join(folder, `${name}.mjs`), ...flags], { stdio: 'inherit' })
  // Ctrl-C reaches the bench as well; it is the one that knows how to clean up.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => bench.kill('SIGTERM'))
  bench.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1)
  })
}
