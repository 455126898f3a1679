import type { SourceChange } from './client-code.ts'
import type { SeedOptions } from './run-seed.ts'

/** One safeguard, and what the client or the server is without it. */
export interface Mutation {
  readonly safeguard: string
  readonly change?: SourceChange
  readonly options?: SeedOptions
  /** Seeds that show it, tried first; found by `pnpm bench outbox --mutations`. */
  readonly seeds: readonly number[]
  /** What no seed shows, as something else mends it later: the one test that does. */
  readonly shownBy?: { readonly file: string; readonly test: string }
}

const change = (file: string, find: string, replace: string): SourceChange => ({ file, find, replace })

/** Each of these must be noticed: a safeguard that can be taken out unseen is guarded by nothing. */
export const mutations: readonly Mutation[] = [
  {
    safeguard: 'the server makes one of equal requests',
    options: { serverWithout: 'idempotency' },
    seeds: [1, 2],
  },
  {
    safeguard: 'an upload keeps its key over all attempts',
    change: change('outbox/upload-files.ts', 'return send(key).catch', 'return send(crypto.randomUUID()).catch'),
    seeds: [11, 5],
  },
  {
    safeguard: 'a submission keeps its id over all attempts',
    change: change(
      'outbox/deliver.ts',
      'const options: CallOptions = { idempotencyKey: id,',
      'id = crypto.randomUUID()\n  const options: CallOptions = { idempotencyKey: id,',
    ),
    seeds: [2, 3],
  },
  {
    safeguard: 'nothing is called saved before it is on the disk',
    change: change('outbox/open-outbox.ts', 'const durable = await putEntry(', 'const durable = true; void putEntry('),
    seeds: [2, 4],
  },
  {
    safeguard: 'what lives in memory only is not called saved',
    change: change('persistence/keep.ts', 'return open.durable', 'return true'),
    seeds: [16, 12],
  },
  {
    safeguard: 'nothing is written into another person’s store',
    change: change('persistence/keep.ts', 'if (open.identity === owner)', ''),
    seeds: [79, 49],
  },
  {
    safeguard: 'nothing is sent with another person’s token',
    change: change(
      'transport.ts',
      "if (options.owner !== undefined && options.owner !== identity) throw new SignedOut('Another person is signed in')",
      '',
    ),
    seeds: [297, 334],
  },
  {
    safeguard: 'a record is deleted only after its answer',
    change: change(
      'outbox/deliver.ts',
      "ledger.apply(item, { type: 'taken', files: missing })",
      "ledger.apply(item, { type: 'taken', files: missing }); await settleEntry(core, item.entry, true)",
    ),
    seeds: [5, 6],
  },
  {
    safeguard: 'a draft goes in the transaction that queues it',
    change: change(
      'outbox/open-outbox.ts',
      'putEntry(core, entry, bytes, draft?.discard())',
      'putEntry(core, entry, bytes, (await (await core.persistence()).store.write(draft?.discard() ?? []), []))',
    ),
    seeds: [1, 2],
  },
  {
    safeguard: 'a draft that another tab has open is not opened',
    change: change('drafts/open-draft.ts', '!(await hold(', '!(true || hold('),
    seeds: [27, 29],
  },
  {
    safeguard: 'what was typed takes no place in which another draft is',
    change: change('drafts/open-draft.ts', 'typed || !savedAt(draft)', '!savedAt(draft)'),
    seeds: [179, 253, 321],
  },
  {
    safeguard: 'bytes are kept in the transaction of their entry',
    change: change('outbox/shelf.ts', '...(bytes ? [...bytes, true] : []).map(', '...([] as true[]).map('),
    seeds: [2, 3],
  },
  {
    safeguard: 'a record that another tab has finished with is not put back',
    change: change('outbox/shelf.ts', "type: bytes ? 'put' : 'replace'", "type: 'put'"),
    // What is put back is found on the server by now, and goes again: only who looks closely sees it.
    shownBy: { file: 'outbox.test.ts', test: 'do not bring back what another one has sent while they were frozen' },
    seeds: [],
  },
  {
    safeguard: 'what the browser has lost was withdrawn by nobody',
    change: change(
      'outbox/take-up.ts',
      "? { type: 'cancel' } : undefined",
      "? { type: 'cancel' } : { type: 'cancel' }",
    ),
    seeds: [49, 60],
  },
  {
    safeguard: 'what was withdrawn while another tab was sending it is asked about again',
    change: change(
      'outbox/open-outbox.ts',
      "item.entry.phase.status !== 'acknowledged' && !item.abort",
      "!['acknowledged', 'cancelled'].includes(item.entry.phase.status) && !item.abort",
    ),
    seeds: [408],
  },
  {
    safeguard: 'a receipt tells the other tabs that it was sent',
    change: change('outbox/shelf.ts', 'receipt ? receiptPrefix : withdrawnPrefix', 'withdrawnPrefix'),
    seeds: [4, 8],
  },
  {
    safeguard: 'no empty store in memory passes for a lost one',
    change: change(
      'persistence/reconnecting.ts',
      'opening = open()\n',
      "opening = open().catch(async () => (await import('./memory.ts')).memoryStorage()(name))\n",
    ),
    seeds: [1, 6],
  },
  {
    safeguard: 'what was in hand when the page died is taken up again',
    change: change('outbox/entry-record.ts', "z.enum(['queued', 'paused', 'sending'])", "z.enum(['queued'])"),
    seeds: [2, 24],
  },
  {
    safeguard: 'a frozen tab that keeps its lock is passed over',
    change: change(
      'outbox/drain.ts',
      'if (silentSince !== undefined && Math.abs(clock.now() - silentSince) > patience) return send()',
      '',
    ),
    // Somebody else sends it in nearly every seed: a tab that is closed, or thawed.
    shownBy: { file: 'outbox.test.ts', test: 'pass over one that is frozen and keeps its lock' },
    seeds: [],
  },
  {
    safeguard: 'what the page itself has ended has not failed',
    change: change(
      'outbox/deliver.ts',
      "event = signal.aborted ? { type: 'resumed', now: core.clock.now() } : await",
      'event = await',
    ),
    // It only goes later than it could: no seed calls that stuck.
    shownBy: {
      file: 'outbox.test.ts',
      test: 'or closed, what that ends is no failure: the next page sends it at once',
    },
    seeds: [],
  },
  {
    safeguard: 'a clock that was set back strands nothing',
    change: change('outbox/outbox-entry.ts', 'phase.retryAt > event.now + day', 'phase.retryAt > Infinity'),
    seeds: [68, 81],
  },
  {
    safeguard: 'a request that is never answered is given up',
    change: change('transport.ts', 'const cancelTimer = clock.after(timeout, stop)', 'const cancelTimer = () => {}'),
    seeds: [4, 8],
  },
  {
    safeguard: 'limits and timeouts are no refusal',
    change: change('outbox/judge-problem.ts', '[408, 425, 429].includes(status)', '[408, 425].includes(status)'),
    seeds: [3, 5],
  },
  {
    safeguard: 'the same request in flight is no refusal',
    change: change('outbox/judge-problem.ts', "|| code === 'idempotency_in_flight'", ''),
    shownBy: { file: 'outbox.test.ts', test: 'waits after the same request in flight (409)' },
    seeds: [],
  },
  {
    safeguard: 'an answer of somebody else is no answer',
    change: change('transport.ts', 'if (parsed?.success === false) throw parsed.error', ''),
    seeds: [31, 26],
  },
  {
    safeguard: 'a refusal of somebody else is no refusal',
    change: change(
      'problem-of.ts',
      "if (typeof code !== 'string') return",
      "if (typeof code !== 'string' && status !== 404) return",
    ),
    seeds: [1, 3],
  },
  {
    safeguard: 'no file is taken from what another tab may have sent',
    change: change('outbox/remove-file.ts', "{ type: 'require', key: openKey(entry) },", ''),
    // One seed in hundreds, and another one after every change of the client.
    shownBy: {
      file: 'removed-files.test.ts',
      test: 'in another tab is refused once the tab that is sending has looked for the last time',
    },
    seeds: [],
  },
  {
    safeguard: 'a write that goes out is open no more',
    change: change(
      'outbox/upload-files.ts',
      "await keep(core, item.entry.owner, [{ type: 'delete', key: openKey(item.entry) }])",
      '',
    ),
    shownBy: {
      file: 'removed-files.test.ts',
      test: 'in another tab is refused once the tab that is sending has looked for the last time',
    },
    seeds: [],
  },
  {
    safeguard: 'one entry of a conversation at a time, the first one',
    change: change('outbox/drain.ts', 'order < other.entry.order)', 'order > other.entry.order)'),
    seeds: [48, 81],
  },
  {
    safeguard: 'two pages that are refused do not wake each other for ever',
    change: change('outbox/take-up.ts', "mine.blocked && entry.phase.status === 'blocked_auth'", 'false'),
    seeds: [2, 7],
  },
  {
    safeguard: 'a page remembers that its token was refused',
    change: change('outbox/deliver.ts', "item.blocked = event.type === 'unauthorized'", ''),
    seeds: [2, 7],
  },
  {
    safeguard: 'what a full device has not taken is newer than what another page reads there',
    change: change(
      'outbox/ledger.ts',
      '        item.kept ||= entry === item.entry\n      }\n',
      '      }\n      item.kept ||= entry === item.entry\n',
    ),
    seeds: [11, 23],
  },
  {
    safeguard: 'an action keeps its key over all attempts',
    change: change(
      'outbox/deliver-action.ts',
      'body: { id, action: write.action } }, options)',
      'body: { id, action: write.action } }, { ...options, idempotencyKey: crypto.randomUUID() })',
    ),
    seeds: [7, 8],
  },
  {
    safeguard: 'a correction has a key',
    change: change(
      'outbox/deliver-action.ts',
      "{ ...options, headers: { 'If-Match'",
      "{ ...reading, headers: { 'If-Match'",
    ),
    seeds: [7, 25],
  },
  {
    safeguard: 'a correction names the version that it was made of',
    change: change('outbox/deliver-action.ts', "headers: { 'If-Match': etag }", 'headers: {}'),
    seeds: [7, 25],
  },
  {
    safeguard: 'a correction writes over nothing that its person has not seen',
    change: change('outbox/deliver-action.ts', 'throw overtaken()', '{}'),
    seeds: [28, 76],
  },
  {
    safeguard: 'what else happens to a ticket is no reason to refuse a correction',
    change: change('outbox/deliver-action.ts', 'if (!stale)', 'if (true)'),
    seeds: [640, 905],
  },
  {
    safeguard: 'a correction whose answer was lost is not overtaken by itself',
    change: change('outbox/deliver-action.ts', '!same && !says(picked(held, correction), correction)', '!same'),
    // Seldom too: the answer has to be lost, and the page has to correct nothing else.
    shownBy: { file: 'ticket-details.test.ts', test: 'take a correction once, though its answer was lost' },
    seeds: [],
  },
  {
    safeguard: 'what is said of an article keeps its key over all attempts',
    change: change(
      'outbox/deliver-action.ts',
      'body: { id, locale, ...feedback } }, options)',
      'body: { id, locale, ...feedback } }, { ...options, idempotencyKey: crypto.randomUUID() })',
    ),
    seeds: [7, 16],
  },
  {
    safeguard: 'of what is said of an article the last word comes last',
    change: change(
      'knowledge/send-feedback.ts',
      'outbox.submit({ write, conversation: id })',
      'outbox.submit({ write })',
    ),
    seeds: [37, 101],
  },
  {
    safeguard: 'what was refused of an article holds up nothing that is said of it anew',
    change: change('knowledge/send-feedback.ts', "=== 'dead') await cancel()", "=== 'dead') void cancel"),
    seeds: [239, 328],
  },
  {
    safeguard: 'an upload goes on where the server stands',
    change: change(
      'files/upload.ts',
      'const offset = Number(answer.headers.get(tusHeaders.offset) ?? Number.NaN)',
      'const offset = answer.headers.get(tusHeaders.digest) ? size : 0',
    ),
    shownBy: { file: 'uploads.test.ts', test: 'go on after the page was killed, with no byte that had arrived' },
    seeds: [],
  },
  {
    safeguard: 'a piece of an upload is the piece that belongs there',
    change: change('files/upload.ts', 'bytes.subarray(offset, offset + piece)', 'bytes.subarray(0, piece)'),
    seeds: [2, 3],
  },
  {
    safeguard: 'an upload that stands elsewhere is asked where',
    change: change('files/upload.ts', 'if (!elsewhere) throw error', 'throw error'),
    seeds: [38, 134],
  },
  {
    safeguard: 'other bytes than were sent are noticed',
    change: change('files/upload.ts', 'if (await differs(core, bytes, digest))', 'if (!digest)'),
    shownBy: { file: 'uploads.test.ts', test: 'of other bytes than were sent is not taken for the same' },
    seeds: [],
  },
  {
    safeguard: 'a logout lets go of all that the device holds of its person, at once',
    change: change('session/logout.ts', "{ type: 'clear', key: '' }, word", "{ type: 'clear', key: 'draft/' }, word"),
    seeds: [88, 129],
  },
  {
    safeguard: 'a logout leaves a word for pages that have not heard of it',
    change: change('session/logout.ts', "{ type: 'clear', key: '' }, word", "{ type: 'clear', key: '' }"),
    seeds: [22, 25],
  },
  {
    safeguard: 'nothing is written after a logout that was not heard of',
    change: change(
      'persistence/keep.ts',
      "[{ type: 'unchanged', key: epochKey, value: open.epoch }, ...operations]",
      'operations',
    ),
    seeds: [],
  },
  {
    safeguard: 'a page whose person has logged out in another one is over',
    change: change('persistence/keep.ts', '!== epoch) session.end()', '!== epoch) {}'),
    seeds: [217, 322, 360],
  },
  {
    safeguard: 'whoever logs out is asked about all that is unsent',
    change: change('session/logout.ts', 'await confirm(unsent)', 'await confirm(unsent.slice(1))'),
    seeds: [22, 25],
  },
  {
    safeguard: 'a visitor’s store that does not open is not called empty',
    change: change('visitors/take-over-visitor.ts', 'if (mine.durable) throw error', ''),
    shownBy: { file: 'take-over.test.ts', test: 'fails where the device refuses the visitor’s store just then' },
    seeds: [],
  },
  {
    safeguard: 'nothing is moved from the disk into the memory of a page',
    change: change('visitors/take-over-visitor.ts', 'if (!mine.durable && (await', 'if (false && (await'),
    shownBy: { file: 'take-over.test.ts', test: 'fails where the device refuses the person’s store just then' },
    seeds: [],
  },
  {
    safeguard: 'what was moved before is not moved again',
    change: change('visitors/take-over-visitor.ts', 'if (!before)', ''),
    shownBy: { file: 'take-over.test.ts', test: 'goes on after the page was killed between the two writes' },
    seeds: [],
  },
  {
    safeguard: 'a merge ends the visitor’s pages',
    change: change(
      'visitors/take-over-visitor.ts',
      'if (record || moved.length > 1) moved.push(',
      'if (false) moved.push(',
    ),
    shownBy: { file: 'visitors.test.ts', test: 'sends as no new visitor what the visitor’s page held in memory alone' },
    seeds: [],
  },
]
