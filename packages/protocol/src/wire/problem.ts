/**
 * The closed list of stable error codes. Callers branch on the code; titles and details are for people
 * and may change. Each entry: HTTP status, title, and in the comment what causes it and what to do.
 */
export const problemCodes = {
  /** The body is not JSON (or not UTF-8). Send valid JSON. */
  malformed_json: [400, 'The request body is not valid JSON'],
  /** A field is missing, unknown, or not as the schema says; `errors` points at each. Correct and send anew. */
  validation_failed: [400, 'Some fields are not as they should be'],
  /** A write came without `Idempotency-Key`. Send a random UUID, the same one for each retry. */
  idempotency_key_missing: [400, 'A write needs an Idempotency-Key'],
  /** `Aftercare-Protocol` names a version this server does not speak. Update the older side. */
  protocol_unsupported: [400, 'This protocol version is not supported'],
  /** No credentials came with the request. Send a bearer token. */
  token_missing: [401, 'A token is needed'],
  /** The token is over its `exp`. Ask the host's backend for a new one. */
  token_expired: [401, 'The token has expired'],
  /** The token's `nbf` or `iat` is in the future: one of the clocks is wrong. */
  token_not_yet_valid: [401, 'The token is not valid yet'],
  /** It is no `Bearer` token that can be read, a claim is missing or of the wrong kind, it would live for over an hour, or nobody was ever given this staff key or visitor token. `detail` may say more. Correct how it is made; asking again with the same one does not help. */
  token_invalid: [401, 'The token is not valid'],
  /** A part of the token is not canonical base64url: padding, other letters, or spare bits that are not zero. */
  token_not_canonical: [401, 'The token is not in its canonical form'],
  /** The token carries a header that would choose its own key or change how it is read: `jwk`, `jku`, `x5u`, `crit`, … */
  token_header_refused: [401, 'The token carries a header that is refused'],
  /** The token's `alg` is not the one that its key is registered for; `none` is nobody's. */
  token_wrong_algorithm: [401, 'The token is signed with another algorithm than its key is for'],
  /** The signature does not hold: another key has signed, or the token was changed. */
  token_wrong_signature: [401, 'The signature of the token does not hold'],
  /** The token's `aud` is missing, more than one, or names no tenant of this service. */
  token_wrong_audience: [401, 'The token is for another service'],
  /** The token's `iss` is not registered for the tenant that `aud` names. Check the tenant's issuers. */
  token_unknown_issuer: [401, 'The token comes from an unknown issuer'],
  /** The issuer has no key of this `kid`, or it was retired. Sign with one that is registered. */
  token_unknown_key: [401, 'The token is signed with an unknown key'],
  /** It was good once: the token was issued before the subject's `valid_after`, the staff key was revoked or its holder has left, or the visitor became a person or is let in no more. Sign in anew for another one. */
  token_revoked: [401, 'The token was revoked'],
  /** The caller's role does not allow this. */
  forbidden: [403, 'Your role does not allow this'],
  /** The tenant shows customer data only to staff with a valid confidentiality agreement. Sign one, then try again. */
  agreement_missing: [403, 'A valid confidentiality agreement is needed'],
  /** The tenant that was named lets nobody in without a token of its backend, or does not exist. */
  visitors_not_allowed: [403, 'This service has no place for visitors'],
  /** The answer to the challenge is wrong, late, or was used before. Ask for another challenge. */
  challenge_failed: [403, 'The challenge was not solved'],
  /** The signature or expiry of a download address does not hold. Ask for a new link. */
  link_expired: [403, 'This link has expired'],
  /** It does not exist, or the caller may not know that it does. */
  not_found: [404, 'There is nothing here'],
  /** The address exists, the method does not; `Allow` lists the methods. */
  method_not_allowed: [405, 'This method is not allowed here'],
  /** A request with the same key is still running. Wait for `Retry-After`, then send the same again. */
  idempotency_in_flight: [409, 'The same request is still being worked on'],
  /** `Upload-Offset` is not where the upload stands. Ask by `HEAD`, then go on from there. */
  upload_offset_mismatch: [409, 'The upload stands elsewhere'],
  /** The provider's check has not answered yet. Try again in a while. */
  file_being_checked: [409, 'This file is still being checked'],
  /** The status of the ticket, or what it still lacks, does not allow this. Read it anew, then decide. */
  action_not_possible: [409, 'This cannot be done with the ticket as it stands'],
  /** It was closed longer ago than the service lets it be reopened. Raise a new ticket. */
  reopen_window_over: [409, 'This ticket was closed too long ago to be reopened'],
  /** The ticket is closed to new messages. */
  ticket_closed: [409, 'This ticket is closed'],
  /** The provider's check has found the file harmful, and its bytes are gone. Send another. */
  file_refused: [410, 'This file was found harmful and removed'],
  /** `If-Match` names an older version. Read anew, then decide. */
  precondition_failed: [412, 'It has changed since you read it'],
  /** `Tus-Resumable` is missing or names another version; `Tus-Version` says which are spoken. */
  upload_protocol_unsupported: [412, 'This version of tus is not supported'],
  /** The body is larger than the route allows. Send less. */
  body_too_large: [413, 'The request is too large'],
  /** Too many bytes lie here that belong to no ticket yet. Attach or end some, or wait until they expire. */
  upload_quota_exceeded: [413, 'There is no room for more files at the moment'],
  /** It came in more pieces than one upload may have. End it, and begin again with larger ones. */
  upload_too_many_pieces: [413, 'The upload came in too many pieces'],
  /** The `Content-Type` is not the one this route takes. */
  unsupported_media_type: [415, 'This content type is not supported'],
  /** The same key was used for other content. Use a new key for new content. */
  idempotency_mismatch: [422, 'This key was used for another request'],
  /** The id cannot be used. Make a new random UUID. */
  id_unavailable: [422, 'This id cannot be used'],
  /** An attachment's id or SHA-256 does not name a file that the caller uploaded and has not yet used. */
  attachment_unknown: [422, 'An attachment is not known'],
  /** The visitor's token is none, expired over 30 days ago, has ended, or became another person's. */
  visitor_unknown: [422, 'This visitor is not known'],
  /** An edit came without `If-Match`. Send the `ETag` that was read. */
  precondition_required: [428, 'An edit needs If-Match'],
  /** Too many requests. Wait for `Retry-After`. */
  rate_limited: [429, 'Too many requests'],
  /** A fault of ours; it is in the log under the request id. Try again later. */
  internal: [500, 'Something went wrong on our side'],
  /** The server is starting, stopping, or its database does not answer. Try again later. */
  unavailable: [503, 'The service is not available at the moment'],
} as const satisfies Record<string, readonly [number, string]>

