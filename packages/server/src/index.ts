// The core: a fetch handler over a database and a blob store. Nothing here imports Node; see '@aftercare/server/node'.

export { createAccount, listAccounts, readAccount, serveAccounts } from './administration/accounts.ts'
export { AdministrationError } from './administration/administration-error.ts'
export {
  type Issuer,
  type IssuerSummary,
  listIssuers,
  registerIssuer,
  retireIssuer,
  type TokenAlgorithm,
} from './administration/issuers.ts'
export { offboardStaff } from './administration/offboard-staff.ts'
export { type ReplayedTicket, replayTicket } from './administration/replay.ts'
export { grantRole, type NamedPerson, revokeRole } from './administration/roles.ts'
export {
  listServiceVersions,
  publishService,
  readServiceVersion,
  type ServiceVersion,
} from './administration/service.ts'
export {
  changeStaff,
  createStaff,
  issueStaffKey,
  listStaff,
  listStaffKeys,
  requireAgreement,
  revokeStaffKey,
  type StaffKeySummary,
  type StaffProfile,
  type StaffSummary,
  signAgreement,
} from './administration/staff.ts'
export { revokeSubject } from './administration/subjects.ts'
export { createTenant, listTenants, type TenantSummary } from './administration/tenants.ts'
export { type AuditVerdict, verifyAudit } from './administration/verify-audit.ts'
export { allowVisitors } from './administration/visitors.ts'
export {
  addWebhook,
  listWebhookDeliveries,
  listWebhooks,
  removeWebhook,
  replayWebhook,
  rotateWebhook,
  testWebhook,
} from './administration/webhooks.ts'
export {
  createSupportServer,
  type Limits,
  type ServerOptions,
  type SupportServer,
  type VisitorSettings,
} from './create-server.ts'
export type { PreviewMaker } from './files/previews.ts'
export type { FileToScan, ScanHook } from './files/scan.ts'
export { behindProxies } from './handle/client-address.ts'
export type { Rate } from './handle/rate-limit.ts'
export type { Journal } from './journal/write.ts'
export { type Log, silentLog } from './log.ts'
export { type MailAddress, MailDeferred, type MailMessage, MailRefused, type MailSender } from './mail/mail-message.ts'
export type { MailOptions, MailSettings } from './mail/mail-settings.ts'
export { describeRoutes } from './operations/open-api.ts'
export type { BlobStore } from './storage/blob-store.ts'
export type { Database } from './storage/database.ts'
export { memoryBlobStore } from './storage/memory-blob-store.ts'
export { migrate, pendingMigrations } from './storage/migrate.ts'
export type { Schema } from './storage/schema.ts'
export { serverVersion } from './version.ts'
export type { ChallengeContext, ChallengeKind } from './visitors/challenge-kind.ts'
export {
  type WebhookAnswer,
  type WebhookOptions,
  WebhookRefused,
  type WebhookRequest,
  type WebhookSender,
} from './webhooks/webhook-sender.ts'
export type { Work } from './work/work.ts'
