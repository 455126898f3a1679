import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { openSqlite, runCli } from '../../src/node/index.ts'
import { articleNumber } from '../many-articles.ts'
import { migratedInFile } from '../migrated-database.ts'
import { bucketKeys, bucketServer } from './bucket.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** An installation with a tenant, and `aftercare` working on it. */
async function installed(environment: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder()
  const dataDir = join(folder, 'data')
  const run = async (...args: string[]) => {
    const out: string[] = []
    const complaints: string[] = []
    const code = await runCli([...args, '--data-dir', dataDir], {
      print: (line) => void out.push(line),
      complain: (line) => void complaints.push(line),
      environment,
      clock: () => Date.parse('2026-11-23T08:00:00.000Z'),
      random: (bytes) => void crypto.getRandomValues(bytes),
      untilStopped: () => Promise.resolve(),
    })
    return { code, out, complaints }
  }
  // As `migrate` leaves it, and sooner.
  mkdirSync(dataDir, { mode: 0o700 })
  await (await migratedInFile(join(dataDir, 'aftercare.db'))).close()
  await run('tenant', 'add', '--tenant', 'tidewater', '--name', 'Tidewater')
  const knowledge = (what: string, place: string, ...more: string[]) =>
    run('knowledge', what, place, '--tenant', 'tidewater', ...more)
  const count = async (table: 'articles' | 'article_translations' | 'article_revisions' | 'audit_log' | 'files') => {
    const database = await openSqlite(join(dataDir, 'aftercare.db'))
    try {
      const select = database.reader.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('count'))
      return (await select.executeTakeFirstOrThrow()).count
    } finally {
      await database.close()
    }
  }
  return { folder, dataDir, run, knowledge, count }
}

const article = (head: string, body = 'Text.') => `---\n${head}\n---\n\n${body}\n`

