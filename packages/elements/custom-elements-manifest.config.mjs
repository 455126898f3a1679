export default {
  globs: ['src/**/*.ts'],
  exclude: ['src/**/define.ts'],
  outdir: 'dist',
  litelement: true,
  // The package names its manifest itself; the analyzer would write into whichever package.json it is started from.
  packagejson: false,
}
