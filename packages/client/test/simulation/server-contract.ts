import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { headers as names, tusHeaders, tusVersion, uploadBytesType } from '@aftercare/protocol'

/** A server under test: the real one, or the simulation's model of it. */
export interface ContractServer {
  fetch(request: Request): Promise<Response>
  /** A token of that person. */
  tokenOf(subject: string): Promise<string>
  /** Somebody of the provider's side solves it. */
  resolve(ticketId: string): Promise<void>
  /** There is an article of that name, in English. */
  publish(slug: string): Promise<void>
}

const ticket = (id: string, more: object = {}) => ({
  ...{ id, type: 'incident', subject: 'Labels do not print', description: 'Since this morning.' },
  ...{ attachments: [], locale: 'en', channel: 'sdk', ...more },
})

/** What the outbox counts on. The simulation proves something only as long as its server keeps the same promises. */
export function serverContract(name: string, open: () => ContractServer): void {
  interface Call {
    readonly as?: string | null
    readonly key?: string | null
    readonly body?: unknown
    readonly bytes?: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
    readonly method?: string
    readonly headers?: Record<string, string>
  }

  async function call(path: string, { as = 'mara', key, body, bytes, method = 'POST', headers = {} }: Call) {
    const server = open()
    const request = new Request(`http://support.test/support${path}`, {
      method,
      headers: {
        ...(as !== null && { Authorization: `Bearer ${await server.tokenOf(as)}` }),
        ...(key !== undefined && key !== null && { [names.idempotencyKey]: key }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: bytes ?? (body === undefined ? null : JSON.stringify(body)),
      ...(bytes instanceof ReadableStream && { duplex: 'half' }),
    })
    const response = await server.fetch(request)
    const answer = JSON.parse((await response.text()) || '{}') as Record<string, unknown>
    const { status } = response
    return { status, answer, code: answer['code'], replayed: response.headers.get(names.idempotencyReplayed), response }
  }
  const create = (id: string, more: Call & { ticket?: object } = {}) =>
    call('/tickets', { key: id, body: ticket(id, more.ticket), ...more })
  const read = (id: string, as = 'mara') => call(`/tickets/${id}`, { method: 'GET', as })
  /** The connection breaks after so many letters, if told. */
  const cut = (text: string, after?: number) => {
    const bytes = new TextEncoder().encode(text)
    if (after === undefined) return bytes
    let sent = false
    return new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) controller.error(new Error('The connection is gone'))
        else controller.enqueue(bytes.subarray(0, after))
        sent = true
      },
    })
  }
  const upload = (key: string, text: string, as = 'mara', after?: number) =>
    call('/uploads', {
      as,
      key,
      bytes: cut(text, after),
      headers: {
        'Content-Type': uploadBytesType,
        [tusHeaders.resumable]: tusVersion,
        [tusHeaders.length]: String(text.length),
        [tusHeaders.metadata]: `filename ${btoa('a note.txt')},filetype ${btoa('text/plain')}`,
      },
    })
  const referenceOf = ({ headers }: Response) => ({
    fileId: headers.get('Location')?.split('/').at(-1),
    sha256: headers.get(tusHeaders.digest),
  })
  const fresh = () => crypto.randomUUID()

  describe(`${name}: what the outbox counts on`, () => {
    it('makes a ticket once, and answers an equal request with the very same answer', async () => {
      const id = fresh()
      const first = await create(id)
      const again = await create(id)
      assert.deepEqual([first.status, first.replayed], [201, null])
      assert.deepEqual([again.status, again.replayed], [201, 'true'])
      assert.deepEqual(again.answer, first.answer)
      assert.equal(first.answer['id'], id)
    })

    it('takes members in another order for the same request', async () => {
      const id = fresh()
      await create(id)
      const reversed = Object.fromEntries(Object.entries(ticket(id)).reverse())
      assert.equal((await create(id, { body: reversed })).replayed, 'true')
    })

    it('makes one ticket of equal requests that arrive together', async () => {
      const id = fresh()
      const all = await Promise.all([create(id), create(id), create(id)])
      assert.deepEqual(
        all.map(({ status }) => status),
        [201, 201, 201],
      )
      assert.equal(all.filter(({ replayed }) => replayed === null).length, 1)
      assert.equal(new Set(all.map(({ answer }) => JSON.stringify(answer))).size, 1)
    })

    it('refuses another content under a key that was used, and keeps the first', async () => {
      const id = fresh()
      await create(id)
      const other = await create(id, { ticket: { subject: 'Something else' } })
      assert.deepEqual([other.status, other.code], [422, 'idempotency_mismatch'])
      assert.equal((await read(id)).answer['subject'], 'Labels do not print')
    })

    it('refuses an id that is taken, under another key and of another person, and says no more', async () => {
      const id = fresh()
      await create(id)
      const again = await create(id, { key: fresh() })
      assert.deepEqual([again.status, again.code], [422, 'id_unavailable'])
      const theirs = await create(id, { as: 'siyuan' })
      assert.deepEqual([theirs.status, theirs.code], [422, 'id_unavailable'])
      assert.equal((await read(id, 'siyuan')).status, 404)
    })

    it('wants a key, and a token that it knows', async () => {
      const keyless = await create(fresh(), { key: null })
      assert.deepEqual([keyless.status, keyless.code], [400, 'idempotency_key_missing'])
      const nobody = await create(fresh(), { as: null })
      assert.deepEqual([nobody.status, nobody.code], [401, 'token_missing'])
      const broken = await create(fresh(), { as: null, headers: { Authorization: 'Bearer e30.e30.c2ln' } })
      assert.equal(broken.status, 401)
    })

    it('does not keep a refusal: under the same key the corrected request is taken', async () => {
      const id = fresh()
      const refused = await create(id, { ticket: { type: 'no_such_type' } })
      assert.deepEqual([refused.status, refused.code], [400, 'validation_failed'])
      assert.equal((await read(id)).status, 404)
      assert.equal((await create(id)).status, 201)
    })

    it('adds a reply once, and lists it under its id', async () => {
      const [id, reply] = [fresh(), fresh()]
      await create(id)
      const body = { id: reply, body: 'It prints again.', attachments: [], kind: 'reply' }
      const first = await call(`/tickets/${id}/messages`, { key: reply, body })
      const again = await call(`/tickets/${id}/messages`, { key: reply, body })
      assert.deepEqual([first.status, again.status, again.replayed], [201, 201, 'true'])
      const { answer } = await call(`/tickets/${id}/messages`, { method: 'GET' })
      const found = (answer['items'] as { id: string; body: string }[]).map((item) => [item.id, item.body])
      assert.deepEqual(found, [[reply, 'It prints again.']])
    })

    it('takes no reply to a ticket that is not there, or not the person’s', async () => {
      const [id, reply] = [fresh(), fresh()]
      const body = { id: reply, body: 'Hello?', attachments: [], kind: 'reply' }
      assert.equal((await call(`/tickets/${id}/messages`, { key: reply, body })).status, 404)
      await create(id)
      assert.equal((await call(`/tickets/${id}/messages`, { key: reply, body, as: 'siyuan' })).status, 404)
      assert.equal((await call(`/tickets/${id}/messages`, { key: reply, body })).status, 201)
    })

    const act = (id: string, action: object, key = fresh(), as = 'mara') =>
      call(`/tickets/${id}/actions`, { as, key, body: { id: key, action } })
    const details = (id: string) => call(`/tickets/${id}/details`, { method: 'GET' })
    const correct = (id: string, description: string, ifMatch: string | null, key = fresh()) =>
      call(`/tickets/${id}`, {
        ...{ method: 'PATCH', key, body: { description } },
        headers: ifMatch === null ? {} : { 'If-Match': ifMatch },
      })
    const etagOf = ({ response }: { response: Response }) => response.headers.get('ETag')

    it('takes an action once, and answers an equal request with the ticket as it stood then', async () => {
      const [id, key] = [fresh(), fresh()]
      await create(id)
      const first = await act(id, { action: 'withdraw', reason: 'A cable' }, key)
      await act(id, { action: 'reopen', reason: 'Not the cable' })
      const again = await act(id, { action: 'withdraw', reason: 'A cable' }, key)
      assert.deepEqual(
        [first.status, first.answer['status'], first.answer['closeReason']],
        [201, 'closed', 'withdrawn'],
      )
      assert.deepEqual([again.status, again.replayed, again.answer], [201, 'true', first.answer])
      assert.equal((await read(id)).answer['status'], 'in_progress')
      const other = await act(id, { action: 'withdraw', reason: 'Something else' }, key)
      assert.deepEqual([other.status, other.code], [422, 'idempotency_mismatch'])
    })

    it('takes actions in the order in which they are possible, and of the ticket’s own person', async () => {
      const id = fresh()
      assert.equal((await act(id, { action: 'unwatch', person: fresh() })).status, 404)
      await create(id)
      const reopen = () => act(id, { action: 'reopen', reason: 'It is back' })
      assert.deepEqual([(await reopen()).status, (await reopen()).code], [409, 'action_not_possible'])
      assert.equal((await act(id, { action: 'withdraw' }, fresh(), 'siyuan')).status, 404)
      await act(id, { action: 'withdraw' })
      assert.equal((await act(id, { action: 'withdraw' })).code, 'ticket_closed')
      const reply = { id: fresh(), body: 'Hello?', attachments: [], kind: 'reply' }
      assert.equal((await call(`/tickets/${id}/messages`, { key: reply.id, body: reply })).code, 'ticket_closed')
      assert.equal((await reopen()).answer['status'], 'in_progress')
      assert.equal((await act(id, { action: 'unwatch', person: fresh() })).status, 201)
    })

    it('takes the person’s word about what was solved', async () => {
      const id = fresh()
      await create(id)
      assert.equal((await act(id, { action: 'verify' })).code, 'action_not_possible')
      await open().resolve(id)
      assert.equal((await read(id)).answer['status'], 'resolved')
      assert.equal((await act(id, { action: 'reject', reason: 'It is back' })).answer['status'], 'in_progress')
      await open().resolve(id)
      const { answer } = await act(id, { action: 'verify' })
      assert.deepEqual([answer['status'], answer['closeReason']], ['closed', 'verified'])
    })

    it('takes what is said of an article once, and anew under another key', async () => {
      const slug = 'labels-do-not-print'
      await open().publish(slug)
      const key = fresh()
      const rate = (body: object, id = key, as = 'mara', name = slug) =>
        call(`/articles/${name}/feedback`, { as, key: id, body: { id, locale: 'en', ...body } })
      const first = await rate({ helpful: true, comment: 'Thank you' })
      assert.deepEqual([first.status, first.replayed, first.answer], [201, null, { helpful: true, reason: null }])
      const anew = await rate({ helpful: false, reason: 'outdated', comment: 'Or not' }, fresh())
      assert.deepEqual(anew.answer, { helpful: false, reason: 'outdated' })
      const again = await rate({ helpful: true, comment: 'Thank you' })
      assert.deepEqual([again.status, again.replayed, again.answer], [201, 'true', first.answer])
      const other = await rate({ helpful: false, comment: 'Thank you' })
      assert.deepEqual([other.status, other.code], [422, 'idempotency_mismatch'])
      const theirs = await rate({ helpful: false, reason: 'wrong' }, fresh(), 'siyuan')
      assert.deepEqual([theirs.status, theirs.replayed], [201, null])
      assert.equal((await rate({ helpful: true }, fresh(), 'mara', 'gone')).status, 404)
    })

    it('writes over nothing that was not named, once, and looks the key up first', async () => {
      const [id, key] = [fresh(), fresh()]
      await create(id)
      const seen = etagOf(await details(id))
      assert.equal((await correct(id, 'Since noon.', null)).code, 'precondition_required')
      const first = await correct(id, 'Since noon.', seen, key)
      assert.deepEqual([first.status, first.answer['description']], [200, 'Since noon.'])
      const late = await correct(id, 'Since Monday.', seen)
      assert.deepEqual([late.status, late.code], [412, 'precondition_failed'])
      const again = await correct(id, 'Since noon.', etagOf(await details(id)), key)
      assert.deepEqual([again.status, again.replayed, again.answer], [200, 'true', first.answer])
      assert.equal((await correct(id, 'Since noon.', seen, key)).replayed, 'true')
      assert.equal((await details(id)).answer['description'], 'Since noon.')
    })

    it('gives a ticket another version with each reply and each action that changes it', async () => {
      const id = fresh()
      await create(id)
      const versions = [etagOf(await details(id))]
      const reply = { id: fresh(), body: 'It prints again.', attachments: [], kind: 'reply' }
      await call(`/tickets/${id}/messages`, { key: reply.id, body: reply })
      versions.push(etagOf(await details(id)))
      await act(id, { action: 'unwatch', person: fresh() })
      assert.equal(etagOf(await details(id)), versions[1])
      await act(id, { action: 'withdraw' })
      versions.push(etagOf(await details(id)))
      assert.equal(new Set(versions).size, 3)
      assert.equal((await correct(id, 'Since noon.', versions[2] ?? null)).code, 'ticket_closed')
    })

    it('keeps an upload once under its key, and joins it to its own person’s ticket by id and hash', async () => {
      const [key, id] = [fresh(), fresh()]
      const first = await upload(key, 'some text')
      const again = await upload(key, 'some text')
      assert.deepEqual([first.status, again.status], [201, 201])
      const reference = referenceOf(first.response)
      assert.deepEqual(referenceOf(again.response), reference)
      const other = await upload(key, 'other text')
      assert.deepEqual([other.status, other.code], [422, 'idempotency_mismatch'])
      const attachments = [reference]
      const theirs = await create(fresh(), { as: 'siyuan', ticket: { attachments } })
      assert.deepEqual([theirs.status, theirs.code], [422, 'attachment_unknown'])
      const wrong = await create(fresh(), { ticket: { attachments: [{ ...reference, sha256: '0'.repeat(64) }] } })
      assert.deepEqual([wrong.status, wrong.code], [422, 'attachment_unknown'])
      const joined = await create(id, { ticket: { attachments } })
      const [file] = joined.answer['attachments'] as { fileId: string; name: string; size: number }[]
      assert.deepEqual([file?.fileId, file?.name, file?.size], [reference.fileId, 'a note.txt', 9])
    })

    it('keeps of an upload what came before a cut, says where it stands, and goes on from there', async () => {
      const key = fresh()
      await upload(key, 'some text', 'mara', 4)
      const again = await upload(key, 'some text')
      const { fileId } = referenceOf(again.response)
      const offsetOf = ({ response }: { response: Response }) => response.headers.get(tusHeaders.offset)
      assert.deepEqual([again.status, offsetOf(again), referenceOf(again.response).sha256], [201, '4', null])
      const append = (from: number, text: string, as = 'mara', after?: number) => {
        const spoken = { [tusHeaders.resumable]: tusVersion, 'Content-Type': uploadBytesType }
        const headers = { ...spoken, [tusHeaders.offset]: String(from) }
        return call(`/uploads/${fileId}`, { method: 'PATCH', as, headers, bytes: cut(text, after) })
      }
      assert.equal((await append(4, ' text', 'siyuan')).status, 404)
      const early = await append(0, 'some text')
      assert.deepEqual([early.status, early.code, offsetOf(early)], [409, 'upload_offset_mismatch', '4'])
      await append(4, ' text', 'mara', 2)
      assert.equal(offsetOf(await upload(key, 'some text')), '6')
      const last = await append(6, 'ext')
      assert.deepEqual([last.status, offsetOf(last)], [204, '9'])
      const whole = referenceOf((await upload(fresh(), 'some text')).response).sha256
      assert.equal(last.response.headers.get(tusHeaders.digest), whole)
      const late = await append(6, 'ext')
      assert.deepEqual([late.status, late.code, offsetOf(late)], [409, 'upload_offset_mismatch', '9'])
    })

    it('lets go of an upload that is not whole, which is announced under its key no more', async () => {
      const key = fresh()
      await upload(key, 'some text', 'mara', 4)
      const { fileId } = referenceOf((await upload(key, 'some text')).response)
      const headers = { [tusHeaders.resumable]: tusVersion }
      assert.equal((await call(`/uploads/${fileId}`, { method: 'DELETE', headers })).status, 204)
      assert.equal((await upload(key, 'some text')).status, 404)
    })

    it('lets go of an upload that has joined nothing, for its own person, and keeps one that has', async () => {
      const [key, other] = [fresh(), fresh()]
      const headers = { [tusHeaders.resumable]: tusVersion }
      const end = (id = '', as = 'mara') => call(`/uploads/${id}`, { method: 'DELETE', headers, as })
      const { fileId } = referenceOf((await upload(key, 'some text')).response)
      assert.equal((await end(fileId, 'siyuan')).status, 404)
      assert.equal((await end(fileId)).status, 204)
      assert.deepEqual([(await end(fileId)).status, (await upload(key, 'some text')).status], [404, 404])
      const joined = referenceOf((await upload(other, 'some text')).response)
      const id = fresh()
      await create(id, { ticket: { attachments: [joined] } })
      assert.equal((await end(joined.fileId)).status, 404)
      assert.equal(((await read(id)).answer['attachments'] as unknown[]).length, 1)
    })
  })
}
