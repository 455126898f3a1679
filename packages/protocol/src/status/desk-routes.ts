import { route } from '../wire/route.ts'
import { noticeLimits } from './limits.ts'

const schemas = () => import('./desk-contracts.ts')
const bodyLimit = noticeLimits.requestBytes

export const listWholeNotices = route(
  { id: 'listWholeNotices', method: 'GET', path: '/status/notices', kind: 'read' },
  () => schemas().then((contracts) => contracts.listWholeNoticesSchemas),
)

export const readWholeNotice = route(
  { id: 'readWholeNotice', method: 'GET', path: '/status/notices/:noticeId', kind: 'read' },
  () => schemas().then((contracts) => contracts.readWholeNoticeSchemas),
)

export const openNotice = route(
  { id: 'openNotice', method: 'POST', path: '/status/notices', kind: 'write', bodyLimit },
  () => schemas().then((contracts) => contracts.openNoticeSchemas),
)

export const updateNotice = route(
  { id: 'updateNotice', method: 'POST', path: '/status/notices/:noticeId/updates', kind: 'write', bodyLimit },
  () => schemas().then((contracts) => contracts.updateNoticeSchemas),
)

export const setComponentState = route(
  { id: 'setComponentState', method: 'POST', path: '/status/components/:component/states', kind: 'write' },
  () => schemas().then((contracts) => contracts.setComponentStateSchemas),
)
