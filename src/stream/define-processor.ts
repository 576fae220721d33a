import type { RecordOf, RecordSchema } from '../../schemas/record.ts'
import type { Stream } from './define-topic.ts'

/** What every canonical event carries, whatever else it says. */
export interface Envelope {
  readonly eventId: string
  readonly subject: string
  /** Event time, ms since 1970. */
  readonly occurredAt: number
}

/** A decoded event: its schema's full name and its fields. A union over S, so that `switch (event.type)` narrows `event.value`. */
export type EventOf<S extends RecordSchema> =
  S extends RecordSchema<infer Name, infer T> ? { readonly type: Name; readonly value: T } : never

/**
 * State of the processor that keeps it: one value per key, in the stage's changelog topic, restored when a task is taken over.
 * Other processors of the stage may look it up.
 */
export interface Store<S extends RecordSchema = RecordSchema> {
  readonly name: string
  readonly schema: S
  /** State is bounded: when rows go away, or why they need not. */
  readonly expiry: string
}

export const store = <const S extends RecordSchema>(settings: Store<S>): Store<S> => settings

/** What a processor may read of a store: the row of the event's own key, as it stands when the event is processed. */
export type Rows<L extends Readonly<Record<string, Store>>> = {
  readonly [N in keyof L]: RecordOf<L[N]['schema']> | undefined
}

/** What becomes of an event at one processor. A processor answers with one or several; none means there was nothing to do. */
export type Verdict =
  | { readonly kind: 'forward'; readonly to: Stream; readonly schema: RecordSchema; readonly value: unknown }
  | { readonly kind: 'drop'; readonly reason: string }
  | { readonly kind: 'deadLetter'; readonly reason: string }
  | { readonly kind: 'keep'; readonly store: Store; readonly value: unknown }

/** The verdicts a processor may give: only what it declares compiles. */
export interface Verdicts<O extends Stream, K extends Store, R extends string> {
  /** A record into a declared output, under the event's key. */
  forward<T extends O, S extends T['records'][number]>(this: void, to: T, schema: S, value: RecordOf<S>): Verdict
  /** Nothing is sent; the reason goes to the decisions. */
  drop(this: void, reason: R): Verdict
  /** The event itself goes to the dead letters under the processor's name. */
  deadLetter(this: void, reason: R): Verdict
  /** The row of the event's key becomes this, null deletes it; later events of the key see it at once. */
  keep<T extends K>(this: void, store: T, value: RecordOf<T['schema']> | null): Verdict
}

interface Declaration<
  S extends RecordSchema,
  L extends Readonly<Record<string, Store>>,
  K extends Store,
  O extends Stream,
  R extends string,
> {
  /** A verb phrase; names the processor in decisions, dead letters, metrics and state for ever. */
  readonly name: string
  readonly input: { readonly from: Stream; readonly only: readonly S[] }
  /** Stores read, by the name under which `process` sees their row. */
  readonly lookups: L
  /** Stores it keeps: no other processor writes them. */
  readonly keeps: readonly K[]
  readonly outputs: readonly O[]
  /** Every word that may stand in a drop or a dead letter. */
  readonly reasons: readonly R[]
  /** Pure: no clock, network, log or randomness. A throw dead-letters the event and harms no other. */
  process(event: EventOf<S>, rows: Rows<L>, verdicts: Verdicts<O, K, R>): Verdict | readonly Verdict[]
}

/** A processor as the engine runs it: the types of its declaration have done their work. */
export interface Processor {
  readonly name: string
  readonly input: { readonly from: Stream; readonly only: readonly RecordSchema[] }
  readonly lookups: Readonly<Record<string, Store>>
  readonly keeps: readonly Store[]
  readonly outputs: readonly Stream[]
  readonly reasons: readonly string[]
  process(
    event: DecodedEvent,
    rows: Readonly<Record<string, unknown>>,
    verdicts: Verdicts<Stream, Store, string>,
  ): Verdict | readonly Verdict[]
}

/** An event whose schema is known only at run time. */
export interface DecodedEvent {
  readonly type: string
  readonly value: unknown
}

/** Declares a processor: what it reads, keeps and writes stands beside the rule, and nothing else compiles inside it. */
export function processor<
  const S extends RecordSchema<string, Envelope>,
  const L extends Readonly<Record<string, Store>>,
  const K extends Store,
  const O extends Stream,
  const R extends string,
>(declaration: Declaration<S, L, K, O, R>): Processor
export function processor(declaration: Processor): Processor {
  return declaration
}

export const verdicts: Verdicts<Stream, Store, string> = {
  forward: (to, schema, value) => ({ kind: 'forward', to, schema, value }),
  drop: reason => ({ kind: 'drop', reason }),
  deadLetter: reason => ({ kind: 'deadLetter', reason }),
  keep: (store, value) => ({ kind: 'keep', store, value }),
}
