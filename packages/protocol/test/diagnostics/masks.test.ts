import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isCardNumber, maskAddress, maskText, maskValues } from '@aftercare/protocol/diagnostics'
import fc from 'fast-check'

/** Words and beginnings of JSON that may stand around a secret: a name and its sign before it are not its own. */
const words = fc.array(
  fc.constantFrom(
    'the',
    'order',
    'failed',
    'at',
    'step',
    'GET',
    '失败',
    'Error:',
    '{',
    '[',
    '"body":',
    '失败：',
    'a=',
    '=>',
  ),
  { maxLength: 5 },
)
/** How deep in JSON within JSON it stands, as the value of a name that is no secret. */
const depths = fc.integer({ min: 0, max: 3 })
const within = (text: string, depth: number): string =>
  depth === 0 ? text : within(JSON.stringify({ id: 1, body: text }), depth - 1)
const digit = fc.integer({ min: 0, max: 9 })
const from = (characters: string, minLength: number, maxLength: number) =>
  fc.array(fc.constantFrom(...characters), { minLength, maxLength }).map((all) => all.join(''))
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const letters = 'abcdefghijklmnopqrstuvwxyz'

const luhn = (body: string): string => `${body}${[...'0123456789'].find((last) => isCardNumber(body + last))}`
const cards = fc
  .tuple(fc.constantFrom('4', '51', '37', '6011', '62', '35'), fc.array(digit, { minLength: 12, maxLength: 17 }))
  .map(([start, rest]) => luhn((start + rest.join('')).slice(0, 12 + (rest.length % 6))))
  .filter((card) => card.length > 13 || card.startsWith('4'))
const spaced = fc
  .tuple(cards, fc.constantFrom('', ' ', '-', '.', '\u00a0', ' - ', '+', '%20'), fc.integer({ min: 2, max: 6 }))
  .map(([card, gap, group]) => card.match(new RegExp(`.{1,${group}}`, 'g'))!.join(gap === ' - ' ? ' -' : gap))
const jwts = fc
  .tuple(from(base64url, 10, 40), from(base64url, 10, 80), from(base64url, 20, 86))
  .map(([head, body, signature]) => `eyJ${head}.eyJ${body}.${signature}`)
const passwords = from(`${letters}ABC0123456789!#$%*+._~^`, 6, 24).filter((value) => !'[hidden]'.includes(value))
const emails = fc
  .tuple(from(`${letters}0123456789.+_`, 1, 20), from(letters, 2, 12), fc.constantFrom('com', 'example', 'co.uk', 'cn'))
  .map(([name, host, end]) => `${name}q@${host}.${end}`)

/** Whatever stands around it, nothing of the secret is left. */
function neverLeft(secrets: fc.Arbitrary<string>, plant: (secret: string) => readonly string[]): void {
  fc.assert(
    fc.property(words, secrets, words, depths, (before, secret, after, depth) => {
      for (const planted of plant(secret)) {
        const text = [...before, within(planted, depth), ...after].join(' ')
        const masked = maskText(text)
        assert.ok(!masked.includes(secret), `${text}\n→ ${masked}`)
      }
    }),
    { numRuns: 500 },
  )
}

