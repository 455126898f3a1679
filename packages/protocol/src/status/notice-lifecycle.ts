import { type IncidentStatus, incidentStatuses, type MaintenanceStatus, maintenanceStatuses } from './statuspage.ts'

export const noticeKinds = ['incident', 'maintenance'] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** Of a maintenance besides those that Statuspage knows: it will not be, or is broken off. */
export const noticeStatuses = [...incidentStatuses, ...maintenanceStatuses, 'cancelled'] as const
export type NoticeStatus = IncidentStatus | MaintenanceStatus | 'cancelled'

/** Where a notice begins. */
export const firstStatus = { incident: 'investigating', maintenance: 'scheduled' } as const satisfies Record<
  NoticeKind,
  NoticeStatus
>

type Moves = Readonly<Partial<Record<NoticeStatus, readonly NoticeStatus[]>>>

/**
 * Where an update may lead from each status; from those that are not named, nowhere. An incident that was thought to be over
 * may turn out not to be, until it is resolved; what was begun may be broken off, and what is over stays over.
 */
export const noticeLifecycle: Readonly<Record<NoticeKind, Moves>> = {
  incident: {
    investigating: ['investigating', 'identified', 'monitoring', 'resolved'],
    identified: ['identified', 'investigating', 'monitoring', 'resolved'],
    monitoring: ['monitoring', 'investigating', 'identified', 'resolved'],
  },
  maintenance: {
    scheduled: ['scheduled', 'in_progress', 'cancelled'],
    in_progress: ['in_progress', 'verifying', 'completed', 'cancelled'],
    verifying: ['verifying', 'in_progress', 'completed', 'cancelled'],
  },
}

/** Total: every kind and pair of statuses has an answer. */
export const mayBecome = (kind: NoticeKind, from: NoticeStatus, to: NoticeStatus): boolean =>
  noticeLifecycle[kind][from]?.includes(to) ?? false

/** Whether anything may still become of it. */
export const isOpen = (kind: NoticeKind, status: NoticeStatus): boolean => noticeLifecycle[kind][status] !== undefined

/** Whether it says something of its components now: what is to come says nothing yet. */
export const isUnderWay = (kind: NoticeKind, status: NoticeStatus): boolean =>
  isOpen(kind, status) && status !== 'scheduled'

/** What an update is, for those who are told of it. `completed` is an incident that is resolved, too. */
export const noticeNews = ['created', 'updated', 'rescheduled', 'cancelled', 'completed'] as const
export type NoticeNews = (typeof noticeNews)[number]

/** @param moved whether its window is another one now */
export function newsOf(kind: NoticeKind, to: NoticeStatus, moved: boolean): NoticeNews {
  if (to === 'cancelled') return 'cancelled'
  if (!isOpen(kind, to)) return 'completed'
  return moved ? 'rescheduled' : 'updated'
}
