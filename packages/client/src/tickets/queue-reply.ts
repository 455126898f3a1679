import { addMessage, type FieldError, type Message } from '@aftercare/protocol'
import { fieldErrors, newMessageSchema } from '@aftercare/protocol/schemas'
import type { PublicService } from '@aftercare/protocol/service-rules'
import type { Core } from '../core.ts'
import { fileErrors, references } from '../files/chosen-files.ts'
import { known } from '../known-definition.ts'
import type { Submission } from '../outbox/submission.ts'
import { anyId } from './any-id.ts'
import { refuse } from './refuse.ts'
import type { ReplyInput, SubmitOptions } from './ticket-states.ts'

/** Checks a reply and hands it to the outbox, behind what the conversation still has to send. */
export async function queueReply(core: Core, ticketId: string, input: ReplyInput, options?: SubmitOptions) {
  const outbox = await core.outbox()
  refuse(replyErrors(input, core.column(known).service?.files))
  const { body, kind = 'reply', attachments } = input
  const write = { kind: 'message', body, messageKind: kind } as const
  const submission = await outbox.submit({ write, conversation: ticketId, attachments, draft: options?.draft })
  return submission as Submission<Message>
}

/** A browser remembers that a module did not come: what sending needs is there before the network may be gone. */
export async function prepareReply(core: Core): Promise<void> {
  await Promise.all([import('../outbox/deliver-action.ts'), addMessage.schemas(), core.outbox()])
}

function replyErrors({ body, attachments = [] }: ReplyInput, files: PublicService['files']): FieldError[] {
  const message = { id: anyId, body, attachments: references(attachments) }
  const { error } = newMessageSchema.safeParse(message)
  return [...fieldErrors(error?.issues ?? [], message), ...fileErrors(attachments, files)]
}
