import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchWriter } from '../../src/kafka/batch-writer.ts'
import { checkClientVersion } from '../../src/kafka/client.ts'
import { headerOf } from '../../src/kafka/headers.ts'
import { partitionOf } from '../../src/kafka/partition.ts'
import { RecordCursor } from '../../src/kafka/record-cursor.ts'
import { Reader, Writer } from '../../src/kafka/wire.ts'

test('keys go to the partitions that Java’s clients choose', () => {
  // murmur2 of Kafka's own test vectors, made positive, modulo.
  const vectors: [string, number][] = [
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['abc', 479470107],
  ]
  for (const [key, hash] of vectors)
    for (const partitions of [1, 6, 50])
      assert.equal(partitionOf(Buffer.from(key), partitions), (hash & 0x7fffffff) % partitions)
})

test('another version of the client is refused', () => {
  assert.throws(() => checkClientVersion('2.2.5'), /kafkajs 2\.2\.5 is installed.*2\.2\.4/)
  assert.doesNotThrow(() => checkClientVersion())
})

test('numbers survive the wire at their bounds', () => {
  const whole = [
    0,
    1,
    -1,
    127,
    128,
    -128,
    2 ** 31,
    -(2 ** 31),
    2 ** 52,
    Number.MAX_SAFE_INTEGER,
    -Number.MAX_SAFE_INTEGER,
  ]
  for (const value of whole) assert.equal(new Reader(new Writer().int64(value).bytes).int64(), value)
  for (const value of [0, 1, 127, 128, 16_383, 16_384, 2 ** 31])
    assert.equal(new Reader(new Writer().unsignedVarint(value).bytes).unsignedVarint(), value)
  assert.throws(() => new Reader(Buffer.from([0, 0])).int32(), RangeError)
  assert.throws(() => new Reader(Buffer.from([0, 9, 65])).string(), RangeError)
})

test('a batch is read as it was written, timestamps far apart and before the first included', () => {
  const times = [1_700_000_000_000, 1_700_000_000_001, 0, 4_000_000_000_000, 1_699_999_999_999]
  const writer = new BatchWriter()
  for (const [n, timestamp] of times.entries())
    writer.append({
      key: Buffer.from(`k${n}`),
      value: Buffer.alloc(n * 100, n),
      headers: [['n', String(n)]],
      timestamp,
    })
  const bytes = writer.finish({ producerId: 7, producerEpoch: 1 }, 0, false)
  const cursor = new RecordCursor(bytes, 0, [])
  for (const [n, timestamp] of times.entries()) {
    assert.ok(cursor.next())
    assert.equal(cursor.timestamp, timestamp)
    assert.equal(cursor.key?.toString(), `k${n}`)
    assert.equal(cursor.value?.length, n * 100)
    assert.equal(String(headerOf(cursor.headers, 'n')?.[1]), String(n))
  }
  assert.equal(cursor.next(), false)
  assert.equal(cursor.position, 5)
  assert.deepEqual(writer.finish({ producerId: 7, producerEpoch: 1 }, 0, false), bytes, 'a retry sends the same bytes')
})

test('bytes that end in the middle of a batch are left for the next fetch', () => {
  const writer = new BatchWriter()
  writer.append({ key: null, value: Buffer.from('whole'), headers: [], timestamp: 1 })
  const batch = writer.finish({ producerId: -1, producerEpoch: -1 }, -1, false)
  const cursor = new RecordCursor(Buffer.concat([batch, batch.subarray(0, batch.length - 3)]), 0, [])
  assert.ok(cursor.next())
  assert.equal(cursor.next(), false)
  assert.equal(cursor.position, 1)
})
