// What the SDK offers to programs that run in Node.
export { fileStorage } from './file-storage.ts'
