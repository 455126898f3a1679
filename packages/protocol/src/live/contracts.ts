import type { RouteSchemas } from '../wire/route.ts'

export const listenSchemas = {
  summary:
    'Events as they happen (server-sent events). `Last-Event-ID` resumes; the event `reset` says that the log no longer reaches back so far',
  problems: [],
} as const satisfies RouteSchemas