describe('aftercare knowledge', () => {
  it('takes a folder of Markdown in, each language a translation, and says what it left', async () => {
    const { folder, knowledge, count } = await installed()
    const from = join(folder, 'articles')
    mkdirSync(join(from, 'printing'), { recursive: true })
    writeFileSync(join(from, 'roll.md'), article('title: Change the roll\nslug: roll\nrelated: [feed, nowhere]'))
    writeFileSync(join(from, 'roll.zh-CN.md'), article('title: 更换纸卷\nslug: roll'))
    writeFileSync(join(from, 'printing', 'feed.md'), '# The paper does not feed\n\nSee [the roll](../roll.md).\n')
    writeFileSync(join(from, 'broken.md'), article('no pair'))
    writeFileSync(join(from, 'notes.txt'), 'not an article')
    const first = await knowledge('import', from, '--audience', 'public')
    assert.deepEqual(first.out, [
      'skipped broken.md: line 2 of the head is no "name: value"',
      'note related: there is no article "feed"',
      'note related: there is no article "nowhere"',
      '3 new, 0 changed, 0 as they were, 1 skipped.',
    ])
    assert.equal(first.code, 1)
    assert.deepEqual([await count('articles'), await count('article_translations')], [2, 3])
  })

  it('brings the links and the images of a folder in, and says what leads nowhere', async () => {
    const { folder, dataDir, knowledge, count } = await installed()
    const from = join(folder, 'articles')
    mkdirSync(join(from, 'printing', 'images'), { recursive: true })
    writeFileSync(join(folder, 'secret.png'), 'not of the folder')
    symlinkSync(join(folder, 'secret.png'), join(from, 'printing', 'images', 'linked.png'))
    writeFileSync(join(from, 'printing', 'images', 'roll 1.png'), 'pixels')
    writeFileSync(join(from, 'roll.en.md'), article('title: Change the roll\nslug: the-roll', '## Open it\n\nThere.'))
    const body = [
      'See [the roll](../roll.en.md#open-it), [again](../roll#nowhere), [this](#here), [none](../none.md), [out](../../x.md).',
      '![A roll](<images/roll 1.png>) ![The same](images/roll%201.png) ![b](images/linked.png) ![c](../../secret.png)',
      '[Gone](article:gone)',
    ].join('\n\n')
    writeFileSync(join(from, 'printing', 'feed.md'), article('title: Feed', body))
    const { code, out } = await knowledge('import', from, '--audience', 'public')
    assert.equal(code, 0)
    assert.deepEqual(out, [
      'note printing/feed.md: no link was made to ../none.md, ../../x.md, images/linked.png and 1 more',
      'note printing/feed.md: "the-roll" has no heading "#nowhere"',
      'note printing/feed.md: there is no article "gone"',
      '2 new, 0 changed, 0 as they were, 0 skipped.',
    ])
    assert.equal(await count('files'), 1)
    assert.equal(readdirSync(join(dataDir, 'files')).length, 1)
    const before = [await count('article_revisions'), await count('audit_log')]
    assert.equal((await knowledge('import', from)).out.at(-1), '0 new, 0 changed, 2 as they were, 0 skipped.')
    assert.deepEqual([await count('article_revisions'), await count('audit_log'), await count('files')], [...before, 1])

    const to = join(folder, 'to')
    await knowledge('export', to)
    const written = readFileSync(join(to, 'printing-feed.en.md'), 'utf8')
    assert.match(written, /\[the roll\]\(the-roll\.en\.md#open-it\)/)
    const [, image = ''] = /!\[A roll\]\(<(images\/.+-roll_1\.png)>\)/.exec(written) ?? []
    assert.equal(readFileSync(join(to, image), 'utf8'), 'pixels')
    assert.equal((await knowledge('import', to)).out.at(-1), '0 new, 0 changed, 2 as they were, 0 skipped.')
    assert.deepEqual([await count('article_revisions'), await count('audit_log'), await count('files')], [...before, 1])

    const { knowledge: elsewhere, folder: other, count: there } = await installed()
    assert.equal((await elsewhere('import', to)).out.at(-1), '2 new, 0 changed, 0 as they were, 0 skipped.')
    assert.equal(await there('files'), 1)
    await elsewhere('export', join(other, 'to'))
    const names = readdirSync(join(other, 'to', 'images'))
    assert.match(names.join(), /^[0-9a-f-]{36}-roll_1\.png$/)
    assert.equal(
      (await elsewhere('import', join(other, 'to'))).out.at(-1),
      '0 new, 0 changed, 2 as they were, 0 skipped.',
    )
  })

  it('takes the same in again without a trace, and what has changed as a new revision', async () => {
    const { folder, knowledge, count } = await installed()
    const file = join(folder, 'kb.jsonl')
    const line = (id: string, body: string) =>
      JSON.stringify({ id, title: `About ${id}`, body, lang: 'en', section: 's' })
    writeFileSync(file, [line('a/1', 'One.'), '', line('a/2', 'Two.'), '{'].join('\n'))
    const first = await knowledge('import', file)
    assert.deepEqual(first.out.slice(-2), [
      'note all: ignored is section',
      '2 new, 0 changed, 0 as they were, 1 skipped.',
    ])
    const before = [await count('article_revisions'), await count('audit_log')]
    assert.equal((await knowledge('import', file)).out.at(-1), '0 new, 0 changed, 2 as they were, 1 skipped.')
    assert.deepEqual([await count('article_revisions'), await count('audit_log')], before)
    writeFileSync(file, [line('a/1', 'One.'), line('a/2', 'Two, better.')].join('\n'))
    const again = await knowledge('import', file)
    assert.deepEqual([again.code, again.out.at(-1)], [0, '0 new, 1 changed, 1 as they were, 0 skipped.'])
    assert.equal(await count('article_revisions'), 3)
  })

  it('shows nothing to more people because the files of two languages disagree', async () => {
    const { folder, knowledge, dataDir } = await installed()
    const from = join(folder, 'articles')
    mkdirSync(from)
    writeFileSync(join(from, 'keys.md'), article('title: Keys\nslug: keys\naudience: internal'))
    writeFileSync(join(from, 'keys.zh-CN.md'), article('title: 密钥\nslug: keys\naudience: public'))
    const both = await knowledge('import', from)
    assert.deepEqual(both.out, [
      'skipped keys.zh-CN.md: its audience is "public", and "internal" in keys.md',
      '1 new, 0 changed, 0 as they were, 1 skipped.',
    ])
    // Nor where the other one came earlier.
    writeFileSync(join(from, 'keys.zh-CN.md'), article('title: 密钥\nslug: keys\naudience: internal'))
    assert.equal((await knowledge('import', from)).out.at(-1), '1 new, 0 changed, 1 as they were, 0 skipped.')
    rmSync(join(from, 'keys.md'))
    writeFileSync(join(from, 'keys.zh-CN.md'), article('title: 密钥\nslug: keys\naudience: public'))
    assert.deepEqual((await knowledge('import', from)).out, [
      'skipped keys.zh-CN.md: it is for "internal" here, and "public" would show what it says in en',
      '0 new, 0 changed, 0 as they were, 1 skipped.',
    ])
    const database = await openSqlite(join(dataDir, 'aftercare.db'))
    const rows = await database.reader.selectFrom('articles').select('audience').execute()
    await database.close()
    assert.deepEqual(
      rows.map(({ audience }) => audience),
      ['internal'],
    )
  })

  it('overtakes nobody: what waits for review, was archived or is being worked on here stays as it is', async () => {
    const { folder, knowledge, dataDir, count } = await installed()
    const file = join(folder, 'kb.jsonl')
    const line = (id: string, body: string) => JSON.stringify({ id, title: `About ${id}`, body })
    const ids = ['review', 'archived', 'draft', 'published']
    // With the mark that some editors put first.
    writeFileSync(file, `\ufeff${ids.map((id) => line(id, 'One.')).join('\n')}`)
    assert.equal((await knowledge('import', file)).out.at(-1), '4 new, 0 changed, 0 as they were, 0 skipped.')
    const database = await openSqlite(join(dataDir, 'aftercare.db'))
    for (const state of ['review', 'archived', 'draft'] as const) {
      const of = database.kysely.selectFrom('articles').select('id').where('slug', '=', state)
      await database.kysely.updateTable('article_translations').set({ state }).where('article_id', '=', of).execute()
      await database.kysely
        .updateTable('article_revisions')
        .set({ author: 'lead' })
        .where('article_id', '=', of)
        .execute()
    }
    await database.close()
    const before = await count('article_revisions')
    writeFileSync(file, ids.map((id) => line(id, 'Two.')).join('\n'))
    assert.deepEqual((await knowledge('import', file)).out, [
      'skipped line 1: another text of it waits for review here',
      'skipped line 2: it was archived here',
      'skipped line 3: somebody works on another text of it here',
      '0 new, 1 changed, 0 as they were, 3 skipped.',
    ])
    assert.equal(await count('article_revisions'), before + 1)
  })

  it('writes what it has, and knows it again', async () => {
    const { folder, knowledge } = await installed()
    const from = join(folder, 'from')
    mkdirSync(from)
    const head = 'title: "A: #1"\nslug: a\nlocale: en\nkind: faq\naudience: customers\nproduct: Tidewater 2'
    writeFileSync(
      join(from, 'a.md'),
      article(`${head}\nversionFrom: "2.10"\nkeywords:\n  - roll\nrelated:\n  - b`, '\n\n# Odd *body* \n\n- a\n\n\n'),
    )
    writeFileSync(join(from, 'b.md'), article('title: B\nslug: b\nstate: draft'))
    await knowledge('import', from)
    const to = join(folder, 'to')
    assert.deepEqual((await knowledge('export', to)).out, [`1 written to ${to}.`])
    assert.deepEqual((await knowledge('export', to, '--drafts')).out, [`2 written to ${to}.`])
    assert.deepEqual(readdirSync(to).sort(), ['a.en.md', 'b.en.md'])
    assert.match(readFileSync(join(to, 'b.en.md'), 'utf8'), /^state: draft$/m)
    assert.equal((await knowledge('import', to)).out.at(-1), '0 new, 0 changed, 2 as they were, 0 skipped.')
    const { knowledge: elsewhere, folder: other } = await installed()
    assert.equal((await elsewhere('import', to)).out.at(-1), '2 new, 0 changed, 0 as they were, 0 skipped.')
    await elsewhere('export', join(other, 'to'), '--drafts')
    for (const name of readdirSync(to)) {
      assert.equal(readFileSync(join(other, 'to', name), 'utf8'), readFileSync(join(to, name), 'utf8'))
    }
  })

  describe('killed at any moment and repeated', () => {
    /** The command in a process of its own, which gets SIGKILL once `when` says so of what it reports. */
    async function killed(file: string, dataDir: string, when: (read: number) => boolean | Promise<boolean>) {
      const cli = new URL('../../src/node/index.ts', import.meta.url).href
      const args = ['knowledge', 'import', file, '--tenant', 'tidewater', '--data-dir', dataDir]
      const program = `import(${JSON.stringify(cli)}).then(({ runCli }) => runCli(${JSON.stringify(args)}))`
      const options = ['--conditions=source', '--disable-warning=ExperimentalWarning']
      const child = spawn(process.execPath, [...options, '-e', program])
      await new Promise<void>((resolve, reject) => {
        child.once('error', reject)
        child.once('exit', () => resolve())
        child.stderr.on('data', async (chunk: Buffer) => {
          const read = Math.max(0, ...[...String(chunk).matchAll(/^(\d+) read/gm)].map(([, count]) => Number(count)))
          if (await when(read)) child.kill('SIGKILL')
        })
      })
    }

    it('has whole packets, and in the end everything once', async () => {
      const { folder, dataDir, knowledge, count } = await installed()
      const file = join(folder, 'many.jsonl')
      const body = 'A line with *words* in it.\n\n'.repeat(40)
      const lines = Array.from({ length: 500 }, (_, index) =>
        JSON.stringify({ id: `k-${index}`, title: `K ${index}`, body }),
      )
      writeFileSync(file, lines.join('\n'))
      await killed(file, dataDir, (read) => read >= 200)
      const there = await count('articles')
      assert.ok(there >= 200 && there < 500 && there % 100 === 0, `${there}`)
      assert.equal(await count('article_revisions'), there)
      const { code, out } = await knowledge('import', file)
      assert.deepEqual([code, out.at(-1)], [0, `${500 - there} new, 0 changed, ${there} as they were, 0 skipped.`])
      assert.deepEqual([await count('articles'), await count('article_revisions')], [500, 500])
    })

    const skip = process.env['FULL'] ? false : 'ten thousand articles are taken in with FULL=1'
    it('has ten thousand articles, each once and intact', { skip }, async (t) => {
      const all = 10_000
      const { folder, dataDir, run, knowledge, count } = await installed()
      const file = join(folder, 'many.jsonl')
      writeFileSync(file, Array.from({ length: all }, (_, at) => JSON.stringify(articleNumber(at))).join('\n'))
      let there = 0
      for (let time = 0; time < 6; time++) {
        const moment = there + Math.random() * 2_000
        const more = Math.random() * 150
        await killed(file, dataDir, async (read) => {
          if (read < moment) return false
          await new Promise((resolve) => setTimeout(resolve, more))
          return true
        })
        const before = there
        there = await count('articles')
        t.diagnostic(
          `killed ${more.toFixed(0)} ms after ${Math.ceil(moment / 100) * 100} were read: ${there} are there`,
        )
        assert.ok(there >= before && there % 100 === 0, `${there}`)
        assert.deepEqual([await count('article_translations'), await count('article_revisions')], [there, there])
      }
      const { code, out } = await knowledge('import', file)
      assert.deepEqual([code, out], [0, [`${all - there} new, 0 changed, ${there} as they were, 0 skipped.`]])
      const database = await openSqlite(join(dataDir, 'aftercare.db'))
      const rows = await database.reader
        .selectFrom('article_revisions as r')
        .innerJoin('article_slugs as s', 's.article_id', 'r.article_id')
        .select(['s.slug', 'r.locale', 'r.title', 'r.keywords', 'r.body', 'r.number'])
        .execute()
      await database.close()
      assert.equal(rows.length, all)
      const found = new Map(rows.map((row) => [row.slug, row]))
      for (let at = 0; at < all; at++) {
        const { id: slug, locale, title, keywords, body } = articleNumber(at)
        const kept = { slug, locale, title, keywords: JSON.stringify(keywords), body, number: 1 }
        assert.deepEqual({ ...found.get(slug) }, kept)
      }
      assert.deepEqual((await knowledge('import', file)).out, [`0 new, 0 changed, ${all} as they were, 0 skipped.`])
      assert.equal(await count('article_revisions'), all)
      assert.equal((await run('audit', 'verify', '--tenant', 'tidewater')).code, 0)
    })
  })

  describe('with files in a bucket', () => {
    const directory = temporaryFolder()
    let server: Awaited<ReturnType<typeof bucketServer>>
    before(async () => {
      server = await bucketServer(directory)
    })
    after(() => server.stop())
    const environment = (more: Readonly<Record<string, string>> = {}) => ({
      AFTERCARE_S3_BUCKET: 'files',
      AFTERCARE_S3_ENDPOINT: server.endpoint,
      AWS_ACCESS_KEY_ID: bucketKeys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: bucketKeys.secretAccessKey,
      ...more,
    })

    it('brings images there and takes them from there', async () => {
      const { folder, dataDir, run, knowledge, count } = await installed(
        environment({ AFTERCARE_S3_PREFIX: 'tidewater/' }),
      )
      const from = join(folder, 'articles')
      mkdirSync(from)
      writeFileSync(join(from, 'roll.png'), 'pixels')
      writeFileSync(join(from, 'feed.md'), article('title: Feed', '![A roll](roll.png)'))
      assert.equal((await knowledge('import', from)).out.at(-1), '1 new, 0 changed, 0 as they were, 0 skipped.')
      assert.deepEqual([await count('files'), existsSync(join(dataDir, 'files'))], [1, false])
      const to = join(folder, 'to')
      assert.deepEqual((await knowledge('export', to)).complaints, [])
      const [image = ''] = readdirSync(join(to, 'images'))
      assert.equal(readFileSync(join(to, 'images', image), 'utf8'), 'pixels')
      const elsewhere = join(folder, 'elsewhere')
      const { complaints } = await knowledge('export', elsewhere, '--s3-prefix', 'other/')
      assert.match(complaints.join(), /^the bytes of .*roll\.png are not in the bucket http:.*\/files$/)
      assert.equal((await run('serve', '--port', '0', '--log-level', 'silent')).code, 0)
      assert.match((await run('doctor')).out.join('\n'), /^ok {4}Files can be kept in the bucket http:.*\/files$/m)
    })

    it('does not serve from one that refuses, and says why without its keys', async () => {
      for (const [wrong, reason] of [
        [{ AWS_SECRET_ACCESS_KEY: 'hunter2' }, /answers 403 to PUT: SignatureDoesNotMatch/],
        [{ AFTERCARE_S3_BUCKET: 'nowhere' }, /nowhere answers 404 to PUT: NoSuchBucket/],
      ] as const) {
        const { run } = await installed(environment(wrong))
        const { code, complaints } = await run('serve', '--port', '0', '--log-level', 'silent')
        assert.deepEqual([code, complaints.length], [1, 1])
        assert.match(complaints.join(), reason)
        assert.doesNotMatch(complaints.join(), /hunter2|\n/)
        const { out } = await run('doctor')
        assert.match(out.join('\n'), /^FAIL {2}The bucket http/m)
        assert.doesNotMatch(out.join(), /hunter2/)
      }
    })

    it('serves all the same while it cannot be reached, and lets doctor fail', async () => {
      const { run } = await installed(environment({ AFTERCARE_S3_ENDPOINT: 'http://127.0.0.1:1' }))
      assert.equal((await run('serve', '--port', '0', '--log-level', 'silent')).code, 0)
      const { code, out } = await run('doctor')
      assert.equal(code, 1)
      assert.match(out.join('\n'), /^FAIL {2}The bucket http:\/\/127\.0\.0\.1:1\/files cannot be reached: .+/m)
    })
  })

  it('reports what was searched for, from the third day on', async () => {
    const { dataDir, run } = await installed()
    const database = await openSqlite(join(dataDir, 'aftercare.db'))
    const counts = { searches: 3, without_result: 1, without_click: 1, ticket_after: 1, solved: 2 }
    const row = { tenant: 'tidewater', locale: 'en', ...counts }
    for (const [day, query] of [
      ...['2026-11-21', '2026-11-22', '2026-11-23'].map((each) => [each, 'paper roll'] as const),
      ['2026-11-23', 'mara lind'] as const,
    ]) {
      await database.kysely
        .insertInto('search_outcomes')
        .values({ ...row, day, query })
        .execute()
    }
    await database.close()
    assert.deepEqual((await run('knowledge', 'report', '--tenant', 'tidewater')).out, [
      'searches\twithout result\twithout click\tticket after\tsolved\tlocale\tsearched for',
      '9\t3\t3\t3\t6\ten\tpaper roll',
    ])
  })

  it('says what is wrong with how it was called', async () => {
    const { folder, knowledge } = await installed()
    assert.equal((await knowledge('import', join(folder, 'nowhere'))).code, 1)
    assert.equal((await knowledge('import', folder, '--kind', 'poem')).code, 2)
    assert.equal((await knowledge('import', '')).code, 1)
  })
})
