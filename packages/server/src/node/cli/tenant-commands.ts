import { readFile } from 'node:fs/promises'
import { exportJWK, importSPKI, type JWK } from 'jose'
import { registerIssuer, retireIssuer, type TokenAlgorithm } from '../../administration/issuers.ts'
import { requireAgreement } from '../../administration/staff.ts'
import { createTenant, listTenants } from '../../administration/tenants.ts'
import { allowVisitors } from '../../administration/visitors.ts'
import type { Command } from './command.ts'
import { readChoice } from './command-options.ts'
import { installationOptions, reasonOf, withInstallation } from './installation.ts'
import { Failure } from './misuse.ts'

const algorithms: readonly TokenAlgorithm[] = ['EdDSA', 'ES256', 'HS256']
const tenant = { value: 'TENANT', about: 'Tenant, as in "aftercare tenant add"', required: true } as const
const issuer = { value: 'NAME', about: '"iss" of the tokens', required: true } as const
const kid = { value: 'ID', about: '"kid" of the tokens', required: true } as const

export const tenantAddCommand: Command = {
  name: 'tenant add',
  summary: 'Add a tenant: one product with its own keys, numbers and data',
  options: {
    tenant: {
      value: 'TENANT',
      about: 'Its id, "aud" of the tokens: lower-case letters, digits, hyphens',
      required: true,
    },
    name: { value: 'NAME', about: 'What people call the product', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const id = options.needed('tenant')
      await createTenant(journal, { id, name: options.needed('name') })
      terminal.print(`Tenant ${id} is there.`)
      return 0
    })
  },
}

export const tenantListCommand: Command = {
  name: 'tenant list',
  summary: 'List the tenants: id, since when, name',
  options: installationOptions,
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      for (const { id, createdAt, name } of await listTenants(journal)) {
        terminal.print(`${id}\t${new Date(createdAt).toISOString()}\t${name}`)
      }
      return 0
    })
  },
}

export const tenantTrustCommand: Command = {
  name: 'tenant trust',
  summary: 'Believe the customer tokens that a host’s backend signs with a key',
  options: {
    tenant,
    issuer,
    kid,
    algorithm: { value: 'NAME', about: `${algorithms.join(', ')}`, required: true },
    key: { value: 'FILE', about: 'Public key (PEM or JWK), or for HS256 the shared secret as a JWK', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    const algorithm = readChoice('algorithm', options.needed('algorithm'), algorithms)
    const jwk = await readKey(options.needed('key'), algorithm)
    return withInstallation(options, terminal, async ({ journal }) => {
      const named = { tenant: options.needed('tenant'), issuer: options.needed('issuer'), kid: options.needed('kid') }
      await registerIssuer(journal, { ...named, algorithm, jwk })
      terminal.print(`Tokens of ${named.issuer} with key ${named.kid} are believed.`)
      return 0
    })
  },
}

export const tenantAgreementCommand: Command = {
  name: 'tenant agreement',
  summary: 'Say whether staff without a valid confidentiality agreement see no customer data',
  options: {
    tenant,
    required: { value: 'yes|no', about: 'Takes effect at once', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    const required = readChoice('required', options.needed('required'), ['yes', 'no'] as const) === 'yes'
    return withInstallation(options, terminal, async ({ journal }) => {
      await requireAgreement(journal, { tenant: options.needed('tenant'), required })
      terminal.print(required ? 'Staff need a valid agreement.' : 'Staff need no agreement.')
      return 0
    })
  },
}

export const tenantVisitorsCommand: Command = {
  name: 'tenant visitors',
  summary: 'Say whether people without a token of the host’s backend may raise tickets',
  options: {
    tenant,
    allowed: { value: 'yes|no', about: 'Takes effect at once', required: true },
    ...installationOptions,
  },
  async run(options, terminal) {
    const allowed = readChoice('allowed', options.needed('allowed'), ['yes', 'no'] as const) === 'yes'
    return withInstallation(options, terminal, async ({ journal }) => {
      await allowVisitors(journal, { tenant: options.needed('tenant'), allowed })
      terminal.print(allowed ? 'Visitors may raise tickets.' : 'Visitors are let in no longer.')
      return 0
    })
  },
}

export const tenantDistrustCommand: Command = {
  name: 'tenant distrust',
  summary: 'Believe a key no longer, at once',
  options: { tenant, issuer, kid, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      const named = { tenant: options.needed('tenant'), issuer: options.needed('issuer'), kid: options.needed('kid') }
      await retireIssuer(journal, named)
      terminal.print(`Tokens of ${named.issuer} with key ${named.kid} are believed no longer.`)
      return 0
    })
  },
}

async function readKey(file: string, algorithm: TokenAlgorithm): Promise<JWK> {
  try {
    const text = await readFile(file, 'utf8')
    if (text.trimStart().startsWith('-----BEGIN'))
      return await exportJWK(await importSPKI(text, algorithm, { extractable: true }))
    return JSON.parse(text)
  } catch (error) {
    throw new Failure(`${file} cannot be read as a public key (PEM) or JSON Web Key: ${reasonOf(error)}`)
  }
}
