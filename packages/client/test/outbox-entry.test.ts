import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Failure } from '@aftercare/client'
import { type OutboxEvent, type Phase, reduce } from '../src/outbox/outbox-entry.ts'

const now = 1_000_000
const second = 1000
const day = 24 * 60 * 60 * second
const reason: Failure = { kind: 'offline' }

const phases = {
  queued: { status: 'queued', attempt: 2 },
  uploading: { status: 'uploading', attempt: 2, done: 0, total: 2 },
  sending: { status: 'sending', attempt: 2 },
  waiting: { status: 'waiting', attempt: 2, retryAt: now + second, reason },
  paused: { status: 'paused', attempt: 2 },
  blocked_auth: { status: 'blocked_auth', attempt: 2, reason },
  needs_attention: { status: 'needs_attention', attempt: 2, reason },
  dead: { status: 'dead', attempt: 2, reason },
  acknowledged: { status: 'acknowledged', result: 1, differs: false },
  cancelled: { status: 'cancelled' },
} as const satisfies Record<Phase['status'], Phase>

const failed: Extract<OutboxEvent, { type: 'failed' }> = { type: 'failed', reason, now, random: 0.5, age: 0 }
const events = {
  taken: { type: 'taken', files: 0 },
  'taken with files': { type: 'taken', files: 2 },
  uploaded: { type: 'uploaded' },
  answered: { type: 'answered', result: 7, differs: false },
  failed,
  'failed for 30 days': { ...failed, age: 30 * day },
  unauthorized: { type: 'unauthorized', reason },
  refused: { type: 'refused', reason },
  resumed: { type: 'resumed', now },
  authorized: { type: 'authorized' },
  pause: { type: 'pause' },
  retry: { type: 'retry' },
  cancel: { type: 'cancel' },
} as const satisfies Record<string, OutboxEvent>

/** Where each event leads from each state; what is not named stays as it is. */
const table: Record<Phase['status'], Partial<Record<keyof typeof events, Phase['status']>>> = {
  queued: {
    taken: 'sending',
    'taken with files': 'uploading',
    answered: 'acknowledged',
    pause: 'paused',
    cancel: 'cancelled',
  },
  uploading: {
    answered: 'acknowledged',
    failed: 'waiting',
    'failed for 30 days': 'dead',
    unauthorized: 'blocked_auth',
    refused: 'needs_attention',
    resumed: 'queued',
    pause: 'paused',
    cancel: 'cancelled',
  },
  sending: {
    answered: 'acknowledged',
    failed: 'waiting',
    'failed for 30 days': 'dead',
    unauthorized: 'blocked_auth',
    refused: 'needs_attention',
    resumed: 'queued',
    cancel: 'cancelled',
  },
  waiting: {
    taken: 'sending',
    'taken with files': 'uploading',
    answered: 'acknowledged',
    pause: 'paused',
    retry: 'queued',
    cancel: 'cancelled',
  },
  paused: { answered: 'acknowledged', retry: 'queued', cancel: 'cancelled' },
  blocked_auth: {
    answered: 'acknowledged',
    resumed: 'queued',
    authorized: 'queued',
    retry: 'queued',
    cancel: 'cancelled',
  },
  needs_attention: { answered: 'acknowledged', retry: 'queued', cancel: 'cancelled' },
  dead: { answered: 'acknowledged', retry: 'queued', cancel: 'cancelled' },
  acknowledged: { answered: 'acknowledged' },
  cancelled: { answered: 'acknowledged' },
}

describe('an outbox entry', () => {
  for (const [status, phase] of Object.entries(phases)) {
    for (const [name, event] of Object.entries(events)) {
      const expected = table[phase.status][name as keyof typeof events] ?? status
      it(`${status}, ${name}: ${expected}`, () => assert.equal(reduce(phase, event).status, expected))
    }
  }

  it('is sent once its last file is there', () => {
    const one = reduce(phases.uploading, events.uploaded)
    assert.deepEqual(one, { status: 'uploading', attempt: 2, done: 1, total: 2 })
    assert.deepEqual(reduce(one, events.uploaded), { status: 'sending', attempt: 2 })
  })

  it('uses up an attempt when it failed, and none when the token was refused', () => {
    assert.deepEqual(reduce(phases.sending, failed), { ...phases.waiting, attempt: 3, retryAt: now + 2 * second })
    assert.deepEqual(reduce(phases.sending, events.unauthorized), phases.blocked_auth)
  })
})

describe('the delay after a failure', () => {
  const delayAfter = (attempt: number, more: Partial<typeof failed> = {}) => {
    const phase = reduce({ status: 'sending', attempt }, { ...failed, ...more })
    assert.equal(phase.status, 'waiting')
    return phase.status === 'waiting' ? phase.retryAt - now : 0
  }

  it('is random between nothing and one second doubled each time', () => {
    assert.equal(delayAfter(0, { random: 0 }), 0)
    assert.equal(delayAfter(0, { random: 0.999 }), 999)
    assert.equal(delayAfter(3, { random: 0.5 }), 4 * second)
  })

  it('grows no further than 15 minutes, however often it failed', () => {
    assert.equal(delayAfter(40, { random: 0.5 }), 7.5 * 60 * second)
    assert.equal(delayAfter(5000, { random: 0.5 }), 7.5 * 60 * second)
  })

  it('is never under what the server asks, up to a day', () => {
    assert.equal(delayAfter(0, { retryAfter: 90 * second }), 90 * second)
    assert.equal(delayAfter(0, { retryAfter: 9 * day }), day)
  })

  it('is cut to a day when the clock was set back', () => {
    const phase = reduce({ ...phases.waiting, retryAt: now + 400 * day }, { type: 'resumed', now })
    assert.deepEqual(phase, { ...phases.waiting, retryAt: now + day })
  })
})
