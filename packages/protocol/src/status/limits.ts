/** Bounds of notices, in Unicode code points and numbers of things. */
export const noticeLimits = {
  title: 200,
  /** Of one update in one language, and of the notes on migration and rollback. */
  body: 10_000,
  locales: 12,
  components: 100,
  /** Things to do before a maintenance. */
  preparation: 30,
  preparationLine: 500,
  /** Windows that an account picks among. */
  choices: 10,
  products: 50,
  product: 200,
  version: 60,
  accounts: 500,
  /** Of one notice. */
  updates: 500,
  /** Notices that are open at once. */
  open: 100,
  /** The newest updates of a notice, where several notices are shown at once. */
  recentUpdates: 20,
  /** Notices in a feed. */
  feed: 50,
  /** Days of uptime. */
  days: 90,
  /** Bytes of a request that carries texts in several languages. */
  requestBytes: 1024 * 1024,
} as const
