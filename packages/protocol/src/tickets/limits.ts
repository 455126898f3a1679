/** Limits that forms announce and the server keeps. Text in Unicode code points, files in bytes. */
export const limits = {
  subject: 200,
  description: 20_000,
  messageBody: 20_000,
  /** Why something was rejected, reopened, decided otherwise. */
  reason: 2_000,
  /** One line of the environment. */
  environment: 300,
  /** What somebody looks for in a list. */
  search: 200,
  /** The most files of one ticket or message; a service definition may take fewer. */
  attachments: 10,
  /** The largest file; a service definition may take smaller ones only. */
  fileBytes: 10 * 1024 * 1024,
  fileName: 255,
} as const

/** Limits of what only the provider's people do: apart, so that no customer's page carries them. */
export const deskLimits = {
  /** Name of a view or a macro. */
  viewName: 100,
  macroActions: 5,
  /** Tickets of one bulk action. */
  bulk: 100,
} as const
