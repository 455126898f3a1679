import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { searchedFor } from '../src/knowledge/learning-routes.ts'

describe('what was searched for', () => {
  it('is kept without telephone numbers, however they are written', () => {
    for (const number of [
      '+86 138 0013 8000',
      '138-0013-8000',
      '138 0013 8000',
      '13800138000',
      '１３８００１３８０００',
      '＋８６ １３８ ００１３ ８０００',
      '(030) 1234567',
      '010-62345678',
      '0171/1234567',
      '0046 31 700 00 00',
      '(555) 123-4567',
      '555-123-4567',
      '1 3 8 0 0 1 3 8 0 0 0',
    ])
      assert.equal(searchedFor(`call ${number} now`), 'call [number] now', number)
  })

  it('keeps codes, versions, dates and measures', () => {
    for (const text of [
      'error 0x80070057',
      'windows 10.0.19045.2364',
      'ora-00942',
      'err 2147467259',
      'version 4.2.1',
      'http 502',
      '2026-12-01',
      '192.168.100.200',
      'rfc 9457',
      '错误 1045',
    ])
      assert.equal(searchedFor(text), text)
  })
})