describe('a mask leaves nothing', () => {
  it('of a JSON web token, wherever it stands', () =>
    neverLeft(jwts, (token) => [token, `"${token}"`, `(${token})`, `id_token=${token}`, `{"jwt":"${token}"}`]))

  it('of what follows Bearer and Basic', () =>
    neverLeft(passwords, (secret) => [
      `Authorization: Bearer ${secret}`,
      `basic ${secret}`,
      `{"a":"Bearer ${secret}"}`,
    ]))

  it('of a password in the ways in which it is written down', () =>
    neverLeft(passwords, (secret) => [
      `password=${secret}`,
      `passwd: ${secret}`,
      `"password":"${secret}"`,
      `{\\"userPassword\\":\\"${secret}\\"}`,
      `new_password => '${secret}'`,
      `密码：${secret}`,
      `the password is ${secret}`,
      `My password is: ${secret}`,
      `user[password]=${secret}`,
      `params["password"] = "${secret}"`,
      `password := "${secret}"`,
      `["x-api-key","${secret}"]`,
      `[["password", "${secret}"]]`,
      `{"name":"password","value":"${secret}"}`,
      `<user><password>${secret}</password></user>`,
      `sid=${secret}`,
      `user%5Bpassword%5D=${secret}`,
      `client_secret: '${secret}'`,
      `X-Api-Key: ${secret}`,
      `Cookie: theme=dark; sid=${secret}`,
    ]))

  it('of a password in JSON, in a sentence, in an error or in a text of JSON', () => {
    const secret = 'hunter2secret'
    for (const text of [
      `x ${JSON.stringify({ user: { password: secret } })}`,
      `login failed: {"password":"${secret}"}`,
      `登录失败: {"密码":"${secret}"}`,
      `Error: token=${secret}`,
      `request: [{ token: '${secret}' }]`,
      JSON.stringify({ body: JSON.stringify({ note: 'it said "no"', password: `a "quoted" ${secret}` }) }),
      JSON.stringify({ password: { deep: [secret] } }, null, 2),
      `sent {"password":"cut off ${secret}`,
      '{"\\u5bc6\\u7801": "hunter2secret"}',
      JSON.stringify(`mara\npin=${secret}`),
      `{"headers":{"cookie":"a=b; sid=${secret}","accept":"*/*"}}`,
    ])
      assert.doesNotMatch(maskText(text), /hunter2secret/, text)
    assert.equal(maskText('{"cookie":"a=b; c=d","id":7}'), '{"cookie":[hidden],"id":7}')
    assert.equal(maskText('{"token":["a","b}"],"id":7}'), '{"token":[hidden],"id":7}')
  })

  it('of what has a short name: a password, a signature, a key, a one-time code', () => {
    for (const secret of [
      'pw=hunter2',
      'db pw: "hunter2"',
      'sig=hunter2',
      '{"sig":"hunter2"}',
      'key=hunter2',
      '"key": "hunter2"',
      'code: 998877',
      'code=998877',
    ])
      assert.doesNotMatch(maskText(`It was ${secret} before`), /hunter2|998877/, secret)
  })

  it('of a password in a Chinese sentence', () => {
    for (const text of ['密码hunter2', '密码是：hunter2', '密码为: hunter2', '验证码998877。', '口令 hunter2'])
      assert.doesNotMatch(maskText(text), /hunter2|998877/, text)
  })

  it('of who signs in where no scheme stands before it, or by a digest', () => {
    for (const secret of [
      'deploy:hunter2@build',
      'connect mara:hunter2@db:5432/orders',
      'Authorization: Digest username="mara", realm="hunter2", response="hunter2"',
      'Digest  qop=auth, response=hunter2',
    ])
      assert.doesNotMatch(maskText(secret), /hunter2/, secret)
  })

  it('of a card number, in groups or not, in either width', () => {
    neverLeft(spaced, (card) => [card, `card ${card}`, `"${card}"`, `no:${card},`])
    assert.equal(maskText('卡 ４１１１１１１１１１１１１１１１ 被拒'), '卡 [card number] 被拒')
  })

  it('of an e-mail address, plain or in an address', () =>
    neverLeft(emails, (email) => [email, `<${email}>`, `mailto:${email}`, `/people/${email}/orders`]))

  it('of a query, a fragment with values, and who signs in by the address', () =>
    neverLeft(passwords, (secret) => [
      `https://example.com/a?b=${secret}`,
      `https://example.com/a?${secret}`,
      `https://example.com/#access_token=${secret}`,
      `https://mara:${secret}@example.com/a`,
      `//mara:${secret}@example.com/a`,
      `/orders?q=${secret}&page=2`,
      `orders.html?q=${secret}`,
    ]))

  it('of values, titles and text in markup', () =>
    neverLeft(passwords, (secret) => [
      `<input value="${secret}">`,
      `<b title='${secret}'>`,
      `<title>${secret}</title>`,
      `<textarea name="a">${secret}</textarea>`,
    ]))

  it('of keys that are known by their marks, and of long ones that are known by nothing', () => {
    for (const key of [
      ['sk', 'live', '51H8xkLmNoPqRsTuV'].join('_'),
      `gh${'p_16C7e42F292c6912E7710c838347Ae178B4a'}`,
      `AK${'IAIOSFODNN7EXAMPLE'}`,
      `xo${'xb-123456789012-abcdefABCDEF'}`,
      `ack_${'x-Y_z'.repeat(9).slice(0, 43)}`,
      `acv_${'aBcDe_-fG'.repeat(5).slice(0, 43)}`,
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      'dGhpcyBpcyBhIHNlY3JldCB0aGF0IGlzIGxvbmcgMTIz+/abc==',
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqh\n-----END PRIVATE KEY-----',
    ]) {
      const masked = maskText(`It was ${key} before`)
      assert.match(masked, /^It was \[(?:key|token)\] before$/)
    }
  })
})

