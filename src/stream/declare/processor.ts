import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import type { Lookups, Rows, Store } from './state.ts'
import type { Stream, Table, Topic } from './topic.ts'

/** What every canonical event carries, whatever else it says. */
export interface Envelope {
  /** Unique among the events of its subject, and of its `source` where its schema has such a field: an id that was seen is not processed again. */
  readonly eventId: string
  readonly subject: string
  /** Event time, ms since 1970. */
  readonly occurredAt: number
}

type TextFields<T> = { [K in keyof T]: T[K] extends string ? K : never }[keyof T] & string

/** What a processor reads of a schema: the fields it needs, and of which events. The rest is skipped in the bytes, never decoded. */
export interface Reading<S extends RecordSchema = RecordSchema, F extends string = string> {
  readonly schema: S
  readonly fields: readonly F[]
  /** Only events whose field has one of the values; the others are none of the processor's business and leave no decision. */
  readonly where: Readonly<Record<string, readonly string[]>>
}

/** The events of a schema with these fields besides the envelope's, and only those that `where` lets pass. */
export const reading = <const S extends RecordSchema<string, Envelope>, const F extends keyof RecordOf<S> & string>(
  schema: S,
  fields: readonly F[],
  where: { readonly [K in TextFields<RecordOf<S>>]?: readonly RecordOf<S>[K][] } = {},
): Reading<S, F> => ({ schema, fields, where: Object.fromEntries(Object.entries(where).map(listed)) })

const listed = ([field, values]: [string, unknown]): [string, readonly string[]] => [
  field,
  Array.isArray(values) ? values.map(String) : [],
]

/** A decoded event: its schema's full name and the fields that are read. A union over I, so that `switch (event.type)` narrows `event.value`. */
export type EventOf<I> =
  I extends Reading<infer S, infer F>
    ? S extends RecordSchema<infer Name, infer T>
      ? { readonly type: Name; readonly value: Readonly<Pick<T, (F | keyof Envelope) & keyof T>> }
      : never
    : I extends RecordSchema<infer Name, infer T>
      ? { readonly type: Name; readonly value: Readonly<T> }
      : never

/**
 * A durable alarm of a processor, one per key: set, set anew (which replaces it) or cancelled from events, and fired once, never early.
 * 'wall': by the engine's clock. 'event': when the task has seen an event of that time, which a replay repeats exactly.
 */
export interface Timer<N extends string = string> {
  readonly name: N
  readonly clock: 'wall' | 'event'
}
export const timer = <const N extends string>(settings: Timer<N>): Timer<N> => settings

/** A timer that has come due. */
export interface Fired<N extends string = string> {
  readonly name: N
  /** The key whose timer it is. */
  readonly key: string
  /** What it was set to, ms since 1970. */
  readonly due: number
  /** When it fires: the engine's clock for 'wall', the event time that reached it for 'event'. */
  readonly at: number
  /** Derived from the event that set it and the timer: the same at every replay. */
  readonly eventId: string
}

/** What becomes of an event at one processor. A processor answers with one or several; none means there was nothing to do. */
export type Verdict =
  | {
      readonly kind: 'forward'
      readonly to: Stream
      readonly schema: RecordSchema
      readonly value: unknown
      readonly key?: string
    }
  | {
      readonly kind: 'put'
      readonly to: Table
      readonly schema: RecordSchema
      readonly key: string
      readonly row: unknown
    }
  | { readonly kind: 'drop'; readonly reason: string; readonly of?: EventReference }
  | { readonly kind: 'deadLetter'; readonly reason: string }
  | { readonly kind: 'keep'; readonly store: Store; readonly value: unknown }
  | { readonly kind: 'setTimer'; readonly timer: Timer; readonly due: number | null }

/** The event that a decision is about, where it is not the one at hand: one of several that a row holds back. */
export interface EventReference {
  readonly eventId: string
  /** Ms since 1970, a whole number. */
  readonly occurredAt: number
}

