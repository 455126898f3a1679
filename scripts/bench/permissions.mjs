// Every cell of docs/permissions.md against a real server: each route and action, for each role, in each relation.
import { runPermissionMatrix } from '../../packages/server/test/permission-matrix.ts'

const started = performance.now()
const { cells, differences, leaks } = await runPermissionMatrix()
console.log(`${cells} cells in ${((performance.now() - started) / 1000).toFixed(1)} s, ${differences.length} differ`)
for (const { cell, expected, found } of differences) console.log(`  ${cell}: ${expected} expected, ${found} found`)
console.log(`permissions cells=${cells} leaks=${leaks.length}`)
if (differences.length > 0) process.exitCode = 1
