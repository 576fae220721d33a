import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchWriter, type ValueEncoder } from '../../src/kafka/batch-writer.ts'
import { RecordBatches } from '../../src/kafka/record-batches.ts'
import { RecordCursor } from '../../src/kafka/record-cursor.ts'

const nobody = { producerId: -1, producerEpoch: -1 }
/** Writes its value's bytes, or asks for room. */
const encoder: ValueEncoder = {
  encodeInto(value, bytes, at) {
    if (!(value instanceof Buffer)) throw new TypeError('no bytes')
    if (at + value.length > bytes.length) return bytes.length - at - value.length
    value.copy(bytes, at)
    return at + value.length
  },
}
const sizes = [0, 1, 20, 63, 64, 100, 127, 128, 8_191, 8_192, 200, 30, 100_000, 5, 20_000, 127, 128, 64]

test('a value encoded in its place gives the very bytes that a copied one gives, whatever sizes follow one another', () => {
  const inPlace = new BatchWriter()
  const copied = new BatchWriter()
  sizes.forEach((size, n) => {
    const key = Buffer.from(`key-${'k'.repeat((n * 37) % 200)}`)
    const value = Buffer.alloc(size, n + 1)
    const timestamp = 1_700_000_000_000 + n * n * 1_000_003
    inPlace.appendEncoded(key, 0, key.length, encoder, value, timestamp)
    copied.append({ key, value, headers: [], timestamp })
  })
  assert.deepEqual(inPlace.finish(nobody, 0, true), copied.finish(nobody, 0, true))
})

test('a value that fills the memory to its last byte leaves room for what follows it', () => {
  for (const size of [400_000, 500_000, 500_001]) {
    const inPlace = new BatchWriter()
    const copied = new BatchWriter()
    for (const bytes of [10_000, size]) {
      const value = Buffer.alloc(bytes, 7)
      inPlace.appendEncoded(Buffer.from('k'), 0, 1, encoder, value, 1)
      copied.append({ key: Buffer.from('k'), value, headers: [], timestamp: 1 })
    }
    assert.ok(inPlace.finish(nobody, 0, true).equals(copied.finish(nobody, 0, true)))
  }
  // Whatever is left of the memory, a value that just fits it.
  for (let size = 1_700; size < 2_100; size++) {
    const batch = new BatchWriter()
    batch.appendEncoded(Buffer.from('k'), 0, 1, encoder, Buffer.alloc(100, 1), 1)
    batch.appendEncoded(Buffer.from('k'), 0, 1, encoder, Buffer.alloc(size, 2), 1)
    assert.equal(batch.finish(nobody, 0, true).length, batch.byteLength, `a value of ${size} bytes`)
  }
})

test('what the encoder throws leaves the batch as it was, and the last record can be taken back', () => {
  const batch = new BatchWriter()
  const key = Buffer.from('k')
  batch.appendEncoded(key, 0, 1, encoder, Buffer.from('one'), 5)
  assert.throws(() => batch.appendEncoded(key, 0, 1, encoder, 'no bytes', 6), /no bytes/)
  batch.appendEncoded(key, 0, 1, encoder, Buffer.from('two'), 6)
  batch.takeBack()
  batch.appendEncoded(key, 0, 1, encoder, Buffer.from('three'), 7)
  const cursor = new RecordCursor(batch.finish(nobody, 0, false), 0, [])
  const values: string[] = []
  while (cursor.next()) values.push(`${String(cursor.value)} at ${cursor.timestamp}`)
  assert.deepEqual(values, ['one at 5', 'three at 7'])
})

test('a record that makes a batch too large begins the next', () => {
  const output = new RecordBatches('t', 0)
  const key = Buffer.from('k')
  for (let n = 0; n < 30; n++) output.appendEncoded(key, 0, 1, encoder, Buffer.alloc(100_000, n), n)
  assert.ok(output.batches.every(batch => batch.byteLength <= 900_000))
  const seen = output.batches.flatMap(batch => {
    const cursor = new RecordCursor(batch.finish(nobody, 0, false), 0, [])
    const numbers: number[] = []
    while (cursor.next()) numbers.push(cursor.value?.[0] ?? -1)
    return numbers
  })
  assert.deepEqual(
    seen,
    Array.from({ length: 30 }, (_, n) => n),
  )
})

test('headers of every size and script are read back as they were, each batch’s own', () => {
  const texts = [
    '',
    'a',
    'ce_id',
    'x'.repeat(63),
    'x'.repeat(64),
    'x'.repeat(8_192),
    'Grüße',
    `${'x'.repeat(62)}ß`,
    '日本',
    '\u0000',
  ]
  const headers = texts.flatMap((text, n) => [
    [`n${n}`, text] as const,
    [text, Buffer.from(text)] as const,
    [text, null] as const,
  ])
  const [first, second] = [new BatchWriter(), new BatchWriter()]
  for (const writer of [first, second, first])
    writer.append({ key: null, value: null, headers: writer === first ? headers : headers.slice(3, 9), timestamp: 1 })
  const found = [first, second].map(writer => {
    const cursor = new RecordCursor(writer.finish(nobody, 0, false), 0, [])
    const records: string[][] = []
    while (cursor.next()) records.push(cursor.headers.map(([name, value]) => `${name}=${String(value)}`))
    return records
  })
  const expected = headers.map(([name, value]) => `${name}=${String(value)}`)
  assert.deepEqual(found, [[expected, expected], [expected.slice(3, 9)]])
})
