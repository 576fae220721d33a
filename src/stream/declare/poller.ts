import type { Logger } from 'pino'
import type { PollOrder } from '../../../schemas/poll-order.generated.ts'
import type { Clock } from '../../clock.ts'
import type { Settings } from '../../config.ts'
import type { Publication, Refusal } from './edge.ts'
import type { Stream, Table } from './topic.ts'

/** A source system that tells nobody what happens in it, so that it has to be asked. One process polls it, wherever it runs: the one that holds the only partition of `orders`. */
export interface Poller {
  /** Noun: the source system. The stage is called poll.<name>. */
  readonly name: string
  /** What operators ask of it; PollOrder, one partition. */
  readonly orders: Stream
  /** How far it has read, and what it last knew of each thing there; one partition. Rows have the first of its schemas. */
  readonly state: Table
  /** Where its events go. */
  readonly topics: readonly Stream[]
  /** Whether the settings say where it is: a source that is not named is not polled. */
  readonly isNamed: (settings: Settings) => boolean
  readonly open: (settings: Settings, clock: Clock, log: Logger) => PollSource
}

/** What was remembered, as of the last unit that is committed. */
export interface PollState {
  /** Decoded anew each time: rows lie in memory as they lie in Kafka. Undefined where there is none. */
  get(key: string): unknown
  /** Whether there is such a row, without decoding it. */
  has(key: string): boolean
  /** Those that begin with the prefix, in no order; all rows are walked over. */
  keys(prefix: string): Iterable<string>
  readonly size: number
}

/** A source that is open. The only I/O of a poller. */
export interface PollSource {
  /**
   * What follows counts from the state alone: what earlier steps have answered may not have been committed, or another process went on meanwhile. Called before the first step, and after whatever went
   * wrong between a step and its commit.
   */
  restart(): void
  /**
   * One bounded step of a round, a page or so: what has changed there. The next step comes when this one's events, rows and position are committed together. `orders` are those that came since the last step: they do
   * not come again, so what of them outlasts this step belongs in a row.
   * Never rejects for what is wrong at the server: says so as `trouble`. Ends early when `signal` aborts; what it answers then does not count.
   */
  step(state: PollState, orders: readonly PollOrder[], signal: AbortSignal): Promise<Polled>
  /** Lets go of connections. */
  close(): Promise<void>
}

/** What comes of a step. */
export interface Polled {
  readonly publications: readonly Publication[]
  /** What cannot become an event: its dead letters. */
  readonly refusals: readonly Refusal[]
  /** What is to be remembered, by key; null forgets. */
  readonly rows: ReadonlyMap<string, unknown>
  /** When the next step may come; 0 where there is more to do at once. */
  readonly nextAfterMs: number
  /** What stands in the way: a machine word, a colon, and the words of whoever said it; no secrets. The next step comes later and later, at `nextAfterMs` the earliest. */
  readonly trouble?: string
  /** What takes long and is under way, for operators: how far it is. */
  readonly progress?: string
  /** Requests that this step has made. */
  readonly requests: number
  /** Whether a round has ended with this step: everything that had changed until its beginning has been told. */
  readonly roundEnded: boolean
  /** How far what was read lies behind the server's clock, ms; undefined where this step has not learned it. */
  readonly behindMs?: number
}
