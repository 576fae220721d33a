import type { RecordSchema } from '../../schemas/record.ts'
import { Decision } from '../../schemas/decision.generated.ts'
import { asError, type Chunk, type RecordCursor, type RecordToWrite } from '../kafka/index.ts'
import { deadLetter, wordOf } from './dead-letter.ts'
import { verdicts, type Envelope } from './define-processor.ts'
import type { DecodedEvent, Processor, Store, Stream, Verdict } from './define.ts'
import { onCluster, type Engine } from './engine.ts'
import type { Outbox } from './outbox.ts'
import { undecodableReason } from './reading.ts'
import { rowKey, type TaskState } from './state.ts'
import type { ProcessTopology } from './topology.ts'

/** W3C trace context: travels on from webhook to delivery. */
const tracing = new Set(['traceparent', 'tracestate'])

/** Where the event under way came from, and what it may change. */
interface Context {
  readonly chunk: Chunk
  readonly cursor: RecordCursor
  readonly state: TaskState
  readonly key: Buffer
  readonly event: DecodedEvent & { readonly value: Envelope }
  readonly now: number
}

/** Runs fetched records through the processors, in the topology's order, and gathers what comes of them in the outbox and in the tasks' state. */
export class Processing {
  readonly #engine: Engine
  readonly #topology: ProcessTopology
  readonly #outbox: Outbox
  readonly #keepers: ReadonlyMap<Store, string>

  constructor(engine: Engine, topology: ProcessTopology, outbox: Outbox) {
    this.#engine = engine
    this.#topology = topology
    this.#outbox = outbox
    this.#keepers = new Map(
      topology.processors.flatMap(processor => processor.keeps.map(store => [store, processor.name])),
    )
  }

  /** The number of records that were in the chunk. */
  run(chunk: Chunk, state: TaskState): number {
    const readers = this.#topology.processors.filter(({ input }) => onCluster(this.#engine, input.from) === chunk.topic)
    const cursor = chunk.cursor()
    let records = 0
    for (; cursor.next(); records++) {
      const event = this.#decode(chunk, cursor)
      if (!event) continue
      const context = { chunk, cursor, state, now: this.#engine.clock.now(), ...event }
      for (const processor of readers)
        if (processor.input.only.some(schema => schema.name === event.event.type)) this.#process(processor, context)
    }
    return records
  }

  #decode(chunk: Chunk, cursor: RecordCursor): Pick<Context, 'event' | 'key'> | undefined {
    try {
      const { type, value } = this.#engine.codec.decode(cursor.value)
      const key = cursor.key
      if (key && isEnvelope(value)) return { key, event: { type, value } }
      this.#fail(
        chunk,
        cursor,
        undefined,
        key ? 'no_envelope: eventId, subject and occurredAt are needed' : 'no_key: the subject must be the key',
      )
    } catch (error) {
      this.#fail(chunk, cursor, undefined, undecodableReason(error))
    }
    return undefined
  }

  /** All verdicts of a processor count, or, when one cannot be carried out, none: then the event is its dead letter and no one else's trouble. */
  #process(processor: Processor, context: Context): void {
    try {
      const answer = processor.process(context.event, this.#rows(processor, context), verdicts)
      const list: readonly Verdict[] = Array.isArray(answer) ? answer : [answer]
      const actions = list.map(verdict => this.#prepare(processor, verdict, context))
      for (const act of actions) act()
    } catch (error) {
      this.#fail(context.chunk, context.cursor, processor.name, `threw: ${asError(error).message}`)
    }
  }

  #rows(processor: Processor, { state, key }: Context): Record<string, unknown> {
    const names = Object.entries(processor.lookups)
    return Object.fromEntries(
      names.map(([name, store]) => {
        const bytes = state.get(rowKey(this.#keeperOf(store), store.name, key.toString('utf8')))
        return [name, bytes && this.#engine.codec.decode(bytes).value]
      }),
    )
  }

  #keeperOf(store: Store): string {
    const keeper = this.#keepers.get(store)
    if (keeper === undefined) throw new TypeError(`no processor keeps ${store.name}`)
    return keeper
  }

  /** Everything that can fail, done; what it returns cannot. */
  #prepare(processor: Processor, verdict: Verdict, context: Context): () => void {
    switch (verdict.kind) {
      case 'forward':
        return this.#forward(processor, verdict.to, verdict.schema, verdict.value, context)
      case 'keep':
        return this.#keep(processor, verdict.store, verdict.value, context)
      case 'drop':
        return this.#drop(processor, verdict.reason, context)
      case 'deadLetter':
        return () => this.#fail(context.chunk, context.cursor, processor.name, verdict.reason)
    }
  }

  #forward(processor: Processor, to: Stream, schema: RecordSchema, value: unknown, context: Context): () => void {
    if (!processor.outputs.includes(to)) throw new TypeError(`${to.name} is not among its outputs`)
    const record = this.#record(context, this.#engine.codec.encode(schema, value))
    return () => this.#outbox.put(to, record, context.chunk.partition)
  }

  #keep(processor: Processor, store: Store, value: unknown, { key, state, chunk, now }: Context): () => void {
    if (!processor.keeps.includes(store)) throw new TypeError(`${store.name} is not among the stores it keeps`)
    const row = rowKey(processor.name, store.name, key.toString('utf8'))
    const bytes = value === null ? null : this.#engine.codec.encode(store.schema, value)
    return () => {
      state.put(row, bytes)
      this.#outbox.putAt(this.#topology.changelog, chunk.partition, {
        key: Buffer.from(row),
        value: bytes,
        headers: [],
        timestamp: now,
      })
    }
  }

  #drop(processor: Processor, reason: string, context: Context): () => void {
    const { type, value } = context.event
    const { eventId, subject, occurredAt } = value
    const decision = {
      eventId,
      eventType: type,
      subject,
      processor: processor.name,
      reason,
      occurredAt,
      decidedAt: context.now,
    }
    const record = this.#record(context, this.#engine.codec.encode(Decision, decision))
    return () => {
      this.#outbox.put(this.#topology.decisions, record, context.chunk.partition)
      this.#engine.metrics.decisions.inc({ processor: processor.name, reason })
    }
  }

  /** A record caused by the event: its key, and what must travel on from webhook to delivery. */
  #record({ key, cursor, now }: Context, value: Buffer): RecordToWrite {
    const { headers } = cursor
    return {
      key,
      value,
      headers: headers.filter(([name]) => tracing.has(name)),
      timestamp: now,
    }
  }

  #fail(chunk: Chunk, cursor: RecordCursor, by: string | undefined, reason: string): void {
    const record = { key: cursor.key, value: cursor.value, headers: cursor.headers, timestamp: cursor.timestamp }
    const place = { topic: chunk.topic, partition: chunk.partition, offset: cursor.offset }
    const letter = deadLetter(
      { record, ...place, stage: 'process', ...(by !== undefined && { by }), reason },
      this.#engine.clock.now(),
    )
    this.#outbox.putAt(this.#topology.deadLetters, chunk.partition % this.#topology.deadLetters.partitions, letter)
    this.#engine.metrics.deadLetters.inc({ stage: 'process', reason: wordOf(reason) })
  }
}

function isEnvelope(value: unknown): value is Envelope {
  if (typeof value !== 'object' || value === null) return false
  return (
    'eventId' in value &&
    typeof value.eventId === 'string' &&
    'subject' in value &&
    typeof value.subject === 'string' &&
    'occurredAt' in value &&
    typeof value.occurredAt === 'number'
  )
}
