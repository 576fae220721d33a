/** What the process says of itself: /healthz, /readyz, /metrics and the log, while all is well. When it is not: outage.test.ts. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { createMetrics } from '../../src/metrics.ts'
import { consentChanged, productViewed } from '../ingress/http/events.ts'
import { signalbox } from '../command.ts'
import { stack, startPipeline } from '../pipeline.ts'
import { until } from '../until.ts'

const pipeline = await startPipeline({ SIGNALBOX_LOG_LEVEL: 'info' })
after(() => pipeline.stop())

const Health = z.strictObject({
  kafka: z.string(),
  stages: z.record(z.string(), z.strictObject({ status: z.string(), tasks: z.array(z.number()) })),
})

const allTasks = [0, 1, 2, 3, 4, 5]
const stages = {
  process: { status: 'running', tasks: allTasks },
  'deliver.braze': { status: 'running', tasks: allTasks },
}

test('"ready" is the truth: every stage runs with its tasks and Kafka answers', async () => {
  const ready = await fetch(`${pipeline.url}/readyz`)
  assert.equal(ready.status, 200)
  assert.deepEqual(Health.parse(await ready.json()), { kafka: 'answers', stages })
  const alive = await fetch(`${pipeline.url}/healthz`)
  assert.equal(alive.status, 200)
  assert.deepEqual(Health.parse(await alive.json()), { kafka: 'not asked', stages })
})

test('two hundred events, end to end, log nothing', async () => {
  const before = pipeline.log()
  assert.match(before, /"msg":"topics and schemas are as declared"/, 'the level is info')
  const events = Array.from({ length: 199 }, (_, n) => ({ ...productViewed, id: `view-${n}`, subject: `c-${n % 7}` }))
  const consents = events.slice(0, 7).map(event => ({
    ...consentChanged,
    id: `consent-${event.subject}`,
    subject: event.subject,
    data: { purpose: 'marketing', granted: true },
  }))
  const batchType = 'application/cloudevents-batch+json'
  assert.equal((await pipeline.post(consents, batchType)).status, 202)
  assert.equal((await pipeline.post(events.slice(1), batchType)).status, 202)
  assert.equal((await pipeline.post(events[0])).status, 202)
  assert.equal(
    await until(
      () => pipeline.sandbox.applied('events'),
      count => count >= 199,
    ),
    199,
  )
  assert.equal(pipeline.log().slice(before.length), '')
})

async function metrics(): Promise<string> {
  const answer = await fetch(`${pipeline.url}/metrics`)
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  return answer.text()
}

/** The sum of a metric's samples whose labels contain the text. */
const sum = (text: string, name: string, labels = '') =>
  text
    .split('\n')
    .filter(line => new RegExp(`^${name}[ {]`).test(line) && line.includes(labels))
    .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0)

const units: Record<string, RegExp> = {
  counter: /_total$/,
  histogram: /_seconds$/,
  gauge: /_(tasks|records|rows|requests|seconds|subjects|commands|state|per_second)$/,
}

test('/metrics has every metric of the list, each with its unit as the last word of its name', async () => {
  const text = await metrics()
  const listed = (await createMetrics().registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('signalbox_'))
  assert.ok(listed.length >= 15)
  for (const { name } of listed) {
    const [, type = ''] = new RegExp(`^# HELP ${name} \\S.*\\n# TYPE ${name} (\\w+)$`, 'm').exec(text) ?? []
    assert.match(name, units[type] ?? /there is no such type/, type)
  }
  assert.match(text, /^process_resident_memory_bytes \d/m)
})

test('/metrics counts what happened', async () => {
  const text = await until(metrics, now => sum(now, 'signalbox_stage_records_total', 'deliver.braze') >= 199)
  assert.equal(sum(text, 'signalbox_ingress_events_total', 'result="accepted"'), 206)
  assert.equal(sum(text, 'signalbox_stage_records_total', 'stage="process"'), 206)
  assert.equal(sum(text, 'signalbox_stage_records_total', 'stage="deliver.braze"'), 199)
  assert.equal(sum(text, 'signalbox_deliveries_total', 'outcome="delivered"'), 199)
  assert.equal(sum(text, 'signalbox_dead_letters_total'), 0)
  assert.equal(sum(text, 'signalbox_stage_tasks'), 12)
  assert.ok(sum(text, 'signalbox_publish_duration_seconds_count') > 0)
})

test('a second start on the same port ends at once and names the setting', async () => {
  const env = {
    SIGNALBOX_KAFKA_BROKERS: stack().brokers,
    SIGNALBOX_REGISTRY_URL: stack().registry,
    SIGNALBOX_TOPIC_PREFIX: pipeline.prefix,
    SIGNALBOX_HTTP_PORT: new URL(pipeline.url).port,
    SIGNALBOX_PARTS: 'process',
  }
  const { status, stderr } = await signalbox(['start'], { ...env, SIGNALBOX_LOG_LEVEL: 'warn' })
  assert.equal(status, 1)
  assert.match(
    stderr,
    /^ {2}SIGNALBOX_HTTP_HOST, SIGNALBOX_HTTP_PORT: cannot listen on port \d+ of 127\.0\.0\.1: .*EADDRINUSE/m,
  )
  assert.doesNotMatch(stderr, /^ {4}at /m)
})
