/** Kafka or the registry is gone for a while, on a stack of this file's own: what is said meanwhile, and that all goes on by itself. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { z } from 'zod'
import { CustomerProductViewed } from '../../schemas/customer-product-viewed.generated.ts'
import { AvroCodec, SchemaRegistry } from '../../src/kafka/index.ts'
import { field } from '../field.ts'
import { consentChanged, productViewed } from '../ingress/http/events.ts'
import { startPipeline, type TestPipeline } from '../pipeline.ts'
import { readTopic } from '../reader.ts'
import { until } from '../until.ts'
import { startOwnStack, type OwnStack } from './own-stack.ts'

let stack: OwnStack
let pipeline: TestPipeline

before(async () => {
  stack = await startOwnStack()
  pipeline = await startPipeline(stack.env)
  const consent = { ...consentChanged, id: 'consent', data: { purpose: 'marketing', granted: true } }
  assert.equal((await pipeline.post(consent)).status, 202)
})
after(async () => {
  await pipeline.stop()
  await stack.stop()
})

const view = (id: string) => pipeline.post({ ...productViewed, id })

/** The ids of the events that the sandbox was sent, once `id` is among them. */
async function arrivedWith(id: string, waitMs?: number): Promise<unknown[]> {
  const ids = async () =>
    (await pipeline.sandbox.objects('events')).map(({ object }) => field(object['properties'], 'event_id'))
  return until(ids, all => all.includes(id), waitMs)
}

describe('the registry hangs', () => {
  /** A view whose writer has a field more than we know, under a schema id that nobody has asked for. */
  async function fromNewerWriter(id: string): Promise<Buffer> {
    const registry = new SchemaRegistry(stack.address.registry, pipeline.prefix)
    const { fields, ...rest } = z.looseObject({ fields: z.array(z.unknown()) }).parse(CustomerProductViewed.avro)
    const added = { name: 'shelf', type: ['null', 'string'], default: null, doc: 'Where it stands.' }
    const newer = { ...CustomerProductViewed, avro: { ...rest, fields: [...fields, added] } }
    const codec = new AvroCodec(registry, [])
    codec.useForWriting(newer, await registry.register(newer))
    const value = { eventId: id, subject: 'ann', occurredAt: 0, source: '/newer', productId: 'p9', extra: {} }
    const absent = { productName: null, category: null, price: null, currency: null, url: null, shelf: 'B 3' }
    return codec.encode(newer, { ...value, ...absent })
  }

  async function produce(value: Buffer): Promise<void> {
    const producer = new Kafka({ brokers: [stack.address.brokers], logLevel: logLevel.NOTHING }).producer()
    await producer.connect()
    await producer.send({ topic: `${pipeline.prefix}customer.events`, messages: [{ key: 'ann', value }] })
    await producer.disconnect()
  }

  test('events go on from end to end, and the process is ready: ids that are known need no registry', async () => {
    const newer = await fromNewerWriter('newer')
    stack.signal('registry', 'SIGSTOP')
    assert.equal((await view('while-registry-hangs')).status, 202)
    assert.deepEqual(await arrivedWith('while-registry-hangs'), ['while-registry-hangs'])
    assert.equal((await fetch(`${pipeline.url}/readyz`)).status, 200)
    await produce(newer)
  })

  test('a record with a new id waits; when the registry answers it is processed and no dead letter', async () => {
    const complaint = 'records wait for the schema registry'
    const log = await until(
      () => Promise.resolve(pipeline.log()),
      text => text.includes(complaint),
    )
    assert.equal(log.split(complaint).length, 2, 'said once')
    assert.equal((await view('behind')).status, 202, 'the ingress goes on')
    assert.deepEqual(await arrivedWith('newer', 0), ['while-registry-hangs'])
    stack.signal('registry', 'SIGCONT')
    assert.deepEqual(await arrivedWith('behind'), ['while-registry-hangs', 'newer', 'behind'])
    assert.deepEqual(await readTopic(stack.address, `${pipeline.prefix}dead.letters`, 1, 500), [])
  })
})

describe('Kafka hangs, and is killed', () => {
  const Health = z.looseObject({
    kafka: z.string(),
    stages: z.record(z.string(), z.looseObject({ status: z.string(), trouble: z.string().optional() })),
  })
  const ready = async (url = pipeline.url) => {
    const answer = await fetch(`${url}/readyz`)
    return { status: answer.status, ...Health.parse(await answer.json()) }
  }
  let workers: TestPipeline
  before(async () => {
    const env = { ...stack.env, SIGNALBOX_INSTANCE: 'workers', SIGNALBOX_PARTS: 'process,deliver' }
    workers = await startPipeline(env, { prefix: pipeline.prefix, sandbox: pipeline.sandbox })
    await until(
      () => ready(),
      ({ status }) => status === 200,
    )
  })
  after(() => workers.kill())

  test('while Kafka hangs /readyz answers 503 all the same, within three seconds; then all is well again', async () => {
    stack.signal('kafka', 'SIGSTOP')
    const timed = async () => {
      const began = performance.now()
      return { ...(await ready()), seconds: (performance.now() - began) / 1_000 }
    }
    // A busy machine takes its time to stop a process, which answers meanwhile.
    const { status, kafka, seconds } = await until(timed, answer => answer.status === 503)
    stack.signal('kafka', 'SIGCONT')
    assert.deepEqual([status, kafka], [503, 'does not answer within 2 s'])
    assert.ok(seconds < 3, `${seconds} s`)
    const again = await until(
      () => ready(),
      now => now.status === 200,
    )
    assert.equal(again.status, 200)
  })

  test('within seconds /readyz says 503 and why, /healthz stays 200, in a process without ingress too', async () => {
    stack.signal('kafka', 'SIGKILL')
    const began = performance.now()
    const says = (health: Awaited<ReturnType<typeof ready>>) =>
      [health.kafka, ...Object.values(health.stages).map(stage => stage.trouble)].join()
    for (const { url } of [pipeline, workers]) {
      const health = await until(
        () => ready(url),
        now => now.status === 503 && says(now).includes('Connection'),
      )
      assert.equal(health.status, 503)
      assert.match(says(health), /Connection error: (connect|read) ECONN(REFUSED|RESET)/)
    }
    const seconds = (performance.now() - began) / 1_000
    assert.ok(seconds < 8, `${seconds} s`)
    for (const { url } of [pipeline, workers]) assert.equal((await fetch(`${url}/healthz`)).status, 200)
  })

  test('the ingress answers 503 with Retry-After', async () => {
    const answer = await view('not-stored')
    assert.equal(answer.status, 503)
    assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/)
  })

  test('when Kafka is back, all is ready again by itself and events arrive', async () => {
    await stack.restart()
    for (const { url } of [pipeline, workers])
      assert.deepEqual(
        (
          await until(
            () => ready(url),
            ({ status }) => status === 200,
            15_000,
          )
        ).status,
        200,
      )
    assert.equal((await view('after')).status, 202)
    const arrived = (await arrivedWith('after')).filter(id => id !== 'not-stored')
    assert.deepEqual(arrived, ['while-registry-hangs', 'newer', 'behind', 'after'])
  })
})
