/// <reference types="node" />
// Binds the server to Node: databases, files, HTTP, logs and the command line.

export { memoryBlobStore } from '../storage/memory-blob-store.ts'
export { runCli } from './cli/run-cli.ts'
export type { Terminal } from './cli/terminal.ts'
export { type DevelopmentMailbox, developmentMailbox } from './development-mailbox.ts'
export { fileBlobStore } from './file-blob-store.ts'
export { durabilityOf } from './inspection-store.ts'
export { createLog, type LogLevel } from './log.ts'
export { picturePreviews } from './picture-previews.ts'
export { openPostgres } from './postgres.ts'
export { type S3Options, s3BlobStore } from './s3-blob-store.ts'
export { connectionAddress, type Listening, type ServeOptions, serve } from './serve.ts'
export { type SmtpSender, smtpSender } from './smtp-sender.ts'
export { openSqlite } from './sqlite.ts'
export { type WebhookSenderOptions, webhookSender } from './webhook-sender.ts'
