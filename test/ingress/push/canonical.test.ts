/** What the push gateway says, in our words: every documented type, what is kept of what is not documented, and what is refused where. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from '../../../src/config.ts'
import type { Item } from '../../../src/ingress/frame/item.ts'
import { canonicalise } from '../../../src/ingress/push/canonical.ts'
import { pushWebhook } from '../../../src/ingress/push/endpoint.ts'
import { isPushItem, itemsOf } from '../../../src/ingress/push/items.ts'
import type { Publication } from '../../../src/stream/define.ts'
import { fitting } from '../frame/fits.ts'
import { delivery, documented, feedbackTypes, happened, operational, status } from './events.ts'

const now = Date.UTC(2026, 2, 1, 12)
const itemsIn = (body: unknown) => itemsOf({ value: body, text: JSON.stringify(body) })

function read({ value }: Item) {
  assert.ok(isPushItem(value))
  return canonicalise(value, { now, trace: {} })
}

/** The one record that a body becomes. */
function recordOf(body: unknown): Publication {
  const [item, more] = itemsIn(body)
  assert.ok(item && !more)
  const canonical = read(item)
  assert.ok(canonical.ok, JSON.stringify(canonical))
  const [publication] = canonical.publications
  assert.ok(publication)
  return publication
}

/** Where the one item of a body is wrong, by pointers into the body. */
function faultsOf(body: unknown): string[] {
  const [item, more] = itemsIn(body)
  assert.ok(item && !more)
  const canonical = read(item)
  assert.ok(!canonical.ok, 'it is refused')
  return canonical.faults.map(({ pointer, detail }) => `${item.placeOf?.(pointer) ?? item.pointer + pointer} ${detail}`)
}

for (const { event, schema, key, holds } of documented) {
  const { type } = event
  test(`${type} becomes a ${schema} of ${key}`, () => {
    const publication = recordOf(JSON.parse(JSON.stringify(event)))
    const value = fitting(publication)
    assert.deepEqual([publication.schema.name, publication.key], [`signalbox.push.${schema}`, key])
    assert.deepEqual({ ...value, ...holds }, value)
    const { eventId, subject, occurredAt, source } = value
    const expected = [`op-${type}`, key, Date.UTC(2026, 2, 1, 11, 59, 58, 250), '/push']
    assert.deepEqual([eventId, subject, occurredAt, source], expected)
    assert.equal(publication.headers['ce_type'], `push.${type}`)
  })
}

for (const type of feedbackTypes) {
  test(`feedback ${type} names the push, the user and the device`, () => {
    const publication = recordOf(status([delivery([happened(type)])]))
    assert.deepEqual(fitting(publication), {
      eventId: `event-${type}`,
      subject: 'ann',
      occurredAt: Date.UTC(2026, 2, 1, 11, 59, 59),
      source: '/push/shop',
      kind: type === 'snoozed' ? 'other' : type,
      type,
      jobId: 'pns1-42',
      submitId: 'po-17-asked/ask-approver/push',
      app: 'shop',
      user: 'ann',
      clientId: 'phone-7',
      tokenRef: 'phone-7',
      audience: null,
      action: type === 'action' ? 'approve' : null,
      comment: type === 'action' ? 'fine with me' : null,
      correlationId: type === 'action' ? 'po-17' : null,
      errorCode: type === 'failed' ? 'UNREGISTERED' : null,
      errorMessage: type === 'failed' ? 'no such token' : null,
      link: null,
      extra: {},
    })
    assert.deepEqual(publication.headers, {
      'content-type': 'application/avro',
      ce_specversion: '1.0',
      ce_id: `event-${type}`,
      ce_type: `push.${type}`,
      ce_source: '/push/shop',
      ce_subject: 'ann',
      ce_time: '2026-03-01T11:59:59.000Z',
    })
  })
}

