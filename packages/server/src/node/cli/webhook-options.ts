import type { WebhookSender } from '../../webhooks/webhook-sender.ts'
import { webhookSender } from '../webhook-sender.ts'
import type { OptionSpecs, Options } from './command-options.ts'
import { reasonOf } from './installation.ts'
import { Misuse } from './misuse.ts'
import type { Terminal } from './terminal.ts'

/** Which addresses webhooks may go to besides public ones by https. */
export const webhookOptions = {
  'webhook-allow': {
    value: 'RANGE',
    about:
      'Range that is not public and may be called, as 10.0.0.0/8; repeat for more (AFTERCARE_WEBHOOK_ALLOW, by commas)',
    multiple: true,
  },
  'webhook-http': { about: 'Let webhooks go by http as well: for development (AFTERCARE_WEBHOOK_HTTP=yes)' },
} as const satisfies OptionSpecs

/** @throws Misuse when a range is none */
export function readWebhookSender(options: Options, { environment }: Terminal): WebhookSender {
  const named = environment['AFTERCARE_WEBHOOK_ALLOW']?.split(',').map((range) => range.trim()) ?? []
  const given = options.texts('webhook-allow')
  const http = options.flag('webhook-http') || environment['AFTERCARE_WEBHOOK_HTTP'] === 'yes'
  try {
    return webhookSender({ allow: given.length > 0 ? given : named.filter((range) => range !== ''), http })
  } catch (error) {
    throw new Misuse(`--webhook-allow: ${reasonOf(error)}`)
  }
}
