/** xConnector's webhook into the pipeline, on a real Kafka: the sandbox sends frames, batches and single events. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { secret } from '../ingress/frame/signing.ts'
import { documented } from '../ingress/xconnector/events.ts'
import { startPipeline } from '../pipeline.ts'
import { startSandbox } from '../sandbox/start.ts'
import { xconnectorEvents, xconnectorSource } from '../sources/xconnector.ts'

const pipeline = await startPipeline({ SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: secret })
after(() => pipeline.stop())
const url = `${pipeline.url}/ingress/xconnector`
const connector = await startSandbox('xconnector', { key: secret, settings: { webhook: { url, secret, retryMs: 20 } } })
after(() => connector.stop())

const emit = async (body: object) => {
  const answer = await fetch(`${connector.url}/_sandbox/emit`, { method: 'POST', body: JSON.stringify(body) })
  assert.equal(answer.status, 200)
}
const unique = documented.map(({ event, schema, key }, n) => ({ event: { ...event, id: `doc-${n}` }, schema, key }))

test('a frame with every documented event and a bad line: each under its key with its schema, the line among the dead letters', async () => {
  await emit({ mode: 'frame', events: [...unique.map(({ event }) => event), '{"id": oops'] })
  const records = await pipeline.readTopic('xconnector.events', unique.length)
  const found = records.map(({ headers, key, schema }) => [headers['ce_id'], key, schema])
  const expected = unique.map(({ event, key, schema }) => [event.id, key, `signalbox.xconnector.${schema}`])
  assert.deepEqual(found.toSorted(), expected.toSorted())
  const [letter] = await pipeline.readTopic('dead.letters', 1)
  assert.deepEqual(
    [letter?.bytes?.toString(), letter?.headers['signalbox_stage']],
    ['{"id": oops', 'ingress.xconnector'],
  )
})

test('single events and batches, sent twice each: the ids are the same again, and records keep their order', async () => {
  await fetch(`${connector.url}/_sandbox/settings`, {
    method: 'PUT',
    body: JSON.stringify({ webhook: { url, secret, duplicates: 1, inFlight: 1, seed: 2 } }),
  })
  const versions = [1, 2, 3].map(version => ({
    specversion: '1.0',
    id: `v-${version}`,
    source: '/x',
    type: 'xconnector.record.changed',
    data: { record: { type: 'order', id: 'O-1', version }, status: `s${version}` },
  }))
  await emit({ mode: 'structured', events: versions })
  const records = await pipeline.readTopic('xconnector.events', unique.length + 6)
  const ofOrder = records.filter(({ key }) => key === 'order:O-1').map(({ headers }) => headers['ce_id'])
  assert.deepEqual(ofOrder.slice(0, 3), ['v-1', 'v-2', 'v-3'])
  assert.deepEqual(new Set(ofOrder), new Set(['v-1', 'v-2', 'v-3']))
  await fetch(`${connector.url}/_sandbox/settings`, {
    method: 'PUT',
    body: JSON.stringify({ webhook: { url, secret, duplicates: 0 } }),
  })
})

test('a load of 2,000 events in frames of 100: each that was acknowledged is there, versions in their order', async () => {
  const ids: string[] = []
  const source = xconnectorSource({ url, secret, inFlight: 1, acknowledged: some => void ids.push(...some) })
  await source.emit(xconnectorEvents({ run: 'load', count: 2_000, records: 40 }))
  assert.deepEqual([source.counters.accepted, source.counters.rejected, ids.length], [2_000, 0, 2_000])
  const records = await pipeline.readTopic('xconnector.events', unique.length + 6 + 2_000)
  const load = records.filter(({ headers }) => headers['ce_id']?.startsWith('load-'))
  assert.deepEqual(new Set(load.map(({ headers }) => headers['ce_id'])), new Set(ids))
  const ofFirst = load.filter(({ key }) => key === 'order:O-0').map(({ headers }) => Number(headers['ce_id']?.slice(5)))
  assert.deepEqual(
    ofFirst,
    ofFirst.toSorted((a, b) => a - b),
  )
})
