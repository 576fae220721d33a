/** A signed request that comes again inside the window is taken again: its events are the same events, and the pipeline processes each once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PushFeedback } from '../../../schemas/push-feedback.generated.ts'
import type { RecordSchema } from '../../../schemas/record.ts'
import { XconnectorTaskChanged } from '../../../schemas/xconnector-task-changed.generated.ts'
import { pushWebhook } from '../../../src/ingress/push/endpoint.ts'
import { xconnectorWebhook } from '../../../src/ingress/xconnector/endpoint.ts'
import { days, processor, reading, stream } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { pushEvents } from '../../../topics/push-events.ts'
import { taskCount } from '../../../topics/task-count.ts'
import { xconnectorEvents } from '../../../topics/xconnector-events.ts'
import { delivery, happened, status } from '../push/events.ts'
import { documented } from '../xconnector/events.ts'
import { serveAll } from './server.ts'
import { secret, signed } from './signing.ts'

const Seen: RecordSchema<'test.Seen', { eventId: string; subject: string; occurredAt: number }> = {
  name: 'test.Seen',
  compatibility: 'FULL',
  avro: {
    type: 'record',
    name: 'Seen',
    namespace: 'test',
    fields: [
      { name: 'eventId', type: 'string' },
      { name: 'subject', type: 'string' },
      { name: 'occurredAt', type: 'long' },
    ],
  },
}
const seen = stream({
  name: 'seen',
  key: 'the subject',
  records: [Seen],
  partitions: taskCount,
  retentionMs: days(1),
  why: 'a test',
})

const answers = processor({
  name: 'answers',
  input: { from: pushEvents, only: [reading(PushFeedback, ['eventId', 'subject', 'occurredAt'])] },
  lookups: {},
  keeps: [],
  outputs: [seen],
  reasons: [],
  process: ({ value: { eventId, subject, occurredAt } }, _rows, { forward }) =>
    forward(seen, Seen, { eventId, subject, occurredAt }),
})
const tasks = processor({
  name: 'tasks',
  input: { from: xconnectorEvents, only: [reading(XconnectorTaskChanged, ['eventId', 'subject', 'occurredAt'])] },
  lookups: {},
  keeps: [],
  outputs: [seen],
  reasons: [],
  process: ({ value: { eventId, subject, occurredAt } }, _rows, { forward }) =>
    forward(seen, Seen, { eventId, subject, occurredAt }),
})

const env = { SIGNALBOX_PUSH_WEBHOOK_SECRETS: secret, SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: secret }
const feedback = JSON.stringify(status([delivery(['delivered', 'opened', 'action'].map(type => happened(type)))]))
const asked = JSON.stringify(
  documented.flatMap(({ event, schema }) => (schema === 'XconnectorTaskChanged' ? [event] : [])),
)
const cases = [
  { endpoint: pushWebhook, processor: answers, topic: pushEvents, body: feedback, type: 'application/json', count: 3 },
  {
    endpoint: xconnectorWebhook,
    processor: tasks,
    topic: xconnectorEvents,
    body: asked,
    type: 'application/cloudevents-batch+json',
    count: 16,
  },
]
for (const { endpoint, processor, topic, body, type, count } of cases) {
  test(`${endpoint.source}: a replay is acknowledged, and no event of it is processed a second time`, async () => {
    const { post, published, time } = await serveAll([endpoint], env)
    const headers = { 'content-type': type, ...signed(body) }
    assert.equal((await post(body, headers)).status, 202)
    time.now += 250_000
    assert.equal((await post(body, headers)).status, 202)
    const records = published.flat()
    assert.equal(records.length, 2 * count)
    const driver = new TestDriver(topologyOf(processor))
    for (const { schema, value } of records) driver.send(topic, schema, value)
    assert.equal(driver.outputs(seen).length, count)
  })
}
