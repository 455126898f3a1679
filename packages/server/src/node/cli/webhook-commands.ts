import {
  addWebhook,
  listWebhookDeliveries,
  listWebhooks,
  removeWebhook,
  replayWebhook,
  rotateWebhook,
  testWebhook,
} from '../../administration/webhooks.ts'
import type { Command } from './command.ts'
import { type Options, readChoice } from './command-options.ts'
import { installationOptions, withInstallation } from './installation.ts'
import { Misuse } from './misuse.ts'
import { tenantOption as tenant } from './shared-options.ts'
import { readWebhookSender, webhookOptions } from './webhook-options.ts'

const webhook = { value: 'ID', about: 'Endpoint, as in "aftercare webhook list"', required: true } as const
const named = (options: Options) => ({ tenant: options.needed('tenant'), webhook: options.needed('webhook') })

export const webhookAddCommand: Command = {
  name: 'webhook add',
  summary: 'Tell an endpoint of what happens from now on, and print its secret, this once',
  options: {
    tenant,
    url: { value: 'URL', about: 'Where to, by https', required: true },
    type: {
      value: 'TYPE',
      about: 'Type of events, as ticket.created, ticket.* or *; repeat for more (*)',
      multiple: true,
    },
    internal: { about: 'It belongs to the provider: it hears that there are notes and drafts, too' },
    ...webhookOptions,
    ...installationOptions,
  },
  async run(options, terminal) {
    const sender = readWebhookSender(options, terminal)
    const given = options.texts('type')
    const types = given.length === 0 ? ['*'] : given
    return withInstallation(options, terminal, async ({ journal, secrets }) => {
      const of = {
        tenant: options.needed('tenant'),
        url: options.needed('url'),
        types,
        internal: options.flag('internal'),
      }
      const { id, secret } = await addWebhook(journal, of, { sender, linkKey: secrets.links })
      terminal.print(secret)
      terminal.complain(`Webhook ${id}. The secret is not shown again; the database does not hold it.`)
      return 0
    })
  },
}

export const webhookListCommand: Command = {
  name: 'webhook list',
  summary: 'List a tenant’s endpoints: id, since when, state, types, address',
  options: { tenant, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      for (const each of await listWebhooks(journal, options.needed('tenant'))) {
        const state = each.disabledReason === null ? 'enabled' : `disabled: ${each.disabledReason}`
        terminal.print([each.id, each.createdAt, state, each.types.join(','), each.url].join('\t'))
      }
      return 0
    })
  },
}

export const webhookRemoveCommand: Command = {
  name: 'webhook remove',
  summary: 'Remove an endpoint and its deliveries',
  options: { tenant, webhook, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      await removeWebhook(journal, named(options))
      terminal.print(`Webhook ${options.needed('webhook')} is removed.`)
      return 0
    })
  },
}

export const webhookRotateCommand: Command = {
  name: 'webhook rotate',
  summary: 'Give an endpoint a new secret and print it, this once; for a day the one before signs as well',
  options: { tenant, webhook, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal, secrets }) => {
      terminal.print(await rotateWebhook(journal, named(options), secrets.links))
      return 0
    })
  },
}

export const webhookTestCommand: Command = {
  name: 'webhook test',
  summary: 'Queue a webhook.test for an endpoint, which the running server sends',
  options: { tenant, webhook, ...installationOptions },
  async run(options, terminal) {
    return withInstallation(options, terminal, async ({ journal }) => {
      terminal.print(await testWebhook(journal, named(options)))
      return 0
    })
  },
}

export const webhookDeliveriesCommand: Command = {
  name: 'webhook deliveries',
  summary: 'List the last hundred deliveries: id, when, type, state, attempts, the last answer, why it was given up',
  options: {
    tenant,
    webhook,
    state: { value: 'STATE', about: 'waiting, delivered or dead alone' },
    ...installationOptions,
  },
  async run(options, terminal) {
    const text = options.text('state')
    const state = text === undefined ? undefined : readChoice('state', text, ['waiting', 'delivered', 'dead'] as const)
    return withInstallation(options, terminal, async ({ journal }) => {
      for (const each of await listWebhookDeliveries(journal, { ...named(options), state })) {
        const last = each.attempts.at(-1)
        const answer = last === undefined ? '' : `${last.status ?? last.failure} in ${last.duration} ms`
        const attempts = String(each.attempts.length)
        terminal.print([each.id, each.createdAt, each.type, each.state, attempts, answer, each.reason ?? ''].join('\t'))
      }
      return 0
    })
  },
}

export const webhookReplayCommand: Command = {
  name: 'webhook replay',
  summary: 'Send again, under the same ids: one delivery, or all that were given up since an instant',
  options: {
    tenant,
    webhook,
    delivery: { value: 'ID', about: 'One delivery, whatever became of it' },
    since: { value: 'INSTANT', about: 'All that were given up and queued since, as 2026-11-23T08:00:00Z' },
    ...installationOptions,
  },
  async run(options, terminal) {
    const [delivery, text] = [options.text('delivery'), options.text('since')]
    if ((delivery === undefined) === (text === undefined)) throw new Misuse('say --delivery ID or --since INSTANT')
    const since = text === undefined ? undefined : Date.parse(text)
    if (Number.isNaN(since)) throw new Misuse(`--since ${text}: write it as 2026-11-23T08:00:00Z`)
    return withInstallation(options, terminal, async ({ journal }) => {
      const count = await replayWebhook(journal, { ...named(options), delivery, since })
      terminal.print(`${count} on their way again.`)
      return 0
    })
  },
}
