import { versionKey } from '@aftercare/protocol/knowledge'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { accountOf, changedAccount, checkMatch } from './account-routes.ts'
import { findDeployment, insertDeployment, insertUpgrade, updateDeploymentRow } from './account-store.ts'

type DeploymentHandlers = Pick<Handlers, 'addDeployment' | 'updateDeployment' | 'recordUpgrade'>

/** @throws ProblemError not_found */
async function deploymentOf(db: Queryable, of: { tenant: string; account: string; id: string }) {
  const [row] = await findDeployment(db, of)
  if (!row) throw new ProblemError('not_found')
  return row
}

const refused = (pointer: string) =>
  new ProblemError('validation_failed', { errors: [{ pointer, code: 'not_allowed' }] })

export function deploymentHandlers({ database }: Services): DeploymentHandlers {
  const { reader } = database
  return {
    addDeployment: {
      kind: 'write',
      needs: {},
      async write(_, { params: { account }, body }, writing) {
        const { tx, tenant, now } = writing
        await accountOf(tx, tenant, account)
        const { id, product, environment, version, since } = body
        const [made] = await insertDeployment(tx, {
          ...{ tenant, id, account, product, environment, version, version_since: Date.parse(since) },
          version_key: versionKey(version),
          ...{ retired_at: null, created_at: now },
        })
        if (!made) throw new ProblemError('id_unavailable')
        const details = { account, deployment: id }
        return { audit: { action: 'deployment.added', details }, body: await changedAccount(writing, account) }
      },
      async authorizeReplay({ principal }, { params }) {
        await accountOf(reader, principal.tenant, params.account)
      },
    },

    updateDeployment: {
      kind: 'write',
      needs: {},
      async write(context, { params, body }, writing) {
        const { tx, tenant } = writing
        const { account, deployment: id } = params
        const row = await accountOf(tx, tenant, account)
        await deploymentOf(tx, { tenant, account, id })
        await checkMatch(context, tx, tenant, row)
        const { retiredAt, ...change } = body
        const retired = retiredAt === undefined ? {} : { retired_at: retiredAt === null ? null : Date.parse(retiredAt) }
        const set = { ...change, ...retired }
        if (Object.keys(set).length > 0) await updateDeploymentRow(tx, { tenant, id }, set)
        const details = { account, deployment: id, changed: Object.keys(body) }
        return { audit: { action: 'deployment.updated', details }, body: await changedAccount(writing, account) }
      },
      async authorizeReplay({ principal: { tenant } }, { params: { account, deployment: id } }) {
        await deploymentOf(reader, { tenant, account, id })
      },
    },

    recordUpgrade: {
      kind: 'write',
      needs: {},
      async write(_, { params, body }, writing) {
        const { tx, tenant } = writing
        const { account, deployment } = params
        const before = await deploymentOf(tx, { tenant, account, id: deployment })
        const { id, version, backup, note = '' } = body
        const at = Date.parse(body.at)
        // History goes forward: what was upgraded since cannot have been another version before.
        if (at < before.version_since || before.retired_at !== null) throw refused('/at')
        if (backup && Date.parse(backup.at) > at) throw refused('/backup/at')
        const [made] = await insertUpgrade(tx, {
          ...{ tenant, id, deployment_id: deployment, from_version: before.version, to_version: version, at, note },
          ...{ backup_at: backup ? Date.parse(backup.at) : null, backup_place: backup?.place ?? null },
        })
        if (!made) throw new ProblemError('id_unavailable')
        await updateDeploymentRow(tx, { tenant, id: deployment }, { version, version_since: at })
        const details = { account, deployment, upgrade: id, backup: backup !== null }
        return { audit: { action: 'deployment.upgraded', details }, body: await changedAccount(writing, account) }
      },
      async authorizeReplay({ principal: { tenant } }, { params: { account, deployment: id } }) {
        await deploymentOf(reader, { tenant, account, id })
      },
    },
  }
}
