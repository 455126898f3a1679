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
  /** Name of a view or a macro. */
  viewName: 100,
  macroActions: 5,
  /** Tickets of one bulk action. */
  bulk: 100,
  attachments: 10,
  fileBytes: 10 * 1024 * 1024,
  fileName: 255,
} as const
