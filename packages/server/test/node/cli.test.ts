import assert from 'node:assert/strict'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { decodeJwt, exportJWK, exportSPKI, generateKeyPair } from 'jose'
import { runCli, type Terminal } from '../../src/node/index.ts'
import { mailServer } from './mail-server.ts'
import { temporaryFolder } from './temporary-folder.ts'

const now = Date.parse('2026-11-23T08:00:00.000Z')

interface Said {
  readonly code: number
  readonly out: readonly string[]
  readonly complaints: readonly string[]
}

async function aftercare(args: readonly string[], terminal: Partial<Terminal> = {}): Promise<Said> {
  const out: string[] = []
  const complaints: string[] = []
  const code = await runCli(args, {
    print: (line) => void out.push(line),
    complain: (line) => void complaints.push(line),
    environment: {},
    clock: () => now,
    random: (bytes) => void crypto.getRandomValues(bytes),
    untilStopped: () => Promise.resolve(),
    ...terminal,
  })
  return { code, out, complaints }
}

/** An installation with a tenant, and the command line working on it. */
async function installed() {
  const dataDir = join(temporaryFolder(), 'data')
  const run = (words: string, ...more: string[]) => aftercare([...words.split(' '), ...more, '--data-dir', dataDir])
  assert.equal((await run('migrate')).code, 0)
  assert.equal((await run('tenant add --tenant tidewater --name Tidewater')).code, 0)
  return { dataDir, run }
}

