import type { Decisions } from '../../../schemas/decisions.generated.ts'
import { nameOf, type AvroCodec, type Headers, type RecordCursor } from '../../kafka/index.ts'
import type { Stream, Table, Topic } from '../define.ts'
import { plain } from './plain.ts'
import type { TestTopics } from './test-topics.ts'

/** A header as text. */
export type TextHeader = readonly [name: string, value: string | null]

/** A record that a processor wrote. */
export type TestRecord<E> = E & {
  readonly key: string | null
  readonly headers: readonly TextHeader[]
  readonly timestamp: number
  readonly partition: number
}

/** One event that a processor dropped, or that the engine knew already (processor 'process', reason 'duplicate'). */
export interface DecidedOn {
  readonly processor: string
  readonly reason: string
  readonly eventId: string
  readonly subject: string
  readonly eventType: string
}

/** A record that could not be processed, as it came, and why. */
export interface Letter {
  readonly key: string | null
  readonly bytes: Buffer | null
  /** Those that the record came with. */
  readonly headers: readonly TextHeader[]
  readonly reason: string
  /** The processor that failed; undefined where none could be given the record. */
  readonly by: string | undefined
  /** Where it lay. */
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Reads what a test has not seen of its topics. */
export class TestOutputs {
  readonly #topics: TestTopics
  readonly #codec: AvroCodec
  readonly #seen = new Map<string, number>()

  constructor(topics: TestTopics, codec: AvroCodec) {
    this.#topics = topics
    this.#codec = codec
  }

  records(stream: Stream): TestRecord<{ readonly type: string; readonly value: unknown }>[] {
    return this.#unseen(stream, ({ key, value, headers, timestamp }, partition) => {
      const decoded = this.#codec.decode(value)
      return {
        type: decoded.type,
        value: plain(decoded.value),
        key: textOf(key),
        headers: headers.map(asText),
        timestamp,
        partition,
      }
    })
  }

  rows(table: Table): { readonly key: string | null; readonly row: unknown }[] {
    return this.#unseen(table, ({ key, value }) => ({
      key: textOf(key),
      row: value && plain(this.#codec.decode(value).value),
    }))
  }

  decisions(stream: Stream): DecidedOn[] {
    return this.#unseen(stream, ({ value }) => this.#codec.decode(value).value)
      .filter(isDecisions)
      .flatMap(({ processor, reason, eventType, events }) =>
        events.map(({ eventId, subject }) => ({ processor, reason, eventId, subject, eventType })),
      )
  }

  letters(stream: Stream): Letter[] {
    return this.#unseen(stream, letterOf)
  }

  #unseen<T>(stream: Topic, take: (cursor: RecordCursor, partition: number) => T): T[] {
    const taken: T[] = []
    for (let partition = 0; partition < stream.partitions; partition++) {
      const place = { topic: stream.name, partition }
      for (const chunk of this.#topics.read(place, this.#seen.get(nameOf(place)) ?? 0)) {
        const cursor = chunk.cursor()
        while (cursor.next()) taken.push(take(cursor, partition))
        this.#seen.set(nameOf(place), chunk.next)
      }
    }
    return taken
  }
}

/** The engine's own headers come last; a letter that was sent again may have some of before among its own. */
function letterOf({ key, value, headers }: RecordCursor): Letter {
  const own = headers.findLastIndex(([name]) => name === 'signalbox_stage')
  const engine = new Map(headers.slice(own).map(asText))
  const said = (name: string) => engine.get(`signalbox_${name}`) ?? undefined
  return {
    key: textOf(key),
    bytes: value && Buffer.from(value),
    headers: headers.slice(0, own).map(asText),
    reason: said('reason') ?? '',
    by: said('by'),
    topic: said('topic') ?? '',
    partition: Number(said('partition')),
    offset: Number(said('offset')),
  }
}

const textOf = (bytes: Buffer | null): string | null => bytes && bytes.toString('utf8')
const asText = ([name, value]: Headers[number]): TextHeader => [name, value === null ? null : value.toString()]

/** By the schema that the topic is declared with. */
const isDecisions = (value: unknown): value is Decisions =>
  typeof value === 'object' && value !== null && 'events' in value && Array.isArray(value.events)
