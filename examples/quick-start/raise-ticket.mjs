// Raises a ticket from a program: node examples/quick-start/raise-ticket.mjs "What is in the way"
import { createSupportClient } from '@aftercare/client'

const host = process.env.TIDEWATER_URL ?? 'http://localhost:4400'
const getToken = async () => process.env.AFTERCARE_TOKEN ?? (await fetch(`${host}/session/support-token`)).text()
const client = createSupportClient({ url: `${host}/support`, getToken })

const subject = process.argv[2] ?? 'Webhook container.discharged arrives twice'
const submission = await client.tickets.create({ type: 'incident', subject, description: 'Raised by a script.' })
const ticket = await submission.acknowledged
console.log(`Ticket ${ticket.number} is with the support team.`)
await client.close()
