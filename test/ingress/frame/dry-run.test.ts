import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { readSettings } from '../../../src/config.ts'
import { dryRun } from '../../../src/ingress/frame/dry-run.ts'
import { httpEvents } from '../../../src/ingress/http/endpoint.ts'
import { consentChanged, signedUp } from '../http/events.ts'
import { toy } from './toy.ts'

const now = Date.UTC(2026, 2, 1)

async function ran(body: string | Buffer, headers: Record<string, string> = {}, endpoint = httpEvents) {
  const run = await dryRun(endpoint, readSettings({}), { bytes: Buffer.from(body), headers, now })
  assert.ok(run)
  const { records, findings, answer } = run
  return {
    answer: answer.status,
    records: records.map(({ publication, ...place }) => ({ ...place, id: publication.headers['ce_id'] })),
    findings: findings.map(({ pointer, line, column, detail }) => [pointer, line, column, detail]),
  }
}

const bad = `{
    "specversion": "1.0", "id": "bad", "source": "/s", "subject": "ann",
    "type": "customer.signed_up",
    "data": { "email": "x",
              "country": 7 }
  }`

describe('a payload', () => {
  test('one that is fine becomes its record', async () => {
    assert.deepEqual(await ran(JSON.stringify(signedUp)), {
      answer: 202,
      records: [{ pointer: '', line: 1, column: 1, id: 'e-1' }],
      findings: [],
    })
  })
  test('a batch shows records and problems, each at its line and column', async () => {
    assert.deepEqual(await ran(`[\n  ${JSON.stringify(signedUp)},\n  ${bad},\n {}]`), {
      answer: 202,
      records: [{ pointer: '/0', line: 2, column: 3, id: 'e-1' }],
      findings: [
        ['/1/data/email', 6, 24, 'must be an address such as ann@example.org'],
        ['/1/data/country', 7, 26, 'must be a string, not a number'],
        ...['id', 'source', 'subject', 'type', 'specversion'].map(name => [`/2/${name}`, 9, 2, 'is required']),
      ],
    })
  })
  test('binary mode: what is in headers has no line, the data has', async () => {
    const headers = {
      'content-type': 'application/json',
      'ce-type': 'customer.consent_changed',
      'ce-specversion': '1.0',
    }
    const { findings, answer } = await ran('{"purpose": "p",\n "granted": 1}', { ...headers, 'ce-id': '%' })
    assert.deepEqual(findings, [
      ['/id', undefined, undefined, 'header ce-id is not percent-encoded UTF-8'],
      ['/source', undefined, undefined, 'is required'],
      ['/subject', undefined, undefined, 'is required'],
      ['/granted', 2, 13, 'must be a boolean, not a number'],
    ])
    assert.equal(answer, 400)
  })
  test('what cannot be taken apart is one problem, with the place where JSON goes wrong', async () => {
    assert.deepEqual(await ran('{\n  "a": }'), {
      answer: 400,
      records: [],
      findings: [['', 2, 8, 'The JSON is wrong at position 9 (line 2, column 8).']],
    })
    const { findings } = await ran('', {})
    assert.deepEqual(findings, [['', undefined, undefined, 'The body is empty.']])
  })
  test('compressed, it is looked at as it was before; the places are those of its text', async () => {
    const { findings, records } = await ran(gzipSync(`[${JSON.stringify(consentChanged)},\n7]`), {
      'content-encoding': 'gzip',
    })
    assert.equal(records.length, 1)
    assert.deepEqual(findings.at(0), ['/1', 2, 1, 'must be a JSON object: one CloudEvent'])
  })
  test('items below the top, and what our code falls on', async () => {
    const body = '{"items":\n[{"id":"a","subject":"s"},\n{"id":1},\n{"id":"b","subject":"s","throws":true}]}'
    assert.deepEqual(await ran(body, {}, toy()), {
      answer: 200,
      records: [{ pointer: '/items/0', line: 2, column: 2, id: 'a' }],
      findings: [
        ['/items/1/id', 3, 7, 'is wrong'],
        ['/items/2', 4, 1, 'could not be understood: the log says why'],
      ],
    })
  })
  test('needs no credential in production either', async () => {
    const settings = { ...readSettings({}), environment: 'production' as const }
    const run = await dryRun(httpEvents, settings, { bytes: Buffer.from(JSON.stringify(signedUp)), headers: {}, now })
    assert.equal(run?.answer.status, 202)
  })
})
