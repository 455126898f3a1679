import { equal, ok } from './support/expect.ts'

interface Said {
  readonly inWorker: boolean
  readonly violations: readonly string[]
  readonly slugs: readonly string[]
}

/** What the page in a frame under a policy finds. */
async function found(query: string, policy: string): Promise<Said> {
  const frame = document.createElement('iframe')
  frame.src = `/test/search.html?${new URLSearchParams({ q: query, policy })}`
  const said = new Promise<Said>((resolve, reject) => {
    setTimeout(() => reject(new Error('waited in vain for what is found')), 20_000)
    addEventListener('message', function heard({ source, data }) {
      if (source !== frame.contentWindow) return
      removeEventListener('message', heard)
      resolve(data)
    })
  })
  document.body.append(frame)
  try {
    return await said
  } finally {
    frame.remove()
  }
}

const word = `word${crypto.randomUUID().slice(0, 8)}`
const slugs = ['a', 'b', 'c'].map((letter) => `${word}-${letter}`)

describe('the search of articles in a page', () => {
  before(async () => {
    const key = await (await fetch('/test/staff-key?role=lead')).text()
    const send = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const answer = await fetch(`/support/knowledge/articles${path}`, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify(body),
      })
      ok(answer.ok, `${path} ${answer.status}`)
    }
    for (const [at, slug] of slugs.entries()) {
      const id = crypto.randomUUID()
      const translation = { locale: 'en', title: `${word} 打印`, body: `${word} `.repeat(at + 1) }
      await send('', { id, slug, kind: 'faq', audience: 'public', translation })
      for (const action of ['submit', 'publish']) {
        await send(`/${id}/translations/en/actions`, { id: crypto.randomUUID(), action, revision: 1 })
      }
    }
  })

  it('is in a worker where the policy lets one be', async () => {
    const { inWorker, violations, slugs: all } = await found(word, "worker-src 'self'")
    equal(inWorker, true)
    equal(violations.join(), '')
    equal([...all].sort().join(), slugs.join())
  })

  it('is on the page’s thread where none may be, with the same hits in the same order', async () => {
    const inWorker = await found(word, "worker-src 'self'")
    for (const policy of ["worker-src 'none'", "require-trusted-types-for 'script'; trusted-types 'none'"]) {
      const onPage = await found(word, policy)
      equal(onPage.inWorker, false)
      equal(onPage.slugs.join(), inWorker.slugs.join())
    }
  })
})
