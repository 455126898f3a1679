import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { write } from '../../src/journal/write.ts'
import { MailRoom } from '../../src/mail/mail-room.ts'
import { queueTicketMail, type TicketMail } from '../../src/mail/queue-mail.ts'
import { tenant } from '../world.ts'
import { type MailWorld, mailSettings, mailWorld } from './mail-world.ts'

type Mail = Awaited<ReturnType<MailWorld['deliver']>>[number]

const textOf = ({ parsed }: Mail) => parsed.text ?? ''
const htmlOf = ({ parsed }: Mail) => String(parsed.html)
const header = ({ parsed }: Mail, name: string) => parsed.headers.get(name)

/** Queues what the ticket's life queues, in a transaction that leaves the ticket in a status. */
async function enter(w: MailWorld, ticket: { id: string }, status: string, mail: (event: number) => object) {
  const journal = { ...w.journal, mail: new MailRoom(w.serverOptions.mail!, w.journal.random) }
  await write(journal, { tenant, actor: 'staff:somebody', needs: { events: 1 } }, async (writing) => {
    const row = await writing.tx
      .updateTable('tickets')
      .set({ status })
      .where('id', '=', ticket.id)
      .returning(['id', 'requester_id', 'locale'])
      .executeTakeFirstOrThrow()
    await queueTicketMail(writing, { ticket: row, ...mail(writing.eventSeq) } as TicketMail)
    return { audit: { action: 'test', details: {} }, result: undefined }
  })
}

const days = (count: number) => count * 86_400_000

describe('a receipt', () => {
  it('says in English that the ticket has arrived, with its number and a link, as text and as HTML', async () => {
    const w = await mailWorld()
    const { id, number } = await w.raise(await w.addressed('mara'), { subject: 'Labels do not print' })
    const [mail] = await w.deliver()
    assert.deepEqual(mail!.recipients, ['mara@nordkai.example'])
    assert.equal(mail!.parsed.subject, `[Tidewater #${number}] Labels do not print`)
    assert.equal(mail!.parsed.from?.text, '"Tidewater" <support@tidewater.example>')
    for (const part of [textOf(mail!), htmlOf(mail!)]) {
      for (const words of [
        `We have your ticket ${number}`,
        'Hello Name of mara,',
        'Labels do not print',
        `https://tidewater.example/help#ticket/${id}`,
      ]) {
        assert.ok(part.includes(words), words)
      }
    }
    assert.match(htmlOf(mail!), /<html lang="en">/)
    await w.close()
  })

  it('says the same in Chinese to those who read it', async () => {
    const w = await mailWorld()
    const { number } = await w.raise(await w.addressed('siyuan', { locale: 'zh-CN' }), { subject: '标签无法打印' })
    const [mail] = await w.deliver()
    assert.equal(mail!.parsed.subject, `[Tidewater #${number}] 标签无法打印`)
    assert.match(textOf(mail!), new RegExp(`工单 ${number} 已收到\n\nName of siyuan，您好：\n\n`))
    assert.match(textOf(mail!), /标题：标签无法打印\n/)
    assert.match(htmlOf(mail!), /<html lang="zh-CN">/)
    assert.equal(header(mail!, 'content-language'), 'zh-CN')
    assert.doesNotMatch(textOf(mail!).replace(/\[.*\]|https:\S+/g, ''), /\p{Script=Han}\s*[,.:;!?]/u)
    await w.close()
  })

  it('is in the language of the ticket where the person has not said which one they read', async () => {
    const w = await mailWorld()
    const token = await w.customer('lin', { email: 'lin@hengtai.example', email_verified: true })
    await w.raise(token, { locale: 'zh-CN' })
    assert.match(textOf((await w.deliver())[0]!), /已收到/)
    await w.close()
  })

  it('lists the promised times, written as the reader writes dates, with the zone', async () => {
    for (const [locale, timeZone, first, second] of [
      [
        'en',
        'UTC',
        'First answer by: Mon, November 23, 2026 at 10:00 AM UTC',
        'Solution by: Mon, November 23, 2026 at 12:00 PM UTC',
      ],
      [
        'en-GB',
        'Europe/Stockholm',
        'First answer by: Mon, 23 November 2026 at 11:00 CET',
        'Solution by: Mon, 23 November 2026 at 13:00 CET',
      ],
      [
        'zh-CN',
        'Asia/Shanghai',
        '首次响应截止时间：2026年11月23日周一 GMT+8 18:00',
        '解决截止时间：2026年11月23日周一 GMT+8 20:00',
      ],
    ] as const) {
      const w = await mailWorld({ mail: { timeZone } })
      const impact = { scope: 'everyone', hindrance: 'blocked' }
      await w.raise(await w.addressed('mara', { locale }), { impact })
      const text = textOf((await w.deliver())[0]!).replace(/[\u202f\u00a0]/g, ' ')
      assert.ok(text.includes(first) && text.includes(second), text)
      await w.close()
    }
  })
})

