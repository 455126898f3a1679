// The same HTTP server, answering the same route without a database: it parses, checks with the same schema, and
// sends an answer of the same size.
import { newTicketSchema } from '@aftercare/protocol/schemas'
import { serve } from '@aftercare/server/node'

const listening = await serve({
  async fetch(request) {
    const ticket = newTicketSchema.parse(JSON.parse(await request.text()))
    const now = new Date().toISOString()
    return Response.json(
      {
        id: ticket.id,
        number: 1,
        type: ticket.type,
        subject: ticket.subject,
        description: ticket.description,
        status: 'new',
        closeReason: null,
        priority: null,
        requester: { id: ticket.id, name: 'Mara Lindqvist' },
        assignee: null,
        account: 'nordkai',
        locale: ticket.locale,
        attachments: [],
        replies: 0,
        promises: [],
        createdAt: now,
        updatedAt: now,
      },
      { status: 201, headers: { 'x-request-id': crypto.randomUUID() } },
    )
  },
})
process.on('message', () => process.send({ url: listening.url }))
process.on('disconnect', () => process.exit())
