/** What a page can note. */
export const diagnosticKinds = ['console', 'request', 'navigation', 'mark', 'version', 'flag', 'context'] as const
export type DiagnosticKind = (typeof diagnosticKinds)[number]
