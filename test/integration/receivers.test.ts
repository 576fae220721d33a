/** What every endpoint has from the frame, down to what lies in Kafka. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { pino } from 'pino'
import { systemClock } from '../../src/clock.ts'
import { readSettings } from '../../src/config.ts'
import { receivers } from '../../src/ingress/frame/adapter.ts'
import { httpEvents } from '../../src/ingress/http/endpoint.ts'
import { startPipeline } from '../../src/pipeline.ts'
import { topology } from '../../src/topology.ts'
import { consentChanged, signedUp } from '../ingress/http/events.ts'
import { toy, yes } from '../ingress/frame/toy.ts'
import { newPrefix, stack } from '../pipeline.ts'
import { readTopic } from '../reader.ts'

const prefix = newPrefix()
const settings = readSettings({
  SIGNALBOX_KAFKA_BROKERS: stack().brokers,
  SIGNALBOX_REGISTRY_URL: stack().registry,
  SIGNALBOX_TOPIC_PREFIX: prefix,
  SIGNALBOX_HTTP_PORT: '0',
  SIGNALBOX_PARTS: 'ingress',
})
const logged: string[] = []
const log = pino({ level: 'warn' }, { write: line => void logged.push(line) })

const good = toy().open(settings)
assert.ok(good)
/** A source whose adapter has a defect: of the subject `unfit` it makes a record that its schema does not allow. */
const defective = toy({
  canonical: (item, arrival) => {
    const made = good.canonical(item, arrival)
    if (!made.ok || made.publications[0]?.key !== 'unfit') return made
    return { ...made, publications: made.publications.map(publication => ({ ...publication, value: { eventId: 7 } })) }
  },
})
const pipeline = await startPipeline(
  { ...topology, adapters: [receivers([httpEvents, defective])] },
  settings,
  systemClock,
  log,
)
after(() => pipeline.stop())

const post = (path: string, body: Buffer | string, headers: Record<string, string>) =>
  fetch(`${pipeline.url}${path}`, { method: 'POST', body, headers })
const batched = {
  authorization: 'Bearer development-token',
  'content-type': 'application/cloudevents-batch+json',
}

test('a record that does not fit its schema is a dead letter, as it was sent; its neighbours are in their topic', async () => {
  const items = ['ann', 'unfit', 'bo'].map(subject => `{"id": "of-${subject}",  "subject": "${subject}"}`)
  const answer = await post('/ingress/toy', `{"items": [${items.join(', ')}]}`, yes)
  assert.deepEqual(await answer.json(), { stored: 2, kept: 1 })
  const records = await readTopic(stack(), `${prefix}customer.events`, 2)
  assert.deepEqual(records.map(({ key }) => key).sort(), ['ann', 'bo'])
  const [letter, ...more] = await readTopic(stack(), `${prefix}dead.letters`, 1)
  assert.equal(more.length, 0)
  assert.deepEqual([letter?.key, letter?.bytes?.toString()], ['unfit', items[1]])
  assert.match(
    letter?.headers['signalbox_reason'] ?? '',
    /^not_understood: signalbox\.customer\.CustomerConsentChanged: /,
  )
  assert.equal(letter?.headers['signalbox_stage'], 'ingress.toy')
  assert.match(logged.join(), /a record does not fit its schema/)
})

test('what was compressed lies in Kafka as anything', async () => {
  const events = [signedUp, consentChanged].map(event => ({ ...event, subject: 'zip' }))
  const answer = await post('/ingress/http/events', gzipSync(JSON.stringify(events)), {
    ...batched,
    'content-encoding': 'gzip',
  })
  assert.deepEqual([answer.status, await answer.json()], [202, { accepted: 2 }])
  const records = await readTopic(stack(), `${prefix}customer.events`, 4)
  assert.deepEqual(
    records.filter(({ key }) => key === 'zip').map(({ headers }) => headers['ce_id']),
    ['e-1', 'e-4'],
  )
})

test('the process describes itself', async () => {
  const text = await (await fetch(`${pipeline.url}/openapi.json`)).text()
  assert.match(text, /"\/ingress\/http\/events".*"\/ingress\/toy"/)
  const metrics = await (await fetch(`${pipeline.url}/metrics`)).text()
  assert.match(metrics, /^signalbox_ingress_events_total\{source="http",result="accepted"\} 2$/m)
  assert.match(metrics, /^signalbox_ingress_events_total\{source="toy",result="rejected"\} 1$/m)
})