describe('a reply', () => {
  it('is quoted to a verified address, below what the ticket’s receipt began', async () => {
    const w = await mailWorld()
    const ticket = await w.raise(await w.addressed('mara'))
    const [receipt] = await w.deliver()
    await w.reply(ticket, 'Please restart the printer.\n\nIt helps.')
    const [reply] = await w.deliver()
    assert.match(textOf(reply!), /Ines Carvalho answered:\n\n> Please restart the printer\.\n> \n> It helps\.\n/)
    assert.match(htmlOf(reply!), /<blockquote[^>]*>Please restart the printer\.<br>\n<br>\nIt helps\.<\/blockquote>/)
    assert.equal(reply!.parsed.subject, `Re: ${receipt!.parsed.subject}`)
    assert.equal(reply!.parsed.inReplyTo, receipt!.parsed.messageId)
    assert.equal(reply!.parsed.references, receipt!.parsed.messageId)
    assert.notEqual(reply!.parsed.messageId, receipt!.parsed.messageId)
    await w.close()
  })

  it('stands with other replies of its ticket and apart from those of another', async () => {
    const w = await mailWorld()
    const mara = await w.addressed('mara')
    const [one, other] = [await w.raise(mara), await w.raise(mara)]
    const roots = (await w.deliver()).map(({ parsed }) => parsed.messageId)
    for (const ticket of [one, other, one]) await w.reply(ticket, 'An answer')
    const replies = await w.deliver()
    assert.deepEqual(
      replies.map(({ parsed }) => parsed.references),
      [roots[0], roots[1], roots[0]],
    )
    await w.close()
  })

  it('is cut where it is very long, and says where the rest is', async () => {
    const w = await mailWorld()
    const ticket = await w.raise(await w.addressed('mara'))
    await w.reply(ticket, '🚢'.repeat(5_000))
    const text = textOf((await w.deliver()).at(-1)!)
    assert.equal([...text].filter((character) => character === '🚢').length, 3_999)
    assert.match(text, /🚢…\n\nThe rest is in the ticket\.\n/u)
    await w.close()
  })

  it('of the requester is mailed to nobody', async () => {
    const w = await mailWorld()
    const mara = await w.addressed('mara')
    const { id } = await w.raise(mara)
    await w.deliver()
    await w.send('POST', `/tickets/${id}/messages`, { token: mara, body: w.newMessage() })
    assert.deepEqual(await w.deliver(), [])
    await w.close()
  })
})

describe('an internal note', () => {
  it('is in no mail, whatever a row says', async () => {
    const w = await mailWorld()
    const agent = await w.staff('agent')
    const ticket = await w.raise(await w.addressed('mara'))
    const note = w.newMessage({ kind: 'internal_note', body: 'CANARY-5d1e the customer is difficult' })
    await w.send('POST', `/tickets/${ticket.id}/messages`, { token: agent.key, body: note })
    assert.deepEqual(
      (await w.outbox()).map(({ kind }) => kind),
      ['receipt'],
    )
    // A later mistake would name the note in a row of its own.
    await enter(w, ticket, 'in_progress', () => ({ kind: 'reply', data: { message: note.id } }))
    const mails = await w.deliver()
    assert.equal(mails.length, 2)
    for (const mail of mails) assert.doesNotMatch(mail.raw + textOf(mail) + htmlOf(mail), /CANARY/)
    await w.close()
  })
})

