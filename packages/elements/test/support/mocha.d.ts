/** What the tests use of the runner that is on the page. */
declare const describe: {
  (name: string, suite: () => void): void
  skip(name: string, suite: () => void): void
}
declare function it(name: string, test: () => void | Promise<void>): void
declare function before(hook: () => void | Promise<void>): void
declare function after(hook: () => void | Promise<void>): void
declare function beforeEach(hook: () => void | Promise<void>): void
declare function afterEach(hook: () => void | Promise<void>): void
