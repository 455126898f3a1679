import type { TicketFilters, TicketOrder, TicketStatus } from '@aftercare/protocol'

/** What a queue shows, as a program writes it; a saved view's filters are these too. */
export type QueueFilters = Omit<TicketFilters, 'status' | 'open' | 'due'> & {
  /** One status, or any of several. */
  readonly status?: TicketStatus | readonly TicketStatus[] | string | undefined
  readonly open?: boolean | 'true' | 'false' | undefined
  /** The next promise is due before this instant. */
  readonly due?: Date | string | undefined
  readonly sort?: TicketOrder | undefined
}

/** Filters as they travel. */
export function queryOf({ status, open, due, sort, ...others }: QueueFilters): TicketFilters & { sort?: TicketOrder } {
  return {
    ...others,
    ...(status !== undefined && { status: typeof status === 'string' ? status : status.join(',') }),
    ...(open !== undefined && { open: String(open) as 'true' | 'false' }),
    ...(due !== undefined && { due: typeof due === 'string' ? due : due.toISOString() }),
    ...(sort !== undefined && { sort }),
  }
}
