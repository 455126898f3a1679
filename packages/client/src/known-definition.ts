import type { PublicService } from '@aftercare/protocol/service-rules'

/** The service definition as this page knows it: `service(core)` keeps it current, and nothing is read for who looks. */
export const known = (): { service?: PublicService | undefined } => ({})
