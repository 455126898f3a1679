import { headers as names, tusHeaders } from '@aftercare/protocol'
import type { PlainRequest } from './plain-http.ts'
import type { Answer } from './server-answers.ts'
import type { Asked } from './server-model.ts'

/** Says nothing against the write itself; or says what the client has done wrong, which nobody can mend. */
export function excused({ status, text }: Answer): boolean {
  const ours = ['idempotency_in_flight', 'idempotency_key_missing', 'precondition_required', 'precondition_failed']
  return [401, 408, 425, 429].includes(status) || ours.some((code) => text.includes(`"${code}"`))
}

export function askedOf({ url, method, headers, body }: PlainRequest): Asked {
  const get = (name: string) => headers.get(name.toLowerCase()) ?? null
  return {
    method,
    path: new URL(url).pathname.replace('/support', ''),
    key: get(names.idempotencyKey),
    token: get('Authorization')?.replace('Bearer ', '') ?? null,
    length: get(tusHeaders.length),
    metadata: get(tusHeaders.metadata),
    offset: get(tusHeaders.offset),
    ifMatch: get('If-Match'),
    body,
  }
}
