export function askKnownItems() {
  return true
}