/** The verdicts a processor may give: only what it declares compiles. */
export interface Verdicts<O extends Topic, K extends Store, R extends string, T extends Timer> {
  /** A record into a declared output, under the event's key or, to look things up by something else downstream, under another. */
  forward<X extends Extract<O, Stream>, S extends X['records'][number]>(
    this: void,
    to: X,
    schema: S,
    value: RecordOf<S>,
    key?: string,
  ): Verdict
  /**
   * The key's row in a declared table becomes this, null deletes it. Whoever looks it up sees it once it is committed. Rows of a key keep their order only where
   * the events that put it have one key among them.
   */
  put<X extends Extract<O, Table>, S extends X['records'][number]>(
    this: void,
    to: X,
    schema: S,
    key: string,
    row: RecordOf<S> | null,
  ): Verdict
  /** Nothing is sent; the reason goes to the decisions, about the event at hand, or in `wake` about the fired timer, unless `of` names another. */
  drop(this: void, reason: R, of?: EventReference): Verdict
  /** The event itself goes to the dead letters under the processor's name. */
  deadLetter(this: void, reason: R): Verdict
  /** The row of the event's key becomes this, null deletes it; later events of the key see it at once. */
  keep<X extends K>(this: void, store: X, value: RecordOf<X['schema']> | null): Verdict
  /** The key's timer of that name will fire at `due`, ms since 1970, whatever it was set to before. */
  setTimer(this: void, timer: T, due: number): Verdict
  cancelTimer(this: void, timer: T): Verdict
}

interface Declaration<
  I extends RecordSchema | Reading,
  L extends Lookups,
  K extends Store,
  O extends Topic,
  R extends string,
  T extends Timer,
> {
  /** A verb phrase; names the processor in decisions, dead letters, metrics and state for ever. */
  readonly name: string
  readonly input: { readonly from: Stream; readonly only: readonly I[] }
  /** What is read beside the event, by the name under which `process` sees it. */
  readonly lookups: L
  /** Stores it keeps: no other processor writes them. */
  readonly keeps: readonly K[]
  readonly timers?: readonly T[]
  /** Streams it forwards to, and tables it puts rows into: no other processor puts into them. */
  readonly outputs: readonly O[]
  /** Every word that may stand in a drop or a dead letter. */
  readonly reasons: readonly R[]
  /** Pure: no clock, network, log or randomness. A throw dead-letters the event and harms no other. */
  process(event: EventOf<I>, rows: Rows<L>, verdicts: Verdicts<O, K, R, T>): Verdict | readonly Verdict[]
  /** What happens when one of its timers fires; pure as well. The timer is gone then; it may be set anew. */
  wake?(fired: Fired<T['name']>, rows: Rows<L>, verdicts: Verdicts<O, K, R, T>): Verdict | readonly Verdict[]
}

/** A processor as the engine runs it: the types of its declaration have done their work. */
export interface Processor {
  readonly name: string
  readonly input: { readonly from: Stream; readonly only: readonly (RecordSchema | Reading)[] }
  readonly lookups: Lookups
  readonly keeps: readonly Store[]
  readonly timers?: readonly Timer[]
  readonly outputs: readonly Topic[]
  readonly reasons: readonly string[]
  process(
    event: DecodedEvent,
    rows: Readonly<Record<string, unknown>>,
    verdicts: Verdicts<Topic, Store, string, Timer>,
  ): Verdict | readonly Verdict[]
  wake?(
    fired: Fired,
    rows: Readonly<Record<string, unknown>>,
    verdicts: Verdicts<Topic, Store, string, Timer>,
  ): Verdict | readonly Verdict[]
}

/** An event whose schema is known only at run time. */
export interface DecodedEvent {
  readonly type: string
  readonly value: unknown
}

/** Declares a processor: what it reads, keeps and writes stands beside the rule, and nothing else compiles inside it. */
export function processor<
  const I extends RecordSchema<string, Envelope> | Reading<RecordSchema<string, Envelope>>,
  const L extends Lookups,
  const K extends Store,
  const O extends Topic,
  const R extends string,
  const T extends Timer = never,
>(declaration: Declaration<I, L, K, O, R, T>): Processor
export function processor(declaration: Processor): Processor {
  return declaration
}

/** What a processor reads of each schema, with the fields spelled out. */
export const readingOf = (only: RecordSchema | Reading): Reading | { schema: RecordSchema; fields: undefined } =>
  'where' in only ? only : { schema: only, fields: undefined }

export const verdicts: Verdicts<Topic, Store, string, Timer> = {
  forward: (to, schema, value, key) =>
    key === undefined ? { kind: 'forward', to, schema, value } : { kind: 'forward', to, schema, value, key },
  put: (to, schema, key, row) => ({ kind: 'put', to, schema, key, row }),
  drop: (reason, of) => (of === undefined ? { kind: 'drop', reason } : { kind: 'drop', reason, of }),
  deadLetter: reason => ({ kind: 'deadLetter', reason }),
  keep: (store, value) => ({ kind: 'keep', store, value }),
  setTimer: (set, due) => ({ kind: 'setTimer', timer: set, due }),
  cancelTimer: cancelled => ({ kind: 'setTimer', timer: cancelled, due: null }),
}
