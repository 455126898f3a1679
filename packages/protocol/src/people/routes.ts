import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

// For customers.

export const readOwnAccount = route({ id: 'readOwnAccount', method: 'GET', path: '/account', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readOwnAccountSchemas),
)

export const listColleagues = route(
  { id: 'listColleagues', method: 'GET', path: '/account/people', kind: 'read' },
  () => schemas().then((contracts) => contracts.listColleaguesSchemas),
)

// For staff.

export const listAccounts = route({ id: 'listAccounts', method: 'GET', path: '/accounts', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listAccountsSchemas),
)

export const readAccount = route({ id: 'readAccount', method: 'GET', path: '/accounts/:account', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readAccountSchemas),
)

export const createAccount = route({ id: 'createAccount', method: 'POST', path: '/accounts', kind: 'write' }, () =>
  schemas().then((contracts) => contracts.createAccountSchemas),
)

export const updateAccount = route(
  { id: 'updateAccount', method: 'PATCH', path: '/accounts/:account', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.updateAccountSchemas),
)

export const setServedAccounts = route(
  { id: 'setServedAccounts', method: 'POST', path: '/accounts/:account/serves', kind: 'write' },
  () => schemas().then((contracts) => contracts.setServedAccountsSchemas),
)

export const addDeployment = route(
  { id: 'addDeployment', method: 'POST', path: '/accounts/:account/deployments', kind: 'write' },
  () => schemas().then((contracts) => contracts.addDeploymentSchemas),
)

export const updateDeployment = route(
  {
    id: 'updateDeployment',
    method: 'PATCH',
    path: '/accounts/:account/deployments/:deployment',
    kind: 'write',
    success: 200,
  },
  () => schemas().then((contracts) => contracts.updateDeploymentSchemas),
)

export const recordUpgrade = route(
  { id: 'recordUpgrade', method: 'POST', path: '/accounts/:account/deployments/:deployment/upgrades', kind: 'write' },
  () => schemas().then((contracts) => contracts.recordUpgradeSchemas),
)

export const listAccountNotes = route(
  { id: 'listAccountNotes', method: 'GET', path: '/accounts/:account/notes', kind: 'read' },
  () => schemas().then((contracts) => contracts.listAccountNotesSchemas),
)

export const addAccountNote = route(
  { id: 'addAccountNote', method: 'POST', path: '/accounts/:account/notes', kind: 'write' },
  () => schemas().then((contracts) => contracts.addAccountNoteSchemas),
)

export const listPeople = route({ id: 'listPeople', method: 'GET', path: '/people', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listPeopleSchemas),
)

export const setMembership = route(
  { id: 'setMembership', method: 'POST', path: '/people/:person/memberships', kind: 'write' },
  () => schemas().then((contracts) => contracts.setMembershipSchemas),
)

export const listStaff = route({ id: 'listStaff', method: 'GET', path: '/staff', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listStaffSchemas),
)
