import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { RecordSchema } from '../../../schemas/record.ts'
import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { Metrics } from '../../metrics.ts'
import type { Stream, Table } from './topic.ts'

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

/** Thrown by `publish` where a value does not fit its schema, which is a defect of whoever made it: nothing was sent of any record. */
export class Unencodable extends Error {
  override readonly name = 'Unencodable'
  readonly publication: Publication
  constructor(publication: Publication, options: ErrorOptions) {
    super(options.cause instanceof Error ? options.cause.message : 'does not fit its schema', options)
    this.publication = publication
  }
}

/** What an adapter is given. Both calls resolve only after Kafka acknowledged every record with acks=all. */
export interface IngressContext {
  /** Encodes at once, and throws Unencodable where a record does not fit its schema: then none was sent. Resolves when Kafka has acknowledged all; rejects with NotPublished. */
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
  /** The destination will never take it. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** It was not applied and may be later: it is tried again, and those of its subject wait behind it. `afterMs`: the destination's own word. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: number | null }
  /** It was not applied and goes again at once, in a call that is planned anew: split smaller, with a fresh ticket. Not counted as an attempt. */
  | { readonly kind: 'again'; readonly reason: string }
  /** The destination takes nothing now, whatever the command is: it cannot be reached, is over its limit, does not know our key. Nothing was applied. */
  | { readonly kind: 'unavailable'; readonly reason: string; readonly afterMs: number | null }
  /** Nobody knows whether it was applied: no answer came, or half of one. The way of the call decides what follows. */
  | { readonly kind: 'inDoubt'; readonly reason: string }

/**
 * What follows when it is not known whether a call was applied.
 * resend: the destination dedupes, or the call only sets state: it is made again. lookup: the destination is asked. atLeastOnce: it is made again, perhaps twice.
 * atMostOnce: it is not made again; the commands are listed until a person says what became of them.
 */
export type InDoubtWay = 'resend' | 'lookup' | 'atLeastOnce' | 'atMostOnce'

/** A limit of a destination: so many calls in each window of time. */
export interface Rate {
  readonly calls: number
  readonly windowMs: number
}

/** What an answer says about the limit of its endpoint. Times are ms since 1970 by our clock. */
export interface RateReport {
  /** Calls that a whole window allows. */
  readonly limit?: number
  /** Calls that are left of this window. */
  readonly remaining?: number
  /** When the window turns. */
  readonly resetAt?: number
  /** The call was refused for the limit: none before that. */
  readonly notBefore?: number
}

/** What every command carries. */
export interface CommandEnvelope {
  readonly deliveryId: string
  readonly eventId: string
  readonly subject: string
  readonly occurredAt: number
}

/** What comes of a call: one outcome per chosen command, same length and order. */
export interface CallResult {
  readonly outcomes: readonly Outcome[]
  readonly rate?: RateReport
}

/** A call that is ready to be made. */
export interface PlannedCall {
  /** Which limit of the destination it counts against, and what metrics call it, such as /users/track. Few and fixed. */
  readonly endpoint: string
  /** Which commands it carries: indexes in the list that was given, ascending, at least one. A command goes only with every earlier one of its subject that is not refused. */
  readonly chosen: readonly number[]
  readonly inDoubt: InDoubtWay
  /** Positions in `chosen` of commands that a look-up cannot tell from those of an earlier call: what it would find of them may be the earlier one's. */
  readonly untold?: readonly number[]
  /**
   * Makes the call, bounded in time by the client's `callTimeoutMs`. Never rejects: whatever happens becomes an outcome per command. `signal` aborts when the
   * process has to go: the call is cut off, its commands are in doubt.
   */
  readonly send: (signal: AbortSignal) => Promise<CallResult>
}

/** Commands that no call should carry, and the call that carries the first of the others; no call when all are refused. */
export interface Plan {
  readonly refused: readonly { readonly at: number; readonly reason: string }[]
  readonly call: PlannedCall | undefined
}

/** A command whose call got no answer, and when that call began, ms since 1970. */
export interface Doubtful extends Command {
  readonly calledAt: number
  /** False where the plan said `untold`: nothing that is found of it says that this very command was applied, or that it was not. */
  readonly canBeTold: boolean
}

/** What the destination says about a call that got no answer. `unknown`: it cannot be told, by this command; `afterMs`: when to ask again, null where asking again does not help. */
export type Finding =
  | { readonly kind: 'applied'; readonly destinationId: string | null }
  | { readonly kind: 'notApplied' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly afterMs: number | null }

/** What comes of a look-up: one finding per command, same length and order. */
export interface LookUpResult {
  readonly findings: readonly Finding[]
  readonly rate?: RateReport
}

/** Asks a destination what became of the commands of one call. */
export interface LookUp {
  /** Which limit it counts against. */
  readonly endpoint: string
  /** How long the effect of a call may stay invisible: nothing is asked before. */
  readonly settleMs: number
  /** Bounded in time; never rejects. A call is applied or not as a whole where `together` says so: then one command that can be told tells for all. */
  readonly ask: (commands: readonly Doubtful[], signal: AbortSignal) => Promise<LookUpResult>
  readonly together: boolean
  /** The same for several calls with one question, where the destination can be asked so: one result per call, same order. Fifty commands at most. */
  readonly askMany?: (calls: readonly (readonly Doubtful[])[], signal: AbortSignal) => Promise<readonly LookUpResult[]>
}

/** A destination: turns commands into calls, and answers into one outcome per command. The engine decides what follows. */
export interface Sink {
  /** Noun: the destination. The stage is called deliver.<name>. */
  readonly name: string
  readonly commands: Stream
  /** Where the deliver stage keeps what is open: calls without an answer, commands that wait. As many partitions as the commands have. */
  readonly ledger: Table
  /** Whether the settings say where it is: a destination that is not named is not delivered to, and its commands wait. */
  readonly isNamed: (settings: Settings) => boolean
  /** Opens the destination by the settings; the client inside is the only network of the sink. */
  readonly open: (settings: Settings, clock: Clock) => SinkClient
}

/** A destination that is open. */
export interface SinkClient {
  /** Calls that may be under way at once, in this process. */
  readonly concurrency: number
  /** How many commands a plan may choose at most; as many are offered. */
  readonly mostPerCall: number
  /** Longer takes no call: after that it is over on our side. */
  readonly callTimeoutMs: number
  /** The limits by endpoint that are documented; answers may teach others. An endpoint that is not named has none. */
  readonly limits: Readonly<Record<string, Rate>>
  /**
   * The next call for commands that wait, in their order; no two of the list are refused or chosen twice. May refuse any, at least one command is refused or chosen.
   * Pure, except that a client may remember what it planned, to say what is `untold`: a plan that is not followed makes later ones more careful at most.
   */
  plan(commands: readonly Command[]): Plan
  /** Needed where a plan's way is `lookup`. */
  readonly lookUp?: LookUp
  /** Lets go of connections. */
  close(): Promise<void>
}