describe('the rest of a ticket’s life', () => {
  const summary = { cause: 'A full disk.', solution: 'We made room.', prevention: 'An alert at 80 %.' }

  it('is told: solved, about to close, closed, in one thread', async () => {
    const w = await mailWorld({ mail: { timeZone: 'Europe/Stockholm' } })
    const ticket = await w.raise(await w.addressed('mara', { locale: 'en-GB' }))
    const closesAt = w.now() + days(7)
    const [receipt] = await w.deliver()
    await w.act(ticket, { action: 'resolve', ...summary })
    const told = [...(await w.deliver())]
    await enter(w, ticket, 'resolved', (event) => ({ kind: 'reminder', data: { event, closesAt } }))
    told.push(...(await w.deliver()))
    const reopenUntil = w.now() + days(37)
    await enter(w, ticket, 'closed', (event) => ({ kind: 'closed', data: { event, reason: 'silence', reopenUntil } }))
    told.push(...(await w.deliver()))
    const number = String(ticket.number)
    const [resolution, reminder, closed] = told.map(textOf)
    assert.match(resolution!, new RegExp(`^Is ticket ${number} solved\\?\n`))
    assert.match(resolution!, new RegExp(`Confirm or reject:\nhttps://tidewater\\.example/help#ticket/${ticket.id}`))
    assert.match(reminder!, /is about to close\n[\s\S]*closes on Mon,? 30 November 2026 at 09:00 CET\./)
    assert.match(closed!, /closed the ticket as announced\. .*reopen the ticket until Wed,? 30 December 2026/)
    for (const { parsed } of told) assert.equal(parsed.references, receipt!.parsed.messageId)
    await w.close()
  })

  it('is told in Chinese', async () => {
    const w = await mailWorld({ mail: { timeZone: 'Asia/Shanghai' } })
    const siyuan = await w.addressed('siyuan', { locale: 'zh-CN' })
    const [ticket, other] = [await w.raise(siyuan), await w.raise(siyuan)]
    await w.deliver()
    await w.act(ticket, { action: 'resolve', ...summary })
    const told = (await w.deliver()).map(textOf)
    const closesAt = w.now() + days(7)
    const waiting = (event: number) => ({ kind: 'reminder', data: { event, closesAt } })
    await enter(w, ticket, 'resolved', waiting)
    told.push(...(await w.deliver()).map(textOf))
    await w.act(ticket, { action: 'merge', into: other.id })
    told.push(...(await w.deliver()).map(textOf))
    assert.match(told[0]!, /请您验证工单 1 的解决结果/)
    assert.match(told[1]!, /工单 1 即将关闭[\s\S]*工单将于 2026年11月30日周一 GMT\+8 16:00 关闭。/)
    assert.match(told[2]!, /工单 1 已关闭[\s\S]*反映的是同一问题。后续处理将在工单 2 中继续。/)
    await w.close()
  })

  it('is told anew when it comes anew', async () => {
    const w = await mailWorld()
    const mara = await w.addressed('mara')
    const ticket = await w.raise(mara)
    await w.act(ticket, { action: 'resolve', ...summary })
    await w.deliver()
    await w.act(ticket, { action: 'reject', reason: 'It is not.' }, mara)
    await w.act(ticket, { action: 'resolve', ...summary })
    assert.deepEqual(
      (await w.deliver()).map(textOf).map((text) => text.split('\n')[0]),
      ['Is ticket 1 solved?'],
    )
    await w.close()
  })

  it('is not told to the person who did it, nor to senders of spam', async () => {
    const w = await mailWorld()
    const mara = await w.addressed('mara')
    const lead = await w.staff('lead')
    const [verified, withdrawn, spam] = [await w.raise(mara), await w.raise(mara), await w.raise(mara)]
    await w.act(verified, { action: 'resolve', ...summary })
    await w.deliver()
    await w.act(verified, { action: 'verify' }, mara)
    await w.act(withdrawn, { action: 'withdraw' }, mara)
    await w.act(spam, { action: 'mark_spam' }, lead.key)
    assert.deepEqual(await w.deliver(), [])
    assert.equal((await w.outbox()).length, 4)
    await w.close()
  })

  it('is not told any more where it has been overtaken', async () => {
    const w = await mailWorld()
    const ticket = await w.raise(await w.addressed('mara'))
    await w.deliver()
    await w.act(ticket, { action: 'resolve', ...summary })
    await w.act(ticket, { action: 'take_back', reason: 'It came back.' })
    assert.deepEqual(await w.deliver(), [])
    assert.equal((await w.outbox()).at(-1)!.failure, 'overtaken')
    await w.close()
  })
})

