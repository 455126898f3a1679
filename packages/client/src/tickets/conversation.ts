import type { Message } from '@aftercare/protocol'
import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import type { OutboxState } from '../outbox/submission.ts'
import type { Conversation, ConversationState } from './ticket-states.ts'

/** One ticket and its messages, with the replies that are still on their way. */
export function conversation(_core: Core, _ticketId: string): Conversation {
  return {
    $state: atom<ConversationState>({ status: 'loading' }),
    reply: async () => ({
      id: '00000000-0000-4000-8000-000000000000',
      $state: atom<OutboxState<Message>>({ status: 'queued', durable: false }),
      acknowledged: new Promise(() => {}),
      retry: () => {},
      cancel: async () => {},
    }),
    earlier: async () => {},
    refresh: async () => {},
  }
}
