/** A browser remembers that a module did not come: what sends files is there before the network may be gone. */
export async function prepareUploads(): Promise<void> {
  await Promise.all([
    import('../outbox/upload-files.ts'),
    import('./chosen-files.ts'),
    import('./open-waiting-files.ts'),
  ])
}