describe('what waits for the customer', () => {
  it('is asked once, with what was asked, as a reply would be', async () => {
    const w = await mailWorld()
    const ticket = await w.raise(await w.addressed('mara'))
    const [receipt] = await w.deliver()
    await w.act(ticket, { action: 'wait_for_requester', reason: 'Which printer is it?' })
    const [mail, ...more] = await w.deliver()
    assert.deepEqual(more, [])
    assert.match(
      textOf(mail!),
      /^Ticket 1 waits for your answer\n[\s\S]*Ines Carvalho asks:\n\n> Which printer is it\?\n/,
    )
    assert.equal(mail!.parsed.references, receipt!.parsed.messageId)
    assert.equal(header(mail!, 'auto-submitted'), 'auto-generated')
    assert.deepEqual(await w.deliver(), [])
    await w.close()
  })

  it('is not asked any more once it was answered', async () => {
    const w = await mailWorld()
    const mara = await w.addressed('mara')
    const ticket = await w.raise(mara)
    await w.deliver()
    await w.act(ticket, { action: 'wait_for_requester', reason: 'Which printer is it?' })
    await w.send('POST', `/tickets/${ticket.id}/messages`, { token: mara, body: w.newMessage() })
    assert.deepEqual(await w.deliver(), [])
    assert.equal((await w.outbox()).at(-1)!.failure, 'overtaken')
    await w.close()
  })

  it('is a visit with the times to choose from, until one is chosen', async () => {
    const w = await mailWorld()
    const mara = await w.addressed('mara', { locale: 'zh-CN' })
    const ticket = await w.raise(mara)
    await w.deliver()
    const slot = { from: new Date(w.now() + days(1)).toISOString(), to: new Date(w.now() + days(2)).toISOString() }
    const offer = { action: 'offer_visit', mode: 'remote', purpose: 'We look at it together.', slots: [slot] }
    await w.act(ticket, { ...offer, visit: crypto.randomUUID() })
    const text = textOf((await w.deliver())[0]!)
    assert.match(
      text,
      /请为工单 1 选择时间\n[\s\S]*提议进行远程协助：\n\n> We look at it together\.\n[\s\S]*开始时间：2026年11月24日/,
    )
    const second = { ...offer, visit: crypto.randomUUID() }
    await w.act(ticket, second)
    await w.act(ticket, { action: 'accept_visit', visit: second.visit, slot: 0 }, mara)
    assert.deepEqual(await w.deliver(), [])
    await w.close()
  })

  it('is not told to an address that is not verified', async () => {
    const w = await mailWorld()
    const ticket = await w.raise(await w.addressed('mallory', { verified: false }), { subject: 'SECRET-SUBJECT' })
    await w.deliver()
    const slot = { from: new Date(w.now() + days(1)).toISOString(), to: new Date(w.now() + days(2)).toISOString() }
    const visit = { visit: crypto.randomUUID(), mode: 'on_site', purpose: 'SECRET-PURPOSE', slots: [slot] }
    await w.act(ticket, { action: 'wait_for_requester', reason: 'SECRET-REASON' })
    await w.act(ticket, { action: 'offer_visit', ...visit })
    // One mail of a person goes at a time, so that they keep their order.
    const mails = [...(await w.deliver()), ...(await w.deliver())]
    assert.equal(mails.length, 2)
    for (const mail of mails) {
      assert.doesNotMatch(mail.raw + textOf(mail) + htmlOf(mail) + mail.parsed.subject, /SECRET|Name of|Ines/)
      assert.match(textOf(mail), /Please open the ticket/)
      assert.doesNotMatch(textOf(mail), /From: /)
    }
    await w.close()
  })
})

