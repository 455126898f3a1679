import { type Core, createCore, NetworkFailure } from '@aftercare/client'

/** What a provider's attributes and properties say; tokens are asked of what it says at that moment. */
export interface CoreSettings {
  readonly url: string
  readonly tokenUrl: string
  readonly tenant: string
  readonly subject: string
  readonly locale: string
  readonly getToken: (() => Promise<string>) | undefined
  requestUpdate(name: string, old: unknown): void
}

/** Asks the host's own backend for a token: the answer is the token as text, or `{"token": …}`. */
async function fetchToken(address: string): Promise<string> {
  if (!address) throw new Error('No getToken, no token-url')
  let answer: Response
  try {
    answer = await fetch(address, { cache: 'no-store', credentials: 'same-origin' })
  } catch (cause) {
    throw new NetworkFailure('No answer from the token endpoint', { cause })
  }
  if (!answer.ok)
    throw new (answer.status < 500 ? Error : NetworkFailure)(`The token endpoint answered ${answer.status}`)
  const text = (await answer.text()).trim()
  return text.startsWith('{') ? (JSON.parse(text) as { token: string }).token : text
}

/** Makes the core behind a provider; nothing is requested before it is used. */
export function openCore(settings: CoreSettings): Core {
  const { url, tenant, subject, locale } = settings
  const getToken = (): Promise<string> => settings.getToken?.() ?? fetchToken(settings.tokenUrl)
  const core = createCore({
    url,
    getToken,
    tenant: tenant || undefined,
    subject: subject || undefined,
    locale: locale || undefined,
  })
  core.session.onToken(({ identity }, changed) => {
    // Another person, by the token alone: everything is opened anew, as where the host says who it is.
    if (changed && identity) settings.requestUpdate('client', null)
  })
  return core
}
