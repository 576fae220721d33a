/** Records in customer.events that cannot be read, put there by the stock client as a foreign program would: each becomes a dead letter, the good ones around it go on. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Kafka, logLevel, type KafkaMessage, type Message } from 'kafkajs'
import { CustomerConsentChanged } from '../../schemas/customer-consent-changed.generated.ts'
import { CustomerProductViewed } from '../../schemas/customer-product-viewed.generated.ts'
import { AvroCodec, SchemaRegistry } from '../../src/kafka/index.ts'
import { field } from '../field.ts'
import { stack, startPipeline, type TestPipeline } from '../pipeline.ts'
import { until } from '../until.ts'

const foreign = {
  name: 'someone.else.Thing',
  compatibility: 'FULL' as const,
  avro: { type: 'record', name: 'Thing', namespace: 'someone.else', fields: [{ name: 'n', type: 'int' }] },
}

/** Headers are bytes, and a name may stand there twice. */
const oddHeaders: Record<string, Message['headers']> = {
  'no-frame': { bytes: Buffer.from([0xff, 0x00, 0xfe]) },
  'too-short': { twice: ['a', 'b'] },
}

let pipeline: TestPipeline
let codec: AvroCodec
let sent: Message[]
let kafka: Kafka

/** A frame of the registry: 0x00, the id, and bytes that should be Avro. */
function frame(id: number, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.writeInt32BE(id, 1)
  return Buffer.concat([head, body])
}

const consent = () =>
  codec.encode(CustomerConsentChanged, {
    eventId: 'consent',
    subject: 'ann',
    occurredAt: 0,
    source: '/foreign',
    purpose: 'marketing',
    granted: true,
    extra: {},
  })

const view = (eventId: string) =>
  codec.encode(CustomerProductViewed, {
    eventId,
    subject: 'ann',
    occurredAt: 0,
    source: '/foreign',
    productId: 'p1',
    productName: null,
    category: null,
    price: null,
    currency: null,
    url: null,
    extra: {},
  })

/** Reason words by the name of the record that must get it. */
const reasons: Record<string, string> = {
  'unknown-id': 'unknown_schema_id',
  'no-frame': 'bad_frame',
  'too-short': 'bad_frame',
  empty: 'bad_frame',
  truncated: 'bad_avro',
  'too-long': 'bad_avro',
  'null-value': 'no_value',
  'null-key': 'no_key',
  'foreign-schema': 'unexpected_schema',
}

before(async () => {
  pipeline = await startPipeline()
  const registry = new SchemaRegistry(stack().registry, pipeline.prefix)
  codec = new AvroCodec(registry, [])
  for (const schema of [CustomerConsentChanged, CustomerProductViewed, foreign])
    codec.useForWriting(schema, await registry.register(schema))
  const whole = view('whole')
  const bad: Record<string, Buffer | null> = {
    'unknown-id': frame(999_999, whole.subarray(5)),
    'no-frame': Buffer.from('{"eventId":"json"}'),
    'too-short': Buffer.from([0, 0, 0]),
    empty: Buffer.alloc(0),
    truncated: whole.subarray(0, whole.length - 4),
    'too-long': Buffer.concat([whole, Buffer.from([1, 2, 3])]),
    'null-value': null,
    'null-key': whole,
    'foreign-schema': codec.encode(foreign, { n: 7 }),
  }
  const message = (name: string, value: Buffer | null, extra: Message['headers'] = {}): Message => ({
    key: name === 'null-key' ? null : 'ann',
    value,
    partition: 0,
    headers: { name, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', ...extra },
  })
  sent = [
    message('good', consent()),
    ...Object.entries(bad).flatMap(([name, value]) => [
      message(name, value, oddHeaders[name]),
      message('good', view(`after-${name}`)),
    ]),
  ]
  kafka = new Kafka({ brokers: [stack().brokers], logLevel: logLevel.NOTHING })
  const producer = kafka.producer()
  await producer.connect()
  await producer.send({ topic: `${pipeline.prefix}customer.events`, messages: sent })
  await producer.disconnect()
})
after(() => pipeline.stop())

/** Raw records of a topic, once there are so many. */
async function raw(topic: string, count: number): Promise<KafkaMessage[]> {
  const consumer = kafka.consumer({ groupId: `${pipeline.prefix}raw-${randomUUID()}`, maxWaitTimeInMs: 100 })
  const messages: KafkaMessage[] = []
  await consumer.connect()
  await consumer.subscribe({ topic: `${pipeline.prefix}${topic}`, fromBeginning: true })
  await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void messages.push(message)) })
  await until(
    () => Promise.resolve(messages.length),
    length => length >= count,
  )
  await consumer.disconnect()
  return messages
}

const asBytes = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).map(one => (Buffer.isBuffer(one) ? one : Buffer.from(String(one))))
const nameOf = (message: { headers?: Message['headers'] }) => String(message.headers?.['name'])

test('each that cannot be read is a dead letter: key, value and headers byte for byte, with a reason', async () => {
  const names = Object.keys(reasons)
  const letters = await raw('dead.letters', names.length)
  assert.deepEqual(letters.map(nameOf).sort(), [...names].sort())
  for (const letter of letters) {
    const original = sent.find(message => nameOf(message) === nameOf(letter))
    assert.deepEqual(letter.value, original?.value, nameOf(letter))
    assert.equal(letter.key?.toString() ?? null, original?.key, nameOf(letter))
    for (const [name, value] of Object.entries(original?.headers ?? {}).filter(([name]) => name !== 'twice'))
      assert.deepEqual(asBytes(letter.headers?.[name]), asBytes(value), `${nameOf(letter)}: header ${name}`)
    const reason = String(letter.headers?.['signalbox_reason'])
    assert.match(reason, new RegExp(`^${reasons[nameOf(letter)] ?? 'none'}: .`), nameOf(letter))
    assert.equal(String(letter.headers?.['signalbox_stage']), 'process')
    assert.equal(String(letter.headers?.['signalbox_topic']), `${pipeline.prefix}customer.events`)
    assert.equal(String(letter.headers?.['signalbox_partition']), '0')
    assert.equal(Number(letter.headers?.['signalbox_offset']), original && sent.indexOf(original))
  }
})

test('a header name that stands twice is there twice in the dead letter', async () => {
  const letters = await raw('dead.letters', Object.keys(reasons).length)
  const letter = letters.find(one => nameOf(one) === 'too-short')
  assert.deepEqual(asBytes(letter?.headers?.['twice']), asBytes(['a', 'b']))
})

test('the good ones around them arrive, in order', async () => {
  const wanted = Object.keys(reasons).map(name => `after-${name}`)
  const ids = async () =>
    (await pipeline.sandbox.objects('events')).map(({ object }) => field(object['properties'], 'event_id'))
  assert.deepEqual(await until(ids, all => all.length >= wanted.length), wanted)
})

test('the reasons are counted by their words', async () => {
  const text = await (await fetch(`${pipeline.url}/metrics`)).text()
  const counted = [...text.matchAll(/^signalbox_dead_letters_total\{stage="process",reason="(\w+)"\} (\d+)$/gm)]
  const words = Object.values(reasons)
  const expected = [...new Set(words)].map(word => [word, words.filter(other => other === word).length])
  assert.deepEqual(counted.map(([, word, count]) => [word, Number(count)]).sort(), expected.sort())
})