describe('whoever follows a ticket', () => {
  const summary = { cause: 'A full disk.', solution: 'We made room.', prevention: 'An alert at 80 %.' }
  const addressed = (w: MailWorld, subject: string, more: object = {}) =>
    w.customer(subject, {
      email: `${subject}@nordkai.example`,
      email_verified: true,
      locale: 'en',
      account: 'nordkai',
      ...more,
    })

  it('is told of answers and of the end as the requester is, where the address is verified', async () => {
    const w = await mailWorld()
    const mara = await addressed(w, 'mara')
    const ticket = await w.raise(mara)
    const tove = await addressed(w, 'tove')
    for (const token of [tove, await addressed(w, 'joel', { email_verified: false })]) {
      const { requester } = await w.raise(token)
      await w.act(ticket, { action: 'watch', person: requester.id }, mara)
    }
    await w.deliver()
    const told = async () =>
      (await w.deliver()).map((mail) => [mail.recipients[0]!.split('@')[0], textOf(mail).split('\n')[0]]).sort()
    await w.reply(ticket, 'An answer')
    assert.deepEqual(await told(), [
      ['mara', 'Ticket 1 has a new answer'],
      ['tove', 'Ticket 1 has a new answer'],
    ])
    await w.act(ticket, { action: 'wait_for_requester', reason: 'Which printer is it?' })
    assert.deepEqual(await told(), [['mara', 'Ticket 1 waits for your answer']])
    await w.act(ticket, { action: 'resolve', ...summary })
    assert.deepEqual(await told(), [
      ['mara', 'Is ticket 1 solved?'],
      ['tove', 'Ticket 1 is said to be solved'],
    ])
    await w.act(ticket, { action: 'verify' }, mara)
    assert.deepEqual(await told(), [['tove', 'Ticket 1 is closed']])
    await w.close()
  })

  it('is told no more once they stopped following, or left the account', async () => {
    const w = await mailWorld()
    const mara = await addressed(w, 'mara')
    const ticket = await w.raise(mara)
    const ids = []
    for (const subject of ['tove', 'joel']) ids.push((await w.raise(await addressed(w, subject))).requester.id)
    for (const person of ids) await w.act(ticket, { action: 'watch', person }, mara)
    await w.deliver()
    await w.reply(ticket, 'An answer')
    await w.act(ticket, { action: 'unwatch', person: ids[0] }, mara)
    await w.send('GET', '/tickets', { token: await addressed(w, 'joel', { account: 'elsewhere' }) })
    assert.deepEqual(
      (await w.deliver()).flatMap((mail) => mail.recipients),
      ['mara@nordkai.example'],
    )
    await w.close()
  })
})

describe('an address that is not verified', () => {
  it('gets number and link, and nothing that anybody wrote or is called', async () => {
    for (const locale of ['en', 'zh-CN']) {
      const w = await mailWorld()
      const token = await w.addressed('mallory', { verified: false, locale })
      const ticket = await w.raise(token, { subject: 'SECRET-SUBJECT', description: 'SECRET-DESCRIPTION' })
      await w.reply(ticket, 'SECRET-REPLY')
      const mails = await w.deliver()
      assert.equal(mails.length, 2)
      for (const mail of mails) {
        const all = mail.raw + textOf(mail) + htmlOf(mail) + mail.parsed.subject + mail.parsed.to
        assert.doesNotMatch(all, /SECRET|Name of|Ines|Carvalho/)
        assert.ok(textOf(mail).includes(`#ticket/${ticket.id}`))
        assert.ok(textOf(mail).includes(String(ticket.number)))
        assert.match(textOf(mail), /has not been verified|尚未验证/)
      }
      await w.close()
    }
  })
})

describe('a person without an address', () => {
  it('gets no mail, and the outbox says why', async () => {
    const w = await mailWorld()
    await w.raise(await w.customer('nobody'))
    await w.raise(await w.customer('broken', { email: 'a@b.example>\r\nBcc: c@d.example', email_verified: true }))
    assert.deepEqual(await w.deliver(), [])
    assert.deepEqual(
      (await w.outbox()).map(({ failure, sent_at }) => [failure, sent_at]),
      [
        ['no_address', null],
        ['unusable_address', null],
      ],
    )
    await w.close()
  })

  it('gets it where they have it when it goes: addresses are not kept in the outbox', async () => {
    const w = await mailWorld()
    await w.raise(await w.customer('mara', { email: 'old@nordkai.example', email_verified: true }))
    await w.send('GET', '/tickets', { token: await w.addressed('mara') })
    assert.deepEqual((await w.deliver())[0]!.recipients, ['mara@nordkai.example'])
    const rows = await w.database.reader.selectFrom('mail_outbox').selectAll().execute()
    assert.doesNotMatch(JSON.stringify(rows), /nordkai|Name of|Labels/)
    await w.close()
  })
})

