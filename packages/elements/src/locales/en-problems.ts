import type { ProblemWords } from './words.ts'

/** What is said of problems that a page seldom meets: a form loads it with the first of them. */
const problems: ProblemWords = {
  malformed_json: 'The service could not read what was sent. Please reload the page.',
  validation_failed: 'A field is not as it should be.',
  idempotency_key_missing: 'The service could not read what was sent. Please reload the page.',
  protocol_unsupported: 'This page is of another version than the service. Please reload it.',
  agreement_missing: 'A valid confidentiality agreement is needed.',
  visitors_not_allowed: 'The service takes nothing from visitors. Please sign in.',
  challenge_failed: 'The check against automatic messages did not succeed. Please try again.',
  link_expired: 'This link has expired. Please open it anew.',
  method_not_allowed: 'The service does not know what was asked. Please reload the page.',
  idempotency_in_flight: 'It is still being worked on.',
  upload_offset_mismatch: 'The upload of a file was interrupted.',
  file_being_checked: 'A file is still being checked.',
  action_not_possible: 'The ticket, as it stands, does not allow this.',
  reopen_window_over: 'It was closed too long ago to be reopened. Please raise a new ticket.',
  ticket_closed: 'This ticket is closed. Please raise a new one.',
  file_refused: 'A file was found harmful and removed.',
  precondition_failed: 'It has changed meanwhile. Please look at it anew.',
  upload_protocol_unsupported: 'This page is of another version than the service. Please reload it.',
  body_too_large: 'It is larger than the service accepts.',
  upload_quota_exceeded: 'There is no room for that many files at the moment. Send it with fewer files, or later.',
  upload_too_many_pieces: 'A file came in too many pieces. Remove it and add it again.',
  unsupported_media_type: 'The service does not take content of this kind.',
  idempotency_mismatch: 'Something else was sent under its number before. Please edit it and send it anew.',
  id_unavailable: 'Its number is taken. Please edit it and send it anew.',
  attachment_unknown: 'A file did not arrive. Remove it and add it again.',
  visitor_unknown: 'What the visitor wrote can no longer be taken over.',
  precondition_required: 'It has changed meanwhile. Please look at it anew.',
  rate_limited: 'That was a lot at once.',
  internal: 'Something failed on our side.',
  forbidden: 'You are not allowed to do this.',
}

export default problems
