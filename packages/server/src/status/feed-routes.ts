import type { Notice, Route } from '@aftercare/protocol'
import type { FeedHandler, Handlers } from '../handle/handlers.ts'
import type { Services } from '../services.ts'
import { calendarOf } from './calendar.ts'
import { presentOf } from './present.ts'
import { noticesOfPage, type PublicPage, publicPage } from './public-page.ts'
import { Statuspage } from './statuspage.ts'
import { atomOf, rssOf } from './syndication.ts'

type FeedHandlers = Pick<
  Handlers,
  | 'statuspageSummary'
  | 'statuspageStatus'
  | 'statuspageComponents'
  | 'statuspageIncidents'
  | 'statuspageUnresolved'
  | 'statuspageMaintenances'
  | 'statuspageActive'
  | 'statuspageUpcoming'
  | 'statusAtom'
  | 'statusRss'
  | 'statusCalendar'
>
type Input = { readonly params: { readonly tenant: string }; readonly query: { readonly locale?: string | undefined } }
type Feed = FeedHandler<Route>

/** What is said of a notice in a feed, besides its newest words. */
const updatesInFeed = 5

const isIncident = ({ kind }: Notice) => kind === 'incident'
const isMaintenance = ({ kind }: Notice) => kind === 'maintenance'
const isScheduled = ({ status }: Notice) => status === 'scheduled'

/** What is for everybody, in the formats that are read everywhere. */
export function statusFeedHandlers({ database: { reader: db }, book }: Services): FeedHandlers {
  const feed = (type: string, write: (page: PublicPage, root: string) => Promise<string>): Feed => ({
    kind: 'feed',
    async feed({ now, root }, input) {
      // The schemas of all of them are the same.
      const { params, query } = input as unknown as Input
      const page = await publicPage({ db, book }, { tenant: params.tenant, root, now, locale: query.locale })
      return { type, body: await write(page, root) }
    },
  })
  /** A document of the Statuspage, of notices that are open or of the newest of a kind. */
  const json = (
    filter: Parameters<typeof noticesOfPage>[2],
    cut: (statuspage: Statuspage, notices: readonly Notice[]) => object,
  ): Feed =>
    feed('application/json; charset=utf-8', async (page) => {
      const notices = await noticesOfPage(db, page, filter)
      // What was ended last has changed the page, too.
      const newest = await noticesOfPage(db, page, {}, 1)
      const present = await presentOf(db, { tenant: page.tenant, accounts: [], now: page.now })
      const statuspage = new Statuspage(page, present, [...notices, ...newest])
      return JSON.stringify({ page: statuspage.page, ...cut(statuspage, notices) })
    })
  const incidents = (statuspage: Statuspage, notices: readonly Notice[]) =>
    notices.filter(isIncident).map((each) => statuspage.incident(each))
  const maintenances = (statuspage: Statuspage, notices: readonly Notice[]) =>
    notices.filter(isMaintenance).map((each) => statuspage.maintenance(each))
  const open = { open: true }
  return {
    statuspageSummary: json(open, (statuspage, notices) => ({
      components: statuspage.components,
      incidents: incidents(statuspage, notices),
      scheduled_maintenances: maintenances(statuspage, notices),
      status: statuspage.status(notices),
    })),
    statuspageStatus: json(open, (statuspage, notices) => ({ status: statuspage.status(notices) })),
    statuspageComponents: json(open, ({ components }) => ({ components })),
    statuspageIncidents: json({ kind: 'incident' }, (statuspage, notices) => ({
      incidents: incidents(statuspage, notices),
    })),
    statuspageUnresolved: json({ ...open, kind: 'incident' }, (statuspage, notices) => ({
      incidents: incidents(statuspage, notices),
    })),
    statuspageMaintenances: json({ kind: 'maintenance' }, (statuspage, notices) => ({
      scheduled_maintenances: maintenances(statuspage, notices),
    })),
    statuspageActive: json({ ...open, kind: 'maintenance' }, (statuspage, notices) => ({
      scheduled_maintenances: maintenances(
        statuspage,
        notices.filter((each) => !isScheduled(each)),
      ),
    })),
    statuspageUpcoming: json({ ...open, kind: 'maintenance' }, (statuspage, notices) => ({
      scheduled_maintenances: maintenances(statuspage, notices.filter(isScheduled)),
    })),
    statusAtom: feed('application/atom+xml; charset=utf-8', async (page, root) =>
      atomOf(page, `${root}${page.tenant}/history.atom`, await noticesOfPage(db, page, {}, updatesInFeed)),
    ),
    statusRss: feed('application/rss+xml; charset=utf-8', async (page, root) =>
      rssOf(page, `${root}${page.tenant}/history.rss`, await noticesOfPage(db, page, {}, updatesInFeed)),
    ),
    statusCalendar: feed('text/calendar; charset=utf-8', async (page) =>
      calendarOf(page, await noticesOfPage(db, page, { kind: 'maintenance' }, updatesInFeed)),
    ),
  }
}