describe('every mail', () => {
  it('has the headers that mail programs and loop guards expect', async () => {
    const w = await mailWorld({ mail: { replyTo: 'answers@tidewater.example' } })
    await w.raise(await w.addressed('mara'))
    const [mail] = await w.deliver()
    assert.equal(header(mail!, 'auto-submitted'), 'auto-generated')
    assert.equal(header(mail!, 'x-auto-response-suppress'), 'All')
    assert.match(
      mail!.parsed.messageId ?? '',
      /^<[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}@tidewater\.example>$/,
    )
    assert.equal(mail!.parsed.replyTo?.text, 'answers@tidewater.example')
    assert.equal(mail!.parsed.date?.getTime(), w.now())
    assert.match(mail!.raw, /Content-Type: multipart\/alternative/)
    assert.equal(header(mail!, 'precedence'), undefined)
    await w.close()
  })

  it('comes in the name of its tenant', async () => {
    const other = {
      name: 'Harbour Desk',
      from: 'desk@harbour.example',
      ticketUrl: 'https://{tenant}.harbour.example/{number}',
    }
    const w = await mailWorld({ mail: { name: 'Not this', tenants: { [tenant]: other } } })
    const { number } = await w.raise(await w.addressed('mara'))
    const [mail] = await w.deliver()
    assert.equal(mail!.parsed.from?.text, '"Harbour Desk" <desk@harbour.example>')
    assert.match(mail!.parsed.messageId ?? '', /@harbour\.example>$/)
    assert.ok(textOf(mail!).includes(`https://tidewater.harbour.example/${number}`))
    await w.close()
  })
})

describe('the settings', () => {
  const sender = { send: async () => {} }
  for (const [mistake, says] of [
    [{ from: 'Support <support@tidewater.example>' }, /mail\.from is one address/],
    [{ replyTo: 'a@b.example, c@d.example' }, /mail\.replyTo is one address/],
    [{ ticketUrl: 'https://tidewater.example/help' }, /mail\.ticketUrl .* \{id\} or \{number\}/],
    [{ ticketUrl: 'javascript:alert({id})' }, /http or https/],
    [{ timeZone: 'Mars/Olympus' }, /mail\.timeZone is an IANA name/],
    [{ hourlyCap: 0 }, /mail\.hourlyCap/],
    [{ tenants: { harbour: { from: 'nobody' } } }, /mail\.tenants\.harbour\.from/],
  ] as const) {
    it(`are refused at the start: ${JSON.stringify(mistake)}`, async () => {
      await assert.rejects(mailWorld({ mail: { ...mailSettings, sender, ...mistake } as never }), says)
    })
  }
})

describe('hostile words', () => {
  it('of a subject, a name and a message stay words on their way through a real mail server', async () => {
    const w = await mailWorld()
    const name = 'Mara"\r\nBcc: everyone@example.org\r\n\r\n<img src=x onerror=alert(1)>'
    const token = await w.customer('mara', { name, email: 'mara@nordkai.example', email_verified: true })
    const subject = '</title><script>alert(1)</script> =?utf-8?Q?=0D=0ABcc:_x@y.example?= \u202eevil'
    const ticket = await w.raise(token, { subject })
    const body = '.\r\n\r\n--\r\nQUIT\r\n</blockquote><a href="https://evil.example">pay</a>'
    await w.reply(ticket, body)
    const mails = await w.deliver()
    assert.equal(mails.length, 2)
    for (const mail of mails) {
      assert.deepEqual(mail.recipients, ['mara@nordkai.example'])
      assert.equal(mail.parsed.headers.has('bcc'), false)
      assert.ok(mail.parsed.subject?.includes(subject.replace('\u202e', '')), mail.parsed.subject)
      assert.doesNotMatch(htmlOf(mail), /<script|<img|href="https:\/\/evil/)
      assert.ok(!textOf(mail).includes('\nBcc:'))
    }
    assert.match(textOf(mails[1]!), /> \.\n> \n> --\n> QUIT\n> <\/blockquote><a href=/)
    await w.close()
  })
})