describe('aftercare', () => {
  it('tells its version and what it can do', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
    assert.deepEqual(await aftercare(['--version']), { code: 0, out: [version], complaints: [] })
    const { code, out } = await aftercare(['--help'])
    assert.equal(code, 0)
    for (const command of [
      'serve',
      'token customer',
      'tenant add',
      'staff add',
      'staff offboard',
      'role grant',
      'migrate',
      'doctor',
      'audit verify',
    ]) {
      assert.match(out.join('\n'), new RegExp(`^  ${command} +[A-Z]`, 'm'))
      const help = await aftercare([...command.split(' '), '--help'])
      assert.equal(help.code, 0)
      assert.match(help.out.join('\n'), /--data-dir DIR/)
    }
  })

  const misuses: readonly (readonly [string, RegExp])[] = [
    ['', /say what to do: aftercare serve, .* or doctor/],
    ['serv', /there is no command "serv"; there are serve, .* or doctor/],
    ['--port 1', /the command comes first/],
    ['token', /"aftercare token" needs a second word: customer or staff/],
    ['token custom', /"aftercare token" knows no "custom": customer or staff/],
    ['audit --tenant x', /"aftercare audit" needs a second word: verify/],
    ['serve now', /"now" is one word too many for "aftercare serve"/],
    ['serve --prot 1', /there is no option --prot here; there are .*--port/],
    ['serve -p 1', /there is no option -p here/],
    ['serve --port', /--port needs a value: --port NUMBER/],
    ['serve --port --host', /--port needs a value: --port NUMBER/],
    ['serve --port=', /--port needs a value: --port NUMBER/],
    ['serve --port 1 --port 2', /--port is given twice; once is enough/],
    ['serve --port eighty', /--port eighty: a port is a number from 0 .* to 65535/],
    ['serve --port 65536', /--port 65536: a port is a number/],
    ['serve --origin https://app.example/path', /an origin is scheme and host alone, as https:\/\/app\.example/],
    ['serve --origin *', /an origin is scheme and host alone/],
    ['serve --base-path support/', /write it as \/support/],
    ['serve --log-level loud', /it is one of silent, error, warn, info or debug/],
    ['migrate --database mysql://root:hunter2@x/y', /--database is sqlite:FILE or postgres:/],
    ['token customer --tenant x', /--subject ID is missing/],
    ['token customer --tenant x --subject y --expires 2h', /--expires 2h: write 90s, 15m or 1h; 1h at most/],
    ['token customer --tenant x --subject y --expires soon', /write 90s, 15m or 1h/],
    ['staff add --tenant x', /--name NAME is missing/],
    ['staff add --tenant x --name y --role boss', /it is one of agent, lead, manager, auditor or admin/],
    ['staff change --tenant x --staff y --team z --whole-desk', /--whole-desk is instead of --team/],
    [
      'staff sign --tenant x --staff y --agreement 1 --expires tomorrow',
      /--expires tomorrow: write a day as 2026-11-23/,
    ],
    ['tenant agreement --tenant x --required maybe', /it is one of yes or no/],
    ['tenant visitors --tenant x --allowed maybe', /it is one of yes or no/],
    ['serve --proxies many', /a number from 0 to 9/],
    ['account add --tenant x --account y --name z --tier gold', /it is one of strategic, key or standard/],
    [
      'role grant --tenant x --account y --role boss',
      /it is one of requester, account_admin, account_auditor or partner/,
    ],
    ['role grant --tenant x --account y --role partner', /say who: --person ID or --subject ID/],
    ['role revoke --tenant x --account y --person z --issuer i', /--issuer belongs to --subject/],
    ['key lost', /"aftercare key" knows no "lost": issue, revoke or list/],
    ['tenant trust --tenant x --issuer y --kid z --algorithm none --key f', /it is one of EdDSA, ES256 or HS256/],
  ]
  for (const [words, complaint] of misuses) {
    it(`says in one line what is wrong with "aftercare ${words}", exit code 2`, async () => {
      const { code, out, complaints } = await aftercare(words === '' ? [] : words.split(' '))
      assert.equal(code, 2)
      assert.deepEqual(out, [])
      assert.equal(complaints.length, 1)
      assert.match(complaints[0]!, /^aftercare: [^\n]+$/)
      assert.match(complaints[0]!, complaint)
      assert.doesNotMatch(complaints[0]!, /hunter2/, 'a password is not repeated')
    })
  }

  const mail = { SMTP_URL: 'smtp://aftercare:hunter2@127.0.0.1:1', AFTERCARE_TICKET_URL: 'https://a.example/{id}' }
  for (const [words, environment, complaint] of [
    ['--mail-from a@b.example', {}, /--mail-from is for mail, and SMTP_URL names no mail server/],
    ['', mail, /--mail-from ADDRESS is missing: SMTP_URL turns mail on/],
    ['--mail-from a@b.example', { ...mail, AFTERCARE_TICKET_URL: '' }, /--ticket-url TEMPLATE is missing/],
    ['--mail-from harbour', mail, /--mail-from is one address, as support@product\.example/],
    [
      '--mail-from a@b.example --ticket-url https://a.example',
      mail,
      /--ticket-url is the address of a page with \{id\}/,
    ],
    ['--mail-from a@b.example --time-zone Mars', mail, /--time-zone is an IANA name/],
    ['--mail-from a@b.example', { ...mail, SMTP_URL: 'hunter2.example' }, /SMTP_URL: a mail server is smtp:\/\/user/],
  ] as const) {
    it(`says what is wrong with the mail of "aftercare serve ${words}"`, async () => {
      const { code, complaints } = await aftercare(['serve', ...words.split(' ').filter(Boolean)], { environment })
      assert.equal(code, 2)
      assert.match(complaints[0]!, complaint)
      assert.doesNotMatch(complaints.join(), /hunter2/)
    })
  }

  const bucket = { AFTERCARE_S3_BUCKET: 'files', AFTERCARE_S3_REGION: 'eu-central-1' }
  const keys = { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 'hunter2' }
  for (const [words, environment, complaint] of [
    ['--s3-region eu-central-1', {}, /the region of a bucket is given, and --s3-bucket NAME is missing/],
    ['', { AFTERCARE_S3_ENDPOINT: 'https://s3.example' }, /the endpoint of a bucket is given, and --s3-bucket/],
    ['', { ...keys, AFTERCARE_S3_BUCKET: 'files' }, /--s3-bucket needs --s3-endpoint ADDRESS, or --s3-region REGION/],
    ['', bucket, /AWS_ACCESS_KEY_ID is missing/],
    ['', { ...bucket, AWS_ACCESS_KEY_ID: 'AKIA1' }, /AWS_SECRET_ACCESS_KEY is missing/],
    ['', { ...bucket, ...keys, AWS_SECRET_ACCESS_KEY: 'hunter2\n' }, /AWS_SECRET_ACCESS_KEY has spaces or characters/],
    ['--s3-bucket Files', keys, /--s3-bucket Files: a bucket’s name has 3 to 63/],
    ['', { ...bucket, ...keys, AFTERCARE_S3_REGION: 'EU!' }, /AFTERCARE_S3_REGION EU!: a region is a word/],
    ['--s3-endpoint s3.example', { ...bucket, ...keys }, /an endpoint is scheme, host and port alone/],
    [
      '--s3-endpoint https://k:hunter2@s3.example',
      { ...bucket, ...keys },
      /an endpoint is scheme, host and port alone/,
    ],
    ['--s3-endpoint https://s3.example/files', { ...bucket, ...keys }, /an endpoint is scheme, host and port alone/],
    ['--s3-endpoint https://s3.example:99999', { ...bucket, ...keys }, /an endpoint is scheme, host and port alone/],
    ['--s3-prefix ../x', { ...bucket, ...keys }, /--s3-prefix \.\.\/x: a prefix is letters/],
    ['--s3-addressing both', { ...bucket, ...keys }, /it is one of path or host/],
  ] as const) {
    it(`says what is wrong with the bucket of "aftercare serve ${words}" and ${Object.keys(environment)}`, async () => {
      const dataDir = join(temporaryFolder(), 'none')
      const args = ['serve', ...words.split(' ').filter(Boolean), '--data-dir', dataDir]
      const { code, complaints } = await aftercare(args, { environment })
      assert.equal(code, 2)
      assert.match(complaints[0]!, complaint)
      assert.doesNotMatch(complaints.join(), /hunter2/)
      assert.ok(!existsSync(dataDir))
    })
  }

  it('reads no variable and has no option for serving that its recipe does not list', async () => {
    const recipe = readFileSync(join(import.meta.dirname, '../../../../docs/recipes/serve.md'), 'utf8')
    const table = recipe
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .join('\n')
    const named = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, name]) => name!).sort()
    const { out } = await aftercare(['serve', '--help'])
    assert.deepEqual(named(/`--([\w-]+)`/g, table), named(/^ +--([\w-]+)/gm, out.join('\n')))
    const asked = new Set<string>()
    // Complete but for what is looked for last.
    const complete = { ...bucket, ...keys, ...mail, AFTERCARE_MAIL_FROM: 'a@b.example', AWS_SECRET_ACCESS_KEY: '' }
    const get = (variables: Record<string, string>, name: string) => {
      asked.add(name)
      return variables[name]
    }
    const { code } = await aftercare(['serve'], { environment: new Proxy(complete, { get }) })
    assert.equal(code, 2)
    assert.deepEqual(named(/`([A-Z][A-Z\d_]+)`/g, table), [...asked].sort())
  })

  it('makes no installation of a mistyped folder', async () => {
    const dataDir = join(temporaryFolder(), 'dta')
    for (const words of [
      ['tenant', 'list'],
      ['audit', 'verify', '--tenant', 'x'],
    ]) {
      const { code, complaints } = await aftercare([...words, '--data-dir', dataDir])
      assert.equal(code, 1)
      assert.match(complaints.join('\n'), /there is no database at .*dta.*; "aftercare migrate" makes one/)
    }
    assert.equal((await aftercare(['doctor', '--data-dir', dataDir])).code, 1)
    assert.ok(!existsSync(dataDir))
  })

  it('fails with exit code 1 where the command is right and cannot be done', async () => {
    const { run, dataDir } = await installed()
    const failures: [Said, RegExp][] = [
      [await run('tenant add --tenant tidewater --name Again'), /"tidewater" exists already/],
      [await run('staff add --tenant nobody --name Jo'), /There is no tenant "nobody"/],
      [await run('token staff --tenant tidewater --staff nobody'), /There is no staff member "nobody"/],
      [await run('token customer --tenant nobody --subject x'), /There is no tenant "nobody"/],
      [await run('staff revoke --tenant tidewater --key none'), /There is no key "none" in use/],
      [await run('audit verify --tenant nobody'), /There is no tenant "nobody"/],
      [await run('migrate --database postgres://127.0.0.1:1/none'), /the database does not answer: .*ECONNREFUSED/],
      [await run('serve --port 0 --host 192.0.2.1'), /this machine has no address "192\.0\.2\.1"/],
    ]
    for (const [{ code, complaints }, reason] of failures) {
      assert.equal(code, 1)
      assert.match(complaints[0]!, reason)
      assert.equal(complaints[0]!.split('\n').length, 1, 'no stack for what was foreseen')
    }
    assert.equal(
      (await run('tenant add --name Wrong --tenant', 'Not An Id')).code,
      2,
      'an id that can never be is a misuse',
    )
    writeFileSync(join(dataDir, 'secrets.json'), '{"audit":')
    assert.match((await run('tenant list')).complaints[0]!, /secrets\.json is damaged; restore it from a backup/)
  })

  it('mints customer tokens that say what was asked for', async () => {
    const { run } = await installed()
    const { code, out } = await run(
      'token customer --tenant tidewater --subject mara --email mara@nordkai.example --account nordkai --expires 90s',
      ...['--name', 'Mara Lindqvist', '--locale', 'en'],
    )
    assert.equal(code, 0)
    assert.equal(out.length, 1, 'the token and nothing else, so that it can be piped')
    assert.deepEqual(decodeJwt(out[0]!), {
      iss: 'aftercare-development',
      aud: 'tidewater',
      sub: 'mara',
      name: 'Mara Lindqvist',
      email: 'mara@nordkai.example',
      email_verified: true,
      account: 'nordkai',
      locale: 'en',
      iat: now / 1000,
      exp: now / 1000 + 90,
    })
  })

  it('shows a staff key once and stores its hash only', async () => {
    const { run, dataDir } = await installed()
    const { out, complaints } = await run('staff add --tenant tidewater --role lead --name', 'Jonas Weber')
    assert.match(out[0]!, /^ack_[\w-]{43}$/)
    const [, staff, key] = /^Staff member (\S+), key (\S+)\. The key is not shown again/.exec(complaints[0]!) ?? []
    assert.deepEqual((await run('staff list --tenant tidewater')).out, [`${staff}\tlead\tJonas Weber\t*`])
    const second = await run('token staff --tenant tidewater --staff', staff!)
    assert.match(second.out[0]!, /^ack_[\w-]{43}$/)
    const database = readFileSync(join(dataDir, 'aftercare.db'), 'latin1')
    assert.ok(!database.includes(out[0]!) && !database.includes(second.out[0]!))
    assert.equal((await run('staff revoke --tenant tidewater --key', key!)).code, 0)
    assert.equal((await run('staff revoke --tenant tidewater --key', key!)).code, 1, 'once is enough')
  })

  it('keeps teams, skills, languages and hours of staff, by the names of the service', async () => {
    const { run, dataDir } = await installed()
    const hours = join(dataDir, 'hours.json')
    const day = [{ opens: '09:00', closes: '17:30' }]
    const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] }
    const calendar = { zone: 'Asia/Shanghai', week, holidays: [], workingDays: [], holidaysThrough: null }
    writeFileSync(hours, JSON.stringify(calendar))
    const add = 'staff add --tenant tidewater --name Ines --team technical_support --team customer_service'
    const made = await run(`${add} --skill network --language pt --language en --profile tester --hours`, hours)
    assert.equal(made.code, 0, made.complaints.join())
    const [, staff = ''] = /^Staff member (\S+),/.exec(made.complaints[0]!) ?? []
    const list = async () => (await run('staff list --tenant tidewater')).out
    assert.deepEqual(await list(), [`${staff}\tagent\tInes\ttechnical_support,customer_service`])
    const wrong = await run('staff add --tenant tidewater --name Jo --team technical')
    assert.equal(wrong.code, 2)
    assert.match(wrong.complaints[0]!, /There is no team "technical"; there are management, service, /)
    assert.equal((await run(`staff change --tenant tidewater --staff ${staff} --role lead --whole-desk`)).code, 0)
    assert.deepEqual(await list(), [`${staff}\tlead\tInes\t*`])
    assert.equal((await run('staff change --tenant tidewater --staff nobody --role lead')).code, 1)
    const sign = `staff sign --tenant tidewater --staff ${staff} --agreement 2026-1`
    assert.equal((await run(`${sign} --expires 2027-11-23`)).code, 0)
    assert.equal((await run(`${sign} --signed 2026-01-01 --expires 2025-01-01`)).code, 2)
    assert.deepEqual((await run('tenant agreement --tenant tidewater --required yes')).out, [
      'Staff need a valid agreement.',
    ])
  })

  it('lets visitors in and keeps them out again', async () => {
    const { run } = await installed()
    const allow = (word: string) => run(`tenant visitors --tenant tidewater --allowed ${word}`)
    assert.deepEqual((await allow('yes')).out, ['Visitors may raise tickets.'])
    assert.deepEqual((await allow('no')).out, ['Visitors are let in no longer.'])
    assert.equal((await run('tenant visitors --tenant nobody --allowed yes')).code, 1)
  })

  it('makes no token that a backend should not make', async () => {
    const { run } = await installed()
    const made = await run('token customer --tenant tidewater --subject mara@example.com')
    assert.equal(made.code, 2)
    assert.match(made.complaints[0]!, /id is an e-mail address/)
  })

  it('lets go of somebody who leaves: no key opens anything any more', async () => {
    const { run } = await installed()
    const made = await run('staff add --tenant tidewater --name', 'Jonas Weber')
    const [, staff = '', key = ''] = /^Staff member (\S+), key (\S+)\./.exec(made.complaints[0]!) ?? []
    const issued = await run(`key issue --tenant tidewater --staff ${staff}`)
    assert.match(issued.out[0]!, /^ack_/)
    assert.equal((await run(`key revoke --tenant tidewater --key ${key}`)).code, 0)
    const keys = (await run('key list --tenant tidewater')).out
    assert.deepEqual(keys.map((line) => line.endsWith('revoked')).sort(), [false, true])
    const left = await run(`staff offboard --tenant tidewater --staff ${staff}`)
    assert.deepEqual(left.out, [`Staff member ${staff} has left: keys ended 1, tickets given back 0.`])
    assert.ok((await run('key list --tenant tidewater')).out.every((line) => line.endsWith('revoked')))
    assert.deepEqual((await run('staff list --tenant tidewater')).out, [`${staff}\tagent\tJonas Weber\t*\toffboarded`])
    assert.match((await run(`key issue --tenant tidewater --staff ${staff}`)).complaints[0]!, /was offboarded/)
    assert.equal((await run('staff offboard --tenant tidewater --staff nobody')).code, 1)
    assert.match((await run('audit verify --tenant tidewater')).out[0]!, /intact/)
  })

  it('knows accounts, who serves them, and who is what in them', async () => {
    const { run } = await installed()
    assert.equal(
      (await run('account add --tenant tidewater --account nordkai --tier key --name', 'Nordkai AB')).code,
      0,
    )
    assert.equal((await run('account add --tenant tidewater --account quay --name Quay')).code, 0)
    assert.equal((await run('account add --tenant tidewater --account quay --name Again')).code, 1)
    const listed = (await run('account list --tenant tidewater')).out
    assert.deepEqual(listed, ['nordkai\tkey\tNordkai AB', 'quay\tstandard\tQuay'])
    assert.equal((await run('account serve --tenant tidewater --partner quay --account nordkai')).code, 0)
    assert.equal((await run('account serve --tenant tidewater --partner quay --account nobody')).code, 1)
    const shown = JSON.parse((await run('account show --tenant tidewater --account quay')).out.join('\n'))
    assert.deepEqual(shown.serves, [{ id: 'nordkai', name: 'Nordkai AB' }])
    assert.equal((await run('account show --tenant tidewater --account nobody')).code, 1)
    const grant = 'role grant --tenant tidewater --account quay --role partner --subject tomas'
    const unknown = await run(grant)
    assert.deepEqual([unknown.code, /Say whose tokens/.test(unknown.complaints[0]!)], [2, true])
    const granted = await run(`${grant} --issuer https://app.example`)
    const [, person = ''] = /^Person (\S+) is partner of quay\.$/.exec(granted.out[0]!) ?? []
    assert.match(person, /^[0-9a-f-]{36}$/)
    const byId = `role revoke --tenant tidewater --account quay --person ${person}`
    assert.deepEqual([(await run(byId)).code, (await run(byId)).code], [0, 1], 'once is enough')
  })

  it('takes public keys as PEM and as JWK, and lets go of them', async () => {
    const { run, dataDir } = await installed()
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
    const [pem, jwk, wrong] = ['key.pem', 'key.jwk', 'private.pem'].map((name) => join(dataDir, name))
    writeFileSync(pem!, await exportSPKI(publicKey))
    writeFileSync(jwk!, JSON.stringify(await exportJWK(privateKey)))
    writeFileSync(wrong!, 'no key at all')
    const trust = 'tenant trust --tenant tidewater --issuer https://app.example --algorithm ES256'
    assert.equal((await run(`${trust} --kid a --key`, pem!)).code, 0)
    assert.equal((await run(`${trust} --kid b --key`, jwk!)).code, 0)
    assert.equal((await run(`${trust} --kid c --key`, wrong!)).code, 1)
    const database = new DatabaseSync(join(dataDir, 'aftercare.db'), { readOnly: true })
    for (const { jwk } of database.prepare('select jwk from tenant_issuers').all()) {
      assert.deepEqual(Object.keys(JSON.parse(String(jwk))).sort(), ['crv', 'kty', 'x', 'y'], 'no private part is kept')
    }
    database.close()
    const distrust = 'tenant distrust --tenant tidewater --issuer https://app.example --kid a'
    assert.deepEqual([(await run(distrust)).code, (await run(distrust)).code], [0, 1])
  })

  it('finds out when the audit log was touched', async () => {
    const { run, dataDir } = await installed()
    assert.deepEqual((await run('audit verify --tenant tidewater')).out, ['The audit log is intact: 1 entries.'])
    const database = new DatabaseSync(join(dataDir, 'aftercare.db'))
    database.exec(`drop trigger audit_log_no_update; update audit_log set actor = 'nobody'`)
    database.close()
    const { code, complaints } = await run('audit verify --tenant tidewater')
    assert.equal(code, 1)
    assert.deepEqual(complaints, ['The audit log does not hold: entry 1 was changed.'])
  })

  it('keeps secrets and database from others', { skip: process.platform === 'win32' }, async () => {
    const { dataDir } = await installed()
    assert.equal(statSync(dataDir).mode & 0o777, 0o700)
    for (const file of ['secrets.json', 'aftercare.db']) assert.equal(statSync(join(dataDir, file)).mode & 0o777, 0o600)
  })
})

