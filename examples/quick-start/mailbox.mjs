// The development mailbox: mails that are caught instead of sent, and the routes that show them.
import { join } from 'node:path'
import { developmentMailbox, smtpSender } from '@aftercare/server/node'

/** A mail's HTML is somebody else's document: it gets a page of its own in which nothing runs and nothing is fetched. */
const foreign = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** What is left of a Message-ID in an address of ours. */
const idOf = ({ messageId }) => messageId.slice(1, messageId.indexOf('@'))

/**
 * Where the example's mails go: to a mail server where `smtpUrl` names one, else into a mailbox.
 *
 * @param dataDir Folder that the mailbox is kept in; absent: in memory.
 * @returns The sender, and the routes of the mailbox by method and path.
 */
export async function openMailbox({ smtpUrl, dataDir }) {
  if (smtpUrl) return { sender: smtpSender(smtpUrl), routes: routesOver({ sent: true, list: () => [] }) }
  const mailbox = await developmentMailbox(dataDir && join(dataDir, 'mail'))
  return { sender: mailbox, routes: routesOver({ sent: false, list: mailbox.list }) }
}

const routesOver = ({ sent, list }) => ({
  'GET /mailbox/mails': async () => {
    const mails = list().map((mail) => ({ id: idOf(mail), ...mail, html: undefined }))
    return Response.json({ sent, mails }, { headers: { 'cache-control': 'no-store' } })
  },
  'GET /mailbox/html': async (request) => {
    const wanted = new URL(request.url).searchParams.get('id')
    const mail = list().find((each) => idOf(each) === wanted)
    return mail
      ? new Response(mail.html, { headers: foreign })
      : new Response('There is no such mail.\n', { status: 404, headers: { ...foreign, 'content-type': 'text/plain' } })
  },
})
