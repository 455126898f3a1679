/** Lines of technical details that come with a ticket, and characters of each part of one, in Unicode code points. */
export const diagnosticLimits = { lines: 100, text: 400 } as const