test('a status becomes an item for each event of each delivery; a body may hold several, and events between', () => {
  const two = [happened('delivered'), happened('opened')]
  const body = [
    status([delivery(two), delivery([])]),
    operational('order.shipped'),
    status([delivery(two)]),
    status([]),
  ]
  const at = (n: number, m: number) => `/${n}/deliveries/0/events/push_delivery_events/${m}`
  assert.deepEqual(
    itemsIn(body).map(item => item.pointer),
    [at(0, 0), at(0, 1), '/1', at(2, 0), at(2, 1)],
  )
})

test('the same body again becomes the same records: what repeats them is known downstream by id, source and subject', () => {
  const body = [status([delivery(feedbackTypes.map(type => happened(type)))]), ...documented.map(({ event }) => event)]
  const records = () => itemsIn(JSON.parse(JSON.stringify(body))).map(read)
  assert.deepEqual(records(), records())
  assert.equal(records().filter(one => one.ok).length, feedbackTypes.length + documented.length)
})

test('a device without a user is a subject of its own; base64 stands in for a client id', () => {
  assert.equal(recordOf(status([delivery([happened('opened')], { user: null })])).key, 'client:phone-7')
  const byReference = delivery([happened('opened')], { user: undefined, client_id: undefined })
  assert.equal(recordOf(JSON.parse(JSON.stringify(status([byReference])))).key, 'client:phone-7')
  const nobody = delivery([happened('opened')], { user: null, client_id: null, ref_base64: null })
  assert.deepEqual(faultsOf(status([nobody])), ['/deliveries/0 names neither user nor client_id'])
})

test('what is not documented is kept: of the event, its delivery, its job and its error, each by its name', () => {
  const event = happened('failed', { screen: { on: true }, error: { code: 'INTERNAL', retryable: false } })
  const events = { push_delivery_events: [event], wake_ups: 2 }
  const { extra } = fitting(recordOf(status([delivery([], { carrier: 'x', events })], { region: 3 })))
  assert.deepEqual(extra, {
    screen: '{"on":true}',
    'delivery.carrier': '"x"',
    'delivery.events': '{"wake_ups":2}',
    'job.region': '3',
    'error.retryable': 'false',
  })
  const { data, extra: more } = fitting(
    recordOf(operational('order.shipped', { weather: ['rain'], data: { boxes: 2, route: ['a'] } })),
  )
  assert.deepEqual({ data, more }, { data: { boxes: 2 }, more: { weather: '["rain"]', 'data.route': '["a"]' } })
})

test('a time more than a day ahead counts as now, and the header keeps what was said; a day ahead is taken', () => {
  const ahead = recordOf(operational('order.shipped', { event_time: '2027-03-01T12:00:00Z' }))
  assert.equal(fitting(ahead)['occurredAt'], now)
  assert.equal(ahead.headers['ce_time'], '2027-03-01T12:00:00.000Z')
  const day = recordOf(operational('order.shipped', { event_time: '2026-03-02T12:00:00Z' }))
  assert.equal(fitting(day)['occurredAt'], now + 86_400_000)
})

