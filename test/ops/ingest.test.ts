/** What the dry run of a payload prints. The command line is in cli.test.ts, what a dry run finds in ingress/frame/dry-run.test.ts. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { readSettings } from '../../src/config.ts'
import type { OpenEndpoint } from '../../src/ingress/frame/endpoint.ts'
import { readHeader } from '../../src/ops/ingest/command.ts'
import { ingest } from '../../src/ops/ingest/ingest.ts'
import { one, toy } from '../ingress/frame/toy.ts'

const folder = mkdtempSync(join(tmpdir(), 'signalbox-ingest-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'payload.json')

async function shown(items: readonly unknown[], different: Partial<OpenEndpoint> = {}) {
  writeFileSync(file, JSON.stringify({ items }))
  const lines: string[] = []
  const asked = { source: 'toy', file, header: {}, json: false }
  const shown = {
    endpoints: [toy(different)],
    settings: readSettings({}),
    say: (line: string) => void lines.push(line),
  }
  return { fine: await ingest(asked, shown), lines: lines.map(line => line.replace(`${folder}/`, '')) }
}

test('records with topic, key, schema and value', async () => {
  const { fine, lines } = await shown([one])
  assert.equal(fine, true)
  assert.equal(lines[0], 'payload.json:1:11: customer.events, key ann, signalbox.customer.CustomerConsentChanged')
  assert.ok(lines.includes('    "purpose": "p",'))
  assert.equal(lines.at(-1), '1 item, 1 record, 0 problems; it would be answered 200')
})

test('a record that does not fit its schema is a problem too, before Kafka ever meets it', async () => {
  const good = toy().open(readSettings({}))
  assert.ok(good)
  const canonical: OpenEndpoint['canonical'] = (item, arrival) => {
    const made = good.canonical(item, arrival)
    return made.ok
      ? { ...made, publications: made.publications.map(record => ({ ...record, value: { eventId: 7 } })) }
      : made
  }
  const { fine, lines } = await shown([one], { canonical })
  assert.equal(fine, false)
  assert.match(
    lines.join('\n'),
    /\npayload\.json:1:11: not_understood: \/items\/0 signalbox\.customer\.CustomerConsentChanged: .*eventId/,
  )
})

test('text of others cannot move the cursor of a terminal', async () => {
  const { lines } = await shown([{ ...one, subject: '\u001b[2Jann' }])
  // eslint-disable-next-line no-control-regex -- that is what must not be there
  assert.doesNotMatch(lines.join('\n'), /[\u0000-\u0009\u000b-\u001f]/)
  assert.match(lines[0] ?? '', /key \\u001b\[2Jann/)
})

test('a file that is not there, and a header that is none, are sentences', async () => {
  const shown = { endpoints: [toy()], settings: readSettings({}), say: () => undefined }
  await assert.rejects(
    ingest({ source: 'toy', file: join(folder, 'none'), header: {}, json: false }, shown),
    /^Refused: cannot read .*none: .*ENOENT/,
  )
  assert.deepEqual(readHeader('Ce-Id:  a: b ', { x: '1' }), { x: '1', 'ce-id': 'a: b' })
  for (const text of ['nothing', ': x', 'a b: c'])
    assert.throws(() => readHeader(text), /must be a name, a colon and a value/)
})

test('a source that the settings do not name says so', async () => {
  const endpoints = [{ ...toy(), open: () => undefined }]
  const asked = { source: 'toy', file, header: {}, json: false }
  await assert.rejects(
    ingest(asked, { endpoints, settings: readSettings({}), say: () => undefined }),
    /^Refused: the settings do not name the source toy$/,
  )
})