describe('a mask keeps', () => {
  it('what helps to find a fault', () => {
    for (const text of [
      'TypeError: Cannot read properties of undefined (reading "map")',
      'at render (https://cdn.example.com/assets/index-DiwrgTda.js:12:4081)',
      'GET https://api.example.com/orders/48213 answered 503 after 1200 ms',
      'Order 3f1c2a9e-4b5d-4c6e-8f70-112233445566 is gone',
      'Tidewater 4.2.1, build 20261130, at 1764460800000',
      'Unexpected token < in JSON at position 0',
      'The session token expired',
      '第 3 步失败：集装箱 MSKU 907032-0 没有位置',
      'why? because: it was so',
      'error code: 404, exit code=137, close code: 1006, {"code":"not_found"}, errno code -2147467259',
      'keydown key: ArrowUp, key=Enter, key: "F5", key=subject, the digest of the week',
      'signal: 9, significant: yes, design=2, keys=12',
      "SyntaxError: Unexpected token 'export'",
      '[auth]: signed in, [session]: renewed',
      'Missing: ["password","email","name"] of Promise<Session> with password: null',
      '密码是否正确，密码为空，密码长度不够，令牌过期',
      'import "//cdn.example.com/a.js" // as it was',
      'Error: TokenExpiredError: it is over',
      '{"token":null,"session":undefined,"authenticated":true,"order":{"step":3}}',
      'at read (https://auth.example.com:8443/assets/token-store.js:12:4081), token-store.ts:7',
      'npm:lodash@latest, workspace:*, see: mara@, at 12:30@room',
    ])
      assert.equal(maskText(text), text)
  })

  it('the address without its query', () => {
    assert.equal(maskAddress('https://example.com/a/b?c=d#e'), 'https://example.com/a/b?[query]')
    assert.equal(maskAddress('https://example.com/a#token=1'), 'https://example.com/a#[fragment]')
    assert.equal(maskAddress('/orders?page=2'), '/orders?[query]')
  })

  it('what it has masked once as it is', () => {
    const any = fc.oneof(fc.string({ maxLength: 80 }), spaced, jwts, emails, passwords)
    const parts = fc.array(
      fc.oneof(any, fc.constantFrom('password=', '"token":"', 'https://a.b/c?', ' ', '"', 'Cookie:')),
    )
    fc.assert(
      fc.property(parts, (all) => {
        const once = maskText(all.join(''))
        assert.equal(maskText(once), once)
      }),
      { numRuns: 500 },
    )
  })
})

describe('a mask takes', () => {
  /** Milliseconds of the processor, the least of a few times. */
  const cost = (text: string): number =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const before = process.cpuUsage()
        maskText(text)
        const { user, system } = process.cpuUsage(before)
        return (user + system) / 1000
      }),
    )

  it('no more time than a text is long, whatever it is full of', () => {
    for (const part of [
      '集装箱没有位置失败',
      'abcdefgh',
      '/',
      '/a',
      'a-',
      'a.',
      'eyJ-',
      '%40',
      '<title ',
      'a://',
      'key:[{',
    ]) {
      const text = (length: number) => part.repeat(length / part.length)
      const [short, long] = [cost(text(2000)), cost(text(8000))]
      // Four times the length: sixteen times the time where each letter is looked at from each.
      assert.ok(long < Math.max(8 * short, 10), `${part}: ${short} ms, ${long} ms`)
    }
  })
})

describe('values that stand in the page', () => {
  it('are found as they are, as JSON writes them and as addresses do', () => {
    fc.assert(
      fc.property(words, fc.string({ minLength: 6, maxLength: 30 }), (around, value) => {
        const told = value.trim()
        fc.pre([...told].length >= 3 && !'[form value]'.includes(told) && told.isWellFormed())
        for (const text of [told, JSON.stringify({ a: told }), encodeURIComponent(told)]) {
          const masked = maskValues([...around, text].join(' '), [value]).replaceAll('[form value]', '')
          assert.ok(!masked.includes(told) || around.join(' ').includes(told), masked)
        }
      }),
    )
  })

  it('are left alone inside other words while they are short', () => {
    assert.equal(maskValues('The category is cat', ['cat']), 'The category is [form value]')
    assert.equal(maskValues('order 12 of 4412', ['12']), 'order 12 of 4412')
    assert.equal(maskValues('CVV 737 of 17370', ['737']), 'CVV [form value] of 17370')
  })

  it('are found in part where they are long, and a text repeats no more of them', () => {
    const value = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ')
    assert.equal(maskValues(`read ${value} at last`, [value]), 'read [form value] at last')
    assert.equal(
      maskValues(`read ${value.slice(3000, 3200).toUpperCase()}… at last`, [value]),
      'read [form value]… at last',
    )
    assert.equal(maskValues(`read ${value.slice(0, 4000)}`, [value]), 'read [form value]')
    assert.equal(maskValues('word7 word8 is said of others', [value]), 'word7 word8 is said of others')
  })

  it('are titles where one says so', () => {
    assert.equal(maskValues('left Invoice of Mara', ['Invoice of Mara'], '[title]'), 'left [title]')
  })
})
