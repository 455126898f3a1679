/** Whose data this is: what storage is named after, and whom a queued write belongs to. */
export interface Identity {
  /** Tenant and subject in one string. */
  readonly key: string
}

/** Who is signed in, by the host's word. */
export interface Session {
  /** The identity behind the last token; asks the host for a token when there is none yet. */
  identity(): Promise<Identity>
  /** A token that holds for the next seconds. `refresh` asks the host anew. Rejects with `SignedOut`. */
  token(refresh?: boolean): Promise<{ readonly token: string; readonly identity: Identity; readonly expiresAt: number }>
  /** Calls back when a token named another person; returns what stops it. */
  onChange(callback: (identity: Identity) => void): () => void
}