export type ProblemCode = keyof typeof problemCodes

/** What every route can answer with, whatever it does. */
export const commonProblems = [
  'validation_failed',
  'protocol_unsupported',
  'method_not_allowed',
  'rate_limited',
  'internal',
  'unavailable',
] as const satisfies readonly ProblemCode[]

/** The codes that one field can fail with. */
export type FieldErrorCode =
  | 'required'
  | 'too_long'
  | 'too_short'
  | 'too_many'
  | 'unknown_member'
  | 'character_not_allowed'
  | 'not_allowed'
  | 'invalid'

export interface FieldError {
  /** JSON Pointer (RFC 6901) to the field in the body; `/query/…`, `/params/…` or `/headers/…` outside it. */
  readonly pointer: string
  readonly code: FieldErrorCode
  /** The limit, where the code is about one: characters or items. */
  readonly limit?: number | undefined
}

/** RFC 9457 problem document. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  readonly detail?: string | undefined
  /** `urn:uuid:` and the request id. */
  readonly instance?: string | undefined
  readonly errors?: readonly FieldError[] | undefined
}

/** Where the meaning of a code is written down; a URI that identifies, not necessarily one that resolves. */
export const problemType = (code: ProblemCode): string => `urn:aftercare:problem:${code.replaceAll('_', '-')}`

export function problem(code: ProblemCode, more: Pick<Problem, 'detail' | 'instance' | 'errors'> = {}): Problem {
  const [status, title] = problemCodes[code]
  return { type: problemType(code), title, status, code, ...more }
}