const refused: [what: string, body: unknown, faults: string[]][] = [
  ['no object', 7, [' must be an object, not a number']],
  [
    'an event without anything',
    {},
    ['/event_id is required: a string', '/event_time is required: a string', '/type is required: a string'],
  ],
  [
    'a wrong time',
    operational('order.shipped', { event_time: 'yesterday' }),
    ['/event_time must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z'],
  ],
  [
    'nobody whom it concerns',
    operational('order.shipped', { customer: null }),
    [' names nobody: give a customer, an employee, teams or a record'],
  ],
  [
    'an audience that is not named',
    operational('order.shipped', { audience: 'both' }),
    ['/employee is required where the audience is both'],
  ],
  [
    'an unknown severity',
    operational('order.shipped', { severity: 'bad' }),
    ['/severity must be low, medium, high or critical'],
  ],
  ['an incident without an id', operational('incident.opened'), ['/data/incident_id is required: a string']],
  [
    'data that is no object',
    operational('journey.abandoned', { data: 'x' }),
    ['/data must be an object, not a string'],
  ],
  [
    'a journey of nobody',
    operational('journey.completed', { customer: null, data: { journey: 'checkout', journey_id: 'c' } }),
    ['/customer is required: whose it is'],
  ],
  [
    'a milestone that lies ahead at no time',
    operational('milestone.upcoming', { data: { milestone: 'renewal' } }),
    ['/data/due_at is required: when the milestone is due'],
  ],
  [
    'a number that no double holds',
    JSON.parse('{"event_id":"1","event_time":"2026-03-01T12:00:00Z","type":"a","customer":"c","data":{"n":1e999}}'),
    ['/data/n is too large a number'],
  ],
  [
    'a name that JavaScript would lose',
    JSON.parse(
      '{"event_id":"1","event_time":"2026-03-01T12:00:00Z","type":"a","customer":"c","data":{"__proto__":1},"__proto__":2}',
    ),
    ['/__proto__ is a name that cannot be kept', '/data/__proto__ is a name that cannot be kept'],
  ],
  [
    'more than can be kept',
    operational('order.shipped', { notes: 'x'.repeat(70_000) }),
    ['/ fields that the schema does not name may have 65536 characters, not 70007'],
  ],
  ['a status without deliveries', { job_id: 'j', job_state: [] }, ['/deliveries must be an array of deliveries']],
  [
    'a delivery without events',
    status([{ user: 'ann' }]),
    ['/deliveries/0/events/push_delivery_events must be an array of events'],
  ],
  [
    'an answer that says nothing',
    status([delivery([happened('action', { action: null })])]),
    ['/deliveries/0/events/push_delivery_events/0/action is required: which button'],
  ],
  [
    'a job that says more than goes with every event',
    status([delivery([happened('opened')])], { note: 'x'.repeat(5_000) }),
    [' a job may have 4096 characters beside its deliveries'],
  ],
]
for (const [what, body, faults] of refused) {
  test(`refused: ${what}`, () =>
    assert.deepEqual(
      faultsOf(body),
      faults.map(fault => fault.replace(/^\/ /, ' ')),
    ))
}

test('faults are told where they are in the body: in which delivery of which status, and which event of it', () => {
  const wrong = { event_id: 'e', event_time: 'soon', type: 'opened' }
  const body = [operational('order.shipped'), status([delivery([]), delivery([happened('opened'), wrong])])]
  const [, , item] = itemsIn(body)
  assert.ok(item)
  const canonical = read(item)
  assert.ok(!canonical.ok)
  const [fault] = canonical.faults
  assert.equal(item.placeOf?.(fault?.pointer ?? ''), '/1/deliveries/1/events/push_delivery_events/1/event_time')
})

test('what a dead letter keeps of a status can be sent as it is, and is refused or taken alone', () => {
  const wrong = { ...happened('opened'), event_time: 'soon' }
  const [, , item] = itemsIn([status([delivery([]), delivery([happened('opened'), happened('clicked'), wrong])])])
  assert.ok(item)
  const again: unknown = JSON.parse(item.text)
  assert.deepEqual(again, JSON.parse(JSON.stringify(status([delivery([wrong])]))))
  assert.equal(faultsOf(again).length, 1)
})

test('production has no route without a secret; development and a named secret have one', () => {
  const cluster = {
    SIGNALBOX_KAFKA_BROKERS: 'k:9092',
    SIGNALBOX_REGISTRY_URL: 'http://r',
    SIGNALBOX_HTTP_TOKEN: 't'.repeat(16),
  }
  const production = { ...cluster, SIGNALBOX_ENV: 'production', SIGNALBOX_PARTS: 'ingress' }
  const named = { ...production, SIGNALBOX_PUSH_WEBHOOK_SECRETS: 'whsec_ZGV2ZWxvcG1lbnQtcHVzaA==' }
  const isOpen = (env: Record<string, string>) => pushWebhook.open(readSettings(env)) !== undefined
  assert.deepEqual([{}, production, named].map(isOpen), [true, false, true])
})
