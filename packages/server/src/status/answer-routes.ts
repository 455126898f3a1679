import type { MaintenanceWindow } from '@aftercare/protocol'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Principal } from '../identity/principal.ts'
import { refused } from '../knowledge/refused.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { findJoin, insertJoin, saveAcknowledgement } from './answer-store.ts'
import { statusReader } from './reader.ts'
import { instant } from './serialize.ts'
import { findConcerning, type NoticeRow } from './store.ts'

type AnswerHandlers = Pick<Handlers, 'joinIncident' | 'acknowledgeMaintenance'>

/** @throws ProblemError not_found where there is none, or none that concerns the caller */
async function concerningOf(db: Queryable, principal: Principal, id: string): Promise<NoticeRow> {
  const { tenant, accounts } = statusReader(principal)
  const row = await findConcerning(db, { tenant, id }, accounts)
  if (!row) throw new ProblemError('not_found')
  return row
}

/** What customers say to a notice; no ticket comes of it. */
export function noticeAnswerHandlers({ database }: Services): AnswerHandlers {
  return {
    joinIncident: {
      kind: 'write',
      needs: {},
      async write({ principal }, { params: { noticeId: notice } }, { tx, tenant, now }) {
        const row = await concerningOf(tx, principal, notice)
        const person = principal.id
        const [before] = await findJoin(tx, { tenant, notice, person })
        // Who has joined stays so when it is over; nobody joins what is.
        if (!before && (row.kind !== 'incident' || row.open === 0)) throw new ProblemError('action_not_possible')
        const account = principal.side === 'requester' ? principal.account : null
        await insertJoin(tx, { tenant, notice_id: notice, person_id: person, account, at: now })
        return {
          audit: { action: 'notice.joined', details: { notice } },
          body: { joined: true as const, at: instant(before?.at ?? now) },
        }
      },
      async authorizeReplay({ principal }, { params }) {
        await concerningOf(database.reader, principal, params.noticeId)
      },
    },

    acknowledgeMaintenance: {
      kind: 'write',
      needs: {},
      async write({ principal }, { params: { noticeId: notice }, body }, { tx, tenant, now }) {
        const row = await concerningOf(tx, principal, notice)
        const account = principal.side === 'requester' ? principal.account : null
        if (row.kind !== 'maintenance' || row.status !== 'scheduled' || account === null) {
          throw new ProblemError('action_not_possible')
        }
        const window = picked(row, body.window)
        await saveAcknowledgement(tx, {
          ...{ tenant, notice_id: notice, account, person_id: principal.id, schedule: row.schedule },
          ...{ window_from: Date.parse(window.from), window_until: Date.parse(window.until), at: now },
        })
        return {
          audit: { action: 'notice.acknowledged', details: { notice, account, ...window } },
          body: { at: instant(now), window },
        }
      },
      async authorizeReplay({ principal }, { params }) {
        await concerningOf(database.reader, principal, params.noticeId)
      },
    },
  }
}

/** @throws ProblemError validation_failed where that window was not offered */
function picked(row: NoticeRow, asked: MaintenanceWindow | undefined): MaintenanceWindow {
  const announced = { from: instant(row.window_from!), until: instant(row.window_until!) }
  if (!asked) return announced
  const offered = [announced, ...(JSON.parse(row.choices) as MaintenanceWindow[])]
  const found = offered.find(({ from, until }) => from === asked.from && until === asked.until)
  if (!found) throw refused('/window', 'not_allowed')
  return found
}
