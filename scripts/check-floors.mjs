// Checks the grid: imports go down only, by package name, and each room imports only what its floor may.
// `node scripts/check-floors.mjs [root]`; exit 1 names every forbidden import with its file and line.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript-api'

/**
 * Rooms by path, the most particular first: what a file in it may import. `name/*` stands for a package and its
 * subpaths; `{ lazy }` may be reached by `import()` or a type only, `{ types }` by a type only.
 */
const rooms = [
  { path: 'packages/protocol/src', may: ['zod/mini'] },
  { path: 'packages/client/src/node', may: ['node:*', '@aftercare/protocol', 'nanostores'] },
  {
    path: 'packages/client/src',
    may: [
      '@aftercare/protocol',
      '@aftercare/protocol/schemas',
      '@aftercare/protocol/diagnostics',
      '@aftercare/protocol/knowledge',
      '@aftercare/protocol/service-rules',
      '@aftercare/protocol/sla',
      '@aftercare/protocol/content',
      '@aftercare/protocol/knowledge/*',
      '@aftercare/protocol/search/*',
      'nanostores',
      'zod/mini',
    ],
  },
  {
    path: 'packages/server/src/node',
    may: [
      ...[
        'node:*',
        '@aftercare/protocol/*',
        'hono/*',
        '@hono/node-server/*',
        'kysely',
        'jose',
        'pino',
        'aws4fetch',
        'ipaddr.js',
      ],
      ...[{ lazy: 'pg' }, { lazy: 'nodemailer' }, { lazy: 'sharp' }],
    ],
  },
  { path: 'packages/server/src/minting', may: ['jose'] },
  { path: 'packages/server/src/development', may: ['node:*', '@aftercare/protocol/*', 'jose', 'kysely'] },
  {
    path: 'packages/server/src',
    may: ['@aftercare/protocol/*', 'hono/*', 'kysely/*', 'jose', 'zod/mini', '@noble/hashes/*', 'markdown-it'],
  },
  {
    path: 'packages/mock/src',
    may: ['@aftercare/protocol', '@aftercare/server/development/portable', '@sqlite.org/sqlite-wasm', 'msw'],
  },
  {
    path: 'packages/elements/src',
    may: [
      '@aftercare/client',
      '@aftercare/protocol',
      '@aftercare/protocol/content',
      '@aftercare/protocol/diagnostics',
      '@aftercare/protocol/knowledge',
      '@aftercare/protocol/service-rules',
      '@aftercare/protocol/sla',
      '@aftercare/protocol/status',
      'lit/*',
      { types: 'nanostores' },
    ],
  },
]

/** What must not be reached by static imports alone from an entry: a page would pay for it before it shows anything. */
const firstLoads = [
  {
    entry: 'packages/client/src/index.ts',
    never: ['zod/mini', '@aftercare/protocol/schemas', '@aftercare/protocol/diagnostics', '@aftercare/protocol/search'],
  },
  // Whoever shows a status alone loads neither client nor schemas.
  {
    entry: 'packages/elements/src/status/status/define.ts',
    never: ['zod/mini', '@aftercare/client', '@aftercare/protocol', '@aftercare/protocol/schemas', 'nanostores'],
  },
  // A vendor's backend mints tokens without the rest of the server.
  { entry: 'packages/server/src/minting/index.ts', never: ['kysely', 'hono', 'zod/mini', '@aftercare/protocol'] },
]

/** SQL lives in stores and in the storage room, nowhere else. */
const sqlCall = /\.(selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(|\bsql`/
const sqlRoom = /(^|\/)(store|[a-z-]+-store)\.ts$|\/storage\//

const matches = (allowed, name) =>
  allowed.endsWith('/*')
    ? name === allowed.slice(0, -2) || name.startsWith(allowed.slice(0, -1))
    : allowed.endsWith(':*')
      ? name.startsWith(allowed.slice(0, -1))
      : name === allowed

function* importsOf(source) {
  const visit = function* (node) {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const typeOnly = ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly
      yield { name: node.moduleSpecifier.text, how: typeOnly ? 'type' : 'static', node }
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments
      if (argument && ts.isStringLiteralLike(argument)) yield { name: argument.text, how: 'lazy', node }
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      yield { name: node.argument.literal.text, how: 'type', node }
    }
    for (const child of node.getChildren(source)) yield* visit(child)
  }
  yield* visit(source)
}

function isAllowed(room, { name, how }) {
  return room.may.some((entry) => {
    if (typeof entry === 'string') return matches(entry, name)
    if (entry.lazy) return how !== 'static' && matches(entry.lazy, name)
    return how === 'type' && matches(entry.types, name)
  })
}

function parsed(file) {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
}

/** Follows static imports inside a package and names the first way to something that must come later. */
function checkFirstLoad(root, { entry, never }) {
  const faults = []
  const seen = new Set()
  const follow = (file, way) => {
    if (seen.has(file) || !existsSync(file)) return
    seen.add(file)
    for (const { name, how } of importsOf(parsed(file))) {
      if (how !== 'static') continue
      if (name.startsWith('.')) follow(resolve(dirname(file), name), [...way, relative(root, file)])
      else if (never.includes(name)) {
        faults.push(`${relative(root, file)} loads ${name} at once, by way of ${[...way, entry].at(0)}`)
      }
    }
  }
  follow(join(root, entry), [])
  return faults
}

export function checkFloors(root) {
  const faults = firstLoads.flatMap((load) => checkFirstLoad(root, load))
  for (const room of rooms) {
    const folder = join(root, room.path)
    if (!existsSync(folder)) continue
    const inner = rooms.filter((other) => other.path.startsWith(`${room.path}/`)).map((other) => join(root, other.path))
    const packageFolder = join(root, ...room.path.split('/').slice(0, 2))
    for (const file of globSync('**/*.ts', { cwd: folder }).map((name) => join(folder, name))) {
      if (inner.some((other) => file.startsWith(other + sep))) continue
      const text = readFileSync(file, 'utf8')
      const source = parsed(file)
      const at = (position) => `${relative(root, file)}:${source.getLineAndCharacterOfPosition(position).line + 1}`
      for (const found of importsOf(source)) {
        const where = at(found.node.getStart(source))
        if (found.name.startsWith('.')) {
          const target = resolve(dirname(file), found.name)
          if (!target.startsWith(packageFolder + sep)) {
            faults.push(`${where} leaves its package by a relative path: ${found.name}`)
          } else if (inner.some((other) => target.startsWith(other + sep)) && found.how === 'static') {
            faults.push(`${where} imports an outer room: ${found.name}`)
          }
        } else if (!isAllowed(room, found)) {
          faults.push(`${where} may not import ${found.name}${found.how === 'static' ? '' : ` (${found.how})`}`)
        }
      }
      if (room.path.startsWith('packages/server') && !sqlRoom.test(file.replaceAll(sep, '/'))) {
        const call = sqlCall.exec(text)
        if (call) faults.push(`${at(call.index)} speaks SQL outside a store`)
      }
    }
  }
  return faults
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'))
  const faults = checkFloors(root)
  for (const fault of faults) console.error(fault)
  console.log(faults.length === 0 ? 'Floors: every import goes down.' : `Floors: ${faults.length} forbidden.`)
  process.exit(faults.length === 0 ? 0 : 1)
}
