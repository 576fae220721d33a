/** A sink that breaks its contract and throws: it costs the commands it throws on, and nobody else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pino } from 'pino'
import { BrazeTrackEvent } from '../../schemas/braze-track-event.generated.ts'
import { Receipt } from '../../schemas/receipt.generated.ts'
import { readSettings } from '../../src/config.ts'
import { AvroCodec, headerOf, SchemaRegistry, type Chunk } from '../../src/kafka/index.ts'
import { BatchWriter } from '../../src/kafka/batch-writer.ts'
import { RecordCursor } from '../../src/kafka/record-cursor.ts'
import { createMetrics } from '../../src/metrics.ts'
import { DeliveryWork } from '../../src/stream/index.ts'
import type { Command, Outcome, Sink } from '../../src/stream/define.ts'
import { field } from '../field.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import { recordsOf } from './outputs.ts'
import { deadLetters } from '../../topics/dead-letters.ts'
import { deliveryReceipts } from '../../topics/delivery-receipts.ts'

const log = pino({ level: 'silent' })
const codec = new AvroCodec(new SchemaRegistry('http://127.0.0.1:9'), [BrazeTrackEvent, Receipt])
codec.useForWriting(BrazeTrackEvent, 1)
codec.useForWriting(Receipt, 2)
const engine = {
  settings: readSettings({}),
  kafka: { brokers: [], clientId: 'test', log },
  codec,
  clock: { now: () => 1_000 },
  metrics: createMetrics(),
  log,
}

function chunkOf(events: number): Chunk {
  const writer = new BatchWriter()
  for (let n = 0; n < events; n++) {
    const value = codec.encode(BrazeTrackEvent, {
      deliveryId: `d${n}`,
      eventId: `e${n}`,
      subject: `s${n}`,
      occurredAt: 1,
      name: 'x',
      properties: {},
    })
    writer.append({ key: Buffer.from(`s${n}`), value, headers: [], timestamp: 1 })
  }
  const bytes = writer.finish({ producerId: -1, producerEpoch: -1 }, -1, false)
  return {
    topic: 'braze.commands',
    partition: 0,
    from: 0,
    next: events,
    end: events,
    bytes: bytes.length,
    epoch: 0,
    cursor: () => new RecordCursor(bytes, 0, []),
  }
}

const throwsOn = (bad: string, chunks: Chunk[]) => {
  const delivered: unknown[] = []
  const sink: Sink = { name: 'odd', commands: brazeCommands, open: () => client }
  const client = {
    take: (commands: readonly Command[]) => commands.length,
    deliver: (commands: readonly Command[]): Promise<readonly Outcome[]> => {
      const ids = commands.map(({ value }) => field(value, 'deliveryId'))
      if (ids.includes(bad)) throw new Error('a defect')
      delivered.push(...ids)
      return Promise.resolve(commands.map(() => ({ kind: 'delivered', destinationId: null })))
    },
  }
  const fetcher = { poll: () => Promise.resolve(chunks.splice(0)), done: () => undefined }
  return { delivered, work: new DeliveryWork(engine, sink, client, deliveryReceipts, deadLetters, fetcher) }
}

test('the command a sink throws on goes to the dead letters; the others are delivered, once, in order', async () => {
  const { delivered, work } = throwsOn('d3', [chunkOf(6)])
  const never = new AbortController().signal
  await work.assign()
  const outputs = []
  let position = 0
  for (let steps = 0; position < 6 && steps < 20; steps++) {
    const unit = await work.step(never)
    outputs.push(...(unit?.outputs ?? []))
    position = unit?.positions[0]?.offset ?? position
    work.committed()
  }
  assert.equal(position, 6)
  assert.deepEqual(delivered, ['d0', 'd1', 'd2', 'd4', 'd5'])
  const letters = outputs.filter(({ topic }) => topic === 'dead.letters').flatMap(recordsOf)
  assert.deepEqual(
    letters.map(({ headers }) => String(headerOf(headers, 'signalbox_reason')?.[1])),
    ['rejected: threw: a defect'],
  )
  assert.equal(letters[0]?.key?.toString(), 's3')
})

test('what cannot be read goes to the dead letters in its turn: letter and position move together', async () => {
  const bad = new BatchWriter()
  bad.append({ key: Buffer.from('k'), value: Buffer.from('no frame'), headers: [['h', 'v']], timestamp: 1 })
  const bytes = bad.finish({ producerId: -1, producerEpoch: -1 }, -1, false)
  const unreadable = { ...chunkOf(1), from: 1, next: 2, cursor: () => new RecordCursor(bytes, 0, []) }
  const { delivered, work } = throwsOn('none', [chunkOf(1), unreadable, { ...chunkOf(1), partition: 1 }])
  const never = new AbortController().signal
  const first = await work.step(never)
  assert.deepEqual(delivered, ['d0'])
  assert.deepEqual(
    first?.outputs.map(({ topic }) => topic),
    ['delivery.receipts'],
  )
  const second = await work.step(never)
  assert.deepEqual(delivered, ['d0'], 'no call in the unit that buries')
  assert.deepEqual(
    second?.positions.map(({ partition, offset }) => [partition, offset]),
    [
      [0, 2],
      [1, 0],
    ],
  )
  const [letter] = second.outputs.filter(({ topic }) => topic === 'dead.letters').flatMap(recordsOf)
  assert.equal(letter?.value?.toString(), 'no frame')
  assert.match(String(headerOf(letter.headers, 'signalbox_reason')?.[1]), /^bad_frame/)
  await work.step(never)
  assert.deepEqual(delivered, ['d0', 'd0'])
})