describe('aftercare doctor', () => {
  it('finds a fresh installation in order', async () => {
    const { run } = await installed()
    const { code, out } = await run('doctor')
    assert.equal(code, 0, out.join('\n'))
    assert.match(out.join('\n'), /Commits are forced to the disk \(journal_mode=wal, synchronous=2\)/)
    assert.match(out.join('\n'), /The schema is current/)
  })

  it('finds secrets that others can read', { skip: process.platform === 'win32' }, async () => {
    const { run, dataDir } = await installed()
    chmodSync(join(dataDir, 'secrets.json'), 0o644)
    const { code, out } = await run('doctor')
    assert.equal(code, 1)
    assert.match(out.join('\n'), /^FAIL {2}Others can read .*secrets\.json \(644\): chmod 600$/m)
  })

  it('finds a schema that is behind, and a clock that cannot be', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(join(dataDir, 'aftercare.db'), '')
    const { code, out } = await aftercare(['doctor', '--data-dir', dataDir], { clock: () => 0 })
    assert.equal(code, 1)
    assert.match(out.join('\n'), /^FAIL {2}The schema is behind: run "aftercare migrate"/m)
    assert.match(out.join('\n'), /^FAIL {2}The clock says 1970/m)
  })

  it('finds a file that is no database', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(join(dataDir, 'aftercare.db'), 'this is a letter to the harbour master'.repeat(100))
    const { code, out } = await aftercare(['doctor', '--data-dir', dataDir])
    assert.equal(code, 1)
    assert.match(out.join('\n'), /^FAIL {2}The database cannot be opened: file is not a database/m)
  })

  it('asks the mail server to let us in, where there is one', async () => {
    const { dataDir } = await installed()
    const smtp = await mailServer()
    const ask = (address: string) =>
      aftercare(['doctor', '--data-dir', dataDir], { environment: { SMTP_URL: address } })
    const { code, out } = await ask(smtp.url)
    assert.equal(code, 0, out.join('\n'))
    assert.match(out.join('\n'), /^ok {4}The mail server answers$/m)
    smtp.lock()
    const refused = await ask(smtp.url.replace('//', '//aftercare:hunter2@'))
    assert.equal(refused.code, 1)
    assert.match(refused.out.join('\n'), /^FAIL {2}The mail server cannot be used: .*535/m)
    assert.doesNotMatch(refused.out.join('\n'), /hunter2/)
    assert.equal(smtp.received.length, 0)
    await smtp.stop()
  })

  it('leaves no trace of having tried whether the database can be written', async () => {
    const { run } = await installed()
    await run('doctor')
    assert.equal((await run('tenant list')).out.length, 1)
  })
})
