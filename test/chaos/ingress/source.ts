import type { Stream } from '../../../src/stream/define.ts'

/** The events of a run have numbers: what is sent, stored and processed is counted by them. */
export interface Numbered {
  readonly number: number
  /** One of a lane's own: a lane sends one batch after the other, so that each of its subjects has an order. */
  readonly subject: string
}

/** A source system as it sends: one request again and again by its own rules, until it is acknowledged or given up. */
export interface SourceClient {
  /** True when every event of the batch is acknowledged; false when the source gave it up. */
  send(batch: readonly Numbered[]): Promise<boolean>
  /** What became of requests, by status or in the source’s own word, and how often. */
  answers(): ReadonlyMap<string, number>
  close(): Promise<void>
}

/** A source of events: its protocol, its topic, and where a processor writes one record for each of its events. */
export interface Source {
  readonly name: string
  /** What the ingress must know of it. */
  readonly env: Readonly<Record<string, string>>
  readonly topic: Stream
  /** What the process stage makes of its events, one record for one event. */
  readonly output: Stream
  readonly mostPerBatch: number
  readonly open: (url: string, seed: number) => SourceClient
  /** What must have been sent before. */
  readonly prepare?: (url: string, subjects: readonly string[]) => Promise<void>
  /** The number that is in an event id; undefined where the id is none of the run. */
  readonly numberOf: (eventId: string) => number | undefined
}

const prefix = 'n-'
export const idOf = (number: number): string => `${prefix}${number}`
export function numberOf(eventId: string): number | undefined {
  const number = eventId.startsWith(prefix) ? Number(eventId.slice(prefix.length)) : NaN
  return Number.isInteger(number) ? number : undefined
}
