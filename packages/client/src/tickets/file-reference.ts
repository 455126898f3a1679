/** Stands for a file's id and digest, which are made later. */
export const reference = { fileId: '00000000-0000-4000-8000-000000000000', sha256: '0'.repeat(64) }
