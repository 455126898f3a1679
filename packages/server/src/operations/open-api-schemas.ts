import type { RouteSchemas } from '@aftercare/protocol'
import { blockSchema, inlineSchema } from '@aftercare/protocol/content/schemas'
import {
  attachmentReferenceSchema,
  attachmentSchema,
  eventSchema,
  messageSchema,
  newMessageSchema,
  newTicketSchema,
  problemSchema,
  ticketDetailsSchema,
  ticketSchema,
  timelineEntrySchema,
} from '@aftercare/protocol/schemas'
import { conditionSchema } from '@aftercare/protocol/service'
import * as z from 'zod/mini'

export type JsonSchema = Record<string, unknown>

/** Schemas that get a name of their own in the document; the others are named after their route. */
const named = {
  Ticket: ticketSchema,
  NewTicket: newTicketSchema,
  Message: messageSchema,
  NewMessage: newMessageSchema,
  Attachment: attachmentSchema,
  AttachmentReference: attachmentReferenceSchema,
  SupportEvent: eventSchema,
  Problem: problemSchema,
  TicketDetails: ticketDetailsSchema,
  TimelineEntry: timelineEntrySchema,
  Condition: conditionSchema,
  Block: blockSchema,
  Inline: inlineSchema,
} as const

/** Collects the schemas of a document and hands out references to them. */
export class SchemaComponents {
  readonly #registry = z.registry<{ id: string }>()
  readonly #names = new Map<z.ZodMiniType, string>()

  constructor() {
    for (const [id, schema] of Object.entries(named)) this.#add(id, schema)
  }

  /** A reference to a schema, which is added under `otherwise` unless it has a name. */
  reference(schema: NonNullable<RouteSchemas['body']>, otherwise: string): JsonSchema {
    const name = this.#names.get(schema) ?? this.#add(otherwise, schema)
    return { $ref: `#/components/schemas/${name}` }
  }

  /** The members of an object schema, each with its JSON Schema: path or query parameters. */
  members(schema: z.ZodMiniObject | undefined): { name: string; required: boolean; schema: JsonSchema }[] {
    if (!schema) return []
    const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
    return Object.entries(properties).map(([name, member]) => ({
      name,
      required: required.includes(name),
      schema: member as JsonSchema,
    }))
  }

  /** `components.schemas`. */
  all(): Record<string, JsonSchema> {
    // `input`: what we accept is strict where it says so, and an answer may have members that are not listed yet.
    const { schemas } = z.toJSONSchema(this.#registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` })
    return Object.fromEntries(
      Object.entries(schemas).map(([id, { $schema: _, $id: __, id: ___, ...schema }]) => [id, schema as JsonSchema]),
    )
  }

  #add(id: string, schema: z.ZodMiniType): string {
    this.#registry.add(schema, { id })
    this.#names.set(schema, id)
    return id
  }
}
