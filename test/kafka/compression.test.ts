/** Source systems produce with whatever client and codec they have: here Java's own producer, with each of its codecs. */
import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { decompress } from '../../src/kafka/compression.ts'
import { errorType, Fetcher, headerOf } from '../../src/kafka/index.ts'
import { ensurePart, kafkaPart } from '../../src/stack/artifacts.ts'
import { cacheFolder } from '../../src/stack/cache.ts'
import { stack } from '../pipeline.ts'
import { connected, newTopic } from './cluster.ts'

const each = 2_000
const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

function hasCompiler(): boolean {
  try {
    execFileSync('javac', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

test(
  'what Java’s producer writes is read, whatever it compressed it with',
  { skip: hasCompiler() ? false : 'needs a JDK to run test/kafka/Produce.java' },
  async () => {
    const topic = await newTopic(1, { 'max.message.bytes': '4194304' })
    const jars = join(await ensurePart(kafkaPart, cacheFolder(), () => undefined), '*')
    await promisify(execFile)('java', [
      '-cp',
      jars,
      join(import.meta.dirname, 'Produce.java'),
      stack().brokers,
      topic,
      String(each),
    ])
    const cluster = await connected(topic)
    const fetcher = new Fetcher(
      cluster,
      { waitMs: 100, maxBytes: 1_000_000, maxBytesPerPartition: 1_000_000 },
      10_000_000,
    )
    fetcher.assign([{ topic, partition: 0, offset: 0 }])
    const next = new Map(codecs.map(codec => [codec, 0]))
    for (let seen = 0; seen < each * codecs.length;) {
      const chunks = await fetcher.poll(5_000, 10_000_000, new AbortController().signal)
      assert.ok(chunks.length > 0, `nothing more came after ${seen} records`)
      for (const chunk of chunks) {
        const cursor = chunk.cursor()
        for (; cursor.next(); seen++) {
          const codec = String(headerOf(cursor.headers, 'codec')?.[1])
          const n = next.get(codec) ?? -1
          assert.equal(cursor.key?.toString(), codec)
          assert.equal(cursor.value?.toString(), `${n}/${'abc'.repeat(n % 500)}`)
          next.set(codec, n + 1)
        }
      }
    }
    assert.deepEqual(
      [...next.values()],
      codecs.map(() => each),
    )
    fetcher.assign([])
    await cluster.disconnect()
  },
)

test('bytes that do not decompress, and codecs that nobody knows, are errors that say so', () => {
  for (const codec of [1, 2, 3, 4])
    assert.throws(
      () => decompress(codec, Buffer.from('no such thing')),
      error => errorType(error) === 'CORRUPT_MESSAGE',
    )
  assert.throws(
    () => decompress(7, Buffer.alloc(0)),
    error => errorType(error) === 'UNSUPPORTED_COMPRESSION_TYPE',
  )
})
