import { z } from 'zod'
import type { Chunk, RecordCursor, RecordToWrite } from '../../kafka/index.ts'
import type { Command, CommandEnvelope, SinkClient } from '../define.ts'
import type { Engine } from '../stage/engine.ts'
import { copyOf, learnSchemas, undecodableReason } from '../stage/reading.ts'
import type { DeliveryTask } from './delivery-task.ts'
import type { Entry } from './entry.ts'
import type { Line } from './line.ts'
import type { Settling } from './settling.ts'

const Envelope = z.object({ deliveryId: z.string(), eventId: z.string(), subject: z.string(), occurredAt: z.number() })

/** Commands in memory that no row holds: enough for calls to be full. */
const fewestWaiting = 10_000
/** Commands that rows hold, in memory as well: beyond, positions stay where they are until it is fewer. */
const mostStored = 100_000

/** Takes records in as commands, as many as there is room for. */
export class Intake {
  readonly #engine: Engine
  readonly #line: Line
  readonly #settling: Settling
  readonly #done: (chunk: Chunk) => void
  readonly #mostWaiting: number
  #chunks: { readonly chunk: Chunk; readonly cursor: RecordCursor; isKnown: boolean }[] = []

  constructor(engine: Engine, line: Line, settling: Settling, client: SinkClient, done: (chunk: Chunk) => void) {
    this.#engine = engine
    this.#line = line
    this.#settling = settling
    this.#done = done
    this.#mostWaiting = Math.max(fewestWaiting, client.mostPerCall * client.concurrency * 2)
  }

  /** What was fetched waits here until there is room for it. */
  feed(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) this.#chunks.push({ chunk, cursor: chunk.cursor(), isKnown: false })
  }

  /** A new assignment begins: what is not taken in is fetched again. */
  forget(): void {
    this.#chunks = []
  }

  /** Takes in what there is room for. Rejects when `lost` aborts while it waits for the registry. */
  async take(tasks: ReadonlyMap<number, DeliveryTask>, lost: AbortSignal): Promise<void> {
    let waiting = 0
    let stored = 0
    for (const task of tasks.values()) {
      waiting += task.pending
      stored += task.stored
    }
    for (let first = this.#chunks[0]; first && waiting < this.#mostWaiting; first = this.#chunks[0]) {
      const { chunk, cursor } = first
      if (!first.isKnown) await learnSchemas(this.#engine, chunk, lost)
      first.isKnown = true
      const task = tasks.get(chunk.partition)
      let more = true
      while (waiting < this.#mostWaiting && (more = cursor.next())) {
        if (!task?.wants(cursor.offset)) continue
        this.#takeRecord(task, cursor, stored < mostStored)
        waiting++
      }
      if (more) return
      if (task) task.end = Math.max(task.end, chunk.next)
      this.#done(chunk)
      this.#chunks.shift()
    }
  }

  #takeRecord(task: DeliveryTask, cursor: RecordCursor, room: boolean): void {
    const { offset } = cursor
    const record = copyOf(cursor)
    task.end = offset + 1
    const read = this.read(record)
    if (typeof read === 'string') {
      task.skip(offset)
      this.#settling.unreadable(task, record, offset, read)
      return
    }
    const entry: Entry = {
      task,
      offset,
      record,
      ...read,
      attempts: 0,
      firstFailedAt: null,
      lastFailedAt: null,
      failingMs: 0,
      reason: null,
      canBeTold: true,
      row: 'none',
      done: false,
    }
    task.add(entry)
    this.#line.arrive(entry, room)
  }

  /** The command in a record, or why it is none. */
  read({ value }: RecordToWrite): { readonly command: Command; readonly envelope: CommandEnvelope } | string {
    try {
      const decoded = this.#engine.codec.decode(value)
      return { command: { schema: decoded.type, value: decoded.value }, envelope: Envelope.parse(decoded.value) }
    } catch (error) {
      return error instanceof z.ZodError ? `no_command: ${z.prettifyError(error)}` : undecodableReason(error)
    }
  }
}
