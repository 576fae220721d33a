/** What xConnector says, in our words: every documented type, what is kept of what is not documented, and what is refused where. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from '../../../src/config.ts'
import { canonicalise } from '../../../src/ingress/xconnector/canonical.ts'
import { xconnectorWebhook } from '../../../src/ingress/xconnector/endpoint.ts'
import { BadLine, itemsOf, lines, modeOf } from '../../../src/ingress/xconnector/event-frame.ts'
import { kinds } from '../../../src/ingress/xconnector/kinds.ts'
import type { Publication } from '../../../src/stream/define.ts'
import { fitting } from '../frame/fits.ts'
import { cloudEvent, documented } from './events.ts'

const now = Date.UTC(2026, 2, 1, 12)
const arrival = { now, trace: {} }

function recordOf(event: unknown): Publication {
  const canonical = canonicalise(event, arrival)
  assert.ok(canonical.ok, JSON.stringify(canonical))
  const [publication] = canonical.publications
  assert.ok(publication)
  return publication
}

function faultsOf(event: unknown): string[] {
  const canonical = canonicalise(event, arrival)
  assert.ok(!canonical.ok, 'it is refused')
  return canonical.faults.map(({ pointer, detail }) => `${pointer} ${detail}`)
}

for (const { event, schema, key, holds } of documented) {
  test(`${event.type} becomes a ${schema} of ${key}`, () => {
    const publication = recordOf(event)
    const value = fitting(publication)
    assert.deepEqual([publication.schema.name, publication.key], [`signalbox.xconnector.${schema}`, key])
    assert.deepEqual({ ...value, ...holds }, value)
    const { eventId, subject, occurredAt, source } = value
    assert.deepEqual(
      [eventId, subject, occurredAt, source],
      [event.id, key, Date.UTC(2026, 2, 1, 11, 59, 58, 250), '/xconnector/erp'],
    )
  })
}

test('every type that is known by its name is among the documented', () => {
  const shown = new Set(documented.map(({ event }) => event.type))
  assert.deepEqual(
    [...kinds.keys()].filter(type => !shown.has(type)),
    [],
  )
})

test('the same event again is the same record: what repeats it is known downstream by id, source and subject', () => {
  const records = () => documented.map(({ event }) => canonicalise(JSON.parse(JSON.stringify(event)), arrival))
  assert.deepEqual(records(), records())
})

test('headers: the attributes, extensions and the event’s own trace', () => {
  const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const event = cloudEvent('task.assigned', { task_id: 't', role: 'r' }, { tenant: 'eu', shard: 3, traceparent })
  assert.deepEqual(recordOf(event).headers, {
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: 'x-task.assigned',
    ce_type: 'xconnector.task.assigned',
    ce_source: '/xconnector/erp',
    ce_subject: 'task:t',
    ce_time: '2026-03-01T11:59:58.250Z',
    ce_tenant: 'eu',
    ce_shard: '3',
    ce_traceparent: traceparent,
    traceparent,
  })
})

test('what is not documented is kept by its name, also of lists and of the record', () => {
  const { extra } = fitting(
    recordOf(
      cloudEvent('task.assigned', {
        task_id: 't',
        role: 'r',
        colour: 'red',
        actions: [
          { id: 'a', title: 'A' },
          { id: 'b', title: 'B', danger: true },
        ],
        record: { type: 'po', id: '1', owner: 'mia' },
      }),
    ),
  )
  assert.deepEqual(extra, { colour: '"red"', actions: '[{},{"danger":true}]', 'record.owner': '"mia"' })
  const alert = fitting(recordOf(cloudEvent('alert.x', { roles: ['r'], height: 2, map: { a: 1 } })))
  assert.deepEqual([alert['data'], alert['extra']], [{ height: 2 }, { map: '{"a":1}' }])
})

test('without a time it happened when it arrived, and so does what is said to be more than a day ahead', () => {
  const timeless = { ...cloudEvent('task.assigned', { task_id: 't', role: 'r' }), time: null }
  for (const event of [timeless, { ...timeless, time: '2027-01-01T00:00:00Z' }]) {
    assert.equal(fitting(recordOf(event))['occurredAt'], now)
    const canonical = canonicalise(event, arrival)
    assert.ok(canonical.ok && canonical.happenedAtArrival === true)
  }
})

test('a record version is a whole number, or its digits', () => {
  const changed = (version: unknown) =>
    cloudEvent('record.changed', { record: { type: 'a', id: 'b', version }, status: 's' })
  assert.equal(fitting(recordOf(changed(0)))['recordVersion'], 0)
  assert.equal(fitting(recordOf(changed('0000123456789012')))['recordVersion'], 123_456_789_012)
  for (const wrong of [undefined, null, -1, 1.5, 2 ** 53, 'v1', '', '9'.repeat(16)]) {
    assert.deepEqual(faultsOf(changed(wrong)), [
      '/data/record/version must be a whole number that is not negative, or its digits as text',
    ])
  }
})

const refused: [what: string, event: unknown, faults: string[]][] = [
  ['no object', [], [' must be a JSON object: one CloudEvent']],
  [
    'an event without anything',
    {},
    ['/id is required', '/source is required', '/type is required', '/specversion is required'],
  ],
  [
    'another version',
    cloudEvent('response.applied', { event_id: 'e' }, { specversion: '0.3' }),
    ['/specversion must be 1.0'],
  ],
  [
    'wrong attributes and wrong data, both told',
    cloudEvent('task.assigned', { role: 'r', due_at: 'soon' }, { id: '', time: 'now' }),
    [
      '/id is required',
      '/time must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z',
      '/data/task_id is required: a string',
      '/data/due_at must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z',
    ],
  ],
  [
    'a task for nobody',
    cloudEvent('approval.pending', { task_id: 't' }),
    ['/data/assignee is required where there is no role: who is to do it'],
  ],
  [
    'a task that is near no end',
    cloudEvent('task.nearing', { task_id: 't' }),
    ['/data/due_at is required: when it is to be done'],
  ],
  [
    'an approval that ended in no way',
    cloudEvent('approval.completed', { task_id: 't' }),
    ['/data/outcome is required: how it ended'],
  ],
  [
    'a change of nothing',
    cloudEvent('record.changed', { record: { type: 'a', id: 'b', version: 1 } }),
    ['/data/status is required where there are no changes'],
  ],
  [
    'a missing field that is not named',
    cloudEvent('fault.field_missing', { system: 's' }),
    ['/data/fields is required: which are missing'],
  ],
  ['a job that is not named', cloudEvent('fault.job_failed', { system: 's' }), ['/data/job_id is required: which job']],
  [
    'a customer who is not named',
    cloudEvent('customer.payment.received', {}),
    ['/data/customer is required where there is no subject'],
  ],
  [
    'an alert for nobody',
    cloudEvent('alert.fire', {}),
    ['/data/roles is required where there are neither business_units nor locations'],
  ],
  [
    'a step of no run, and of no name',
    cloudEvent('process.step_failed', { process: 'p' }),
    ['/correlationid is required: which run of the process', '/data/step is required: which step'],
  ],
  ['a rejection without a reason', cloudEvent('response.rejected', { event_id: 'e' }), ['/data/code is required: why']],
  ['an unknown type about nothing', cloudEvent('unheard', {}), ['/subject is required where the type is not known']],
  [
    'an unknown type with data that is no object',
    cloudEvent('unheard', 7, { subject: 's' }),
    ['/data must be an object, not a number'],
  ],
  [
    'base64',
    { ...cloudEvent('task.assigned', { task_id: 't', role: 'r' }), data_base64: 'AAAA' },
    ['/data_base64 is not accepted: send JSON in data'],
  ],
  ['a line that is no JSON', new BadLine('is no JSON: wrong at column 3'), [' is no JSON: wrong at column 3']],
]
for (const [what, event, faults] of refused) test(`refused: ${what}`, () => assert.deepEqual(faultsOf(event), faults))

test('a frame: an event on each line, blank lines between, CRLF or LF; each item knows its line', () => {
  const text = `{"id":"a"}\r\n\r\n  {"id": "b"} \n{"id":\n[1]\n`
  const items = itemsOf(lines, { value: undefined, text })
  assert.ok(!('status' in items))
  assert.deepEqual(
    items.map(({ line, pointer, text: one }) => [line, pointer, one]),
    [
      [1, '/0', '{"id":"a"}'],
      [3, '/1', '{"id": "b"}'],
      [4, '/2', '{"id":'],
      [5, '/3', '[1]'],
    ],
  )
  assert.deepEqual(items[2]?.value, new BadLine('is no JSON: wrong at column 7'))
})

test('how a body carries its events is told by its media type alone', () => {
  const of = (type: string) => modeOf({ 'content-type': type })
  assert.equal(of('Application/CloudEvents+JSON; charset=UTF-8'), 'application/cloudevents+json')
  assert.equal(of('application/cloudevents-batch+json'), 'application/cloudevents-batch+json')
  assert.equal(of('application/x-ndjson; charset=utf-8'), lines)
  for (const type of ['', 'application/json', 'text/plain', 'application/x-ndjson; charset=latin1'])
    assert.equal(of(type), null)
})

test('production has no route without a secret; development and a named secret have one', () => {
  const cluster = {
    SIGNALBOX_KAFKA_BROKERS: 'k:9092',
    SIGNALBOX_REGISTRY_URL: 'http://r',
    SIGNALBOX_HTTP_TOKEN: 't'.repeat(16),
  }
  const production = { ...cluster, SIGNALBOX_ENV: 'production', SIGNALBOX_PARTS: 'ingress' }
  const named = { ...production, SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: 'whsec_ZGV2ZWxvcG1lbnQtcHVzaA==' }
  const isOpen = (env: Record<string, string>) => xconnectorWebhook.open(readSettings(env)) !== undefined
  assert.deepEqual([{}, production, named].map(isOpen), [true, false, true])
})
