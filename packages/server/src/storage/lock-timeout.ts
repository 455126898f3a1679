/** SQLite's SQLITE_BUSY; extended result codes keep it in the low byte. */
const sqliteBusy = 5

/** PostgreSQL's lock_not_available and deadlock_detected. */
const postgresCodes = ['55P03', '40P01']

/** Whether a query failed because somebody else held the lock for longer than it may wait. */
export function isLockTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as { code?: unknown; errcode?: unknown }
  return postgresCodes.includes(String(code)) || (typeof errcode === 'number' && (errcode & 0xff) === sqliteBusy)
}
