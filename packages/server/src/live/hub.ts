/**
 * Wakes those who wait for a tenant's events. It carries no data: who wakes reads the log from its own position,
 * so nothing is lost or doubled, whatever the order of waking, committing and reading.
 */
export class Hub {
  readonly #listeners = new Map<string, Set<() => void>>()

  /** Calls `wake` after each commit of the tenant; returns the unsubscribe. */
  subscribe(tenant: string, wake: () => void): () => void {
    const listeners = this.#listeners.get(tenant) ?? new Set()
    this.#listeners.set(tenant, listeners)
    listeners.add(wake)
    return () => {
      listeners.delete(wake)
      if (listeners.size === 0 && this.#listeners.get(tenant) === listeners) this.#listeners.delete(tenant)
    }
  }

  /** A write of the tenant was committed. */
  notify(tenant: string): void {
    for (const wake of [...(this.#listeners.get(tenant) ?? [])]) wake()
  }
}
