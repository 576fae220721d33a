import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { RecordSchema } from '../../../schemas/record.ts'
import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { Metrics } from '../../metrics.ts'
import type { Stream } from './topic.ts'

/** One record for an event topic: what a source said, in our words. */
export interface Publication {
  readonly topic: Stream
  readonly schema: RecordSchema
  /** The subject: decides the partition, and so the order. */
  readonly key: string
  readonly value: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** Something a source sent that cannot become an event, although its neighbours could: kept as it came. */
export interface Refusal {
  /** The event topic it was meant for: decides the dead letter's partition and says so in a header. */
  readonly topic: Stream
  /** Who refused it, such as ingress.http. */
  readonly stage: string
  readonly key: string | null
  readonly bytes: Buffer
  /** A short machine word and, after a colon, what is wrong and where. */
  readonly reason: string
}

/** Thrown by `publish` and `refuse` when Kafka did not acknowledge in time: nothing may be answered as accepted; the source should send again. */
export class NotPublished extends Error {
  override readonly name = 'NotPublished'
}

/** What an adapter is given. Both calls resolve only after Kafka acknowledged every record with acks=all. */
export interface IngressContext {
  readonly publish: (records: readonly Publication[]) => Promise<void>
  readonly refuse: (records: readonly Refusal[]) => Promise<void>
  readonly settings: Settings
  readonly clock: Clock
  readonly metrics: Metrics
  readonly log: Logger
}

/** A source system: where its events come in and which topics they go to. */
export interface Adapter {
  /** Noun: the source system. */
  readonly name: string
  readonly topics: readonly Stream[]
  /** Adds its routes to the one HTTP server. The only I/O of an adapter. */
  readonly receive: (server: FastifyInstance, context: IngressContext) => void
}

/** A command as a sink sees it. */
export interface Command<V = unknown> {
  readonly schema: string
  readonly value: V
}

/** What became of one command in one call. */
export type Outcome =
  /** `note`: what the destination said beside it, where a person should know. */
  | { readonly kind: 'delivered'; readonly destinationId: string | null; readonly note?: string }
  | { readonly kind: 'rejected'; readonly reason: string }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: number | null }

/** What every command carries. */
export interface CommandEnvelope {
  readonly deliveryId: string
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
}

/** A destination: turns commands into calls, and answers into one outcome per command. The engine decides what follows. */
export interface Sink {
  /** Noun: the destination. The stage is called deliver.<name>. */
  readonly name: string
  readonly commands: Stream
  /** Opens the destination by the settings; the client inside is the only network of the sink. */
  readonly open: (settings: Settings, clock: Clock) => SinkClient
}

export interface SinkClient {
  /**
   * How many commands from the front of the list go into the next call, at least one.
   * Pure; the destination's limits on count, bytes and kind decide. Commands keep their order.
   */
  take(commands: readonly Command[]): number
  /** Makes one call, bounded in time. Never rejects: whatever happens becomes an outcome per command, same length and order. */
  deliver(commands: readonly Command[]): Promise<readonly Outcome[]>
}
