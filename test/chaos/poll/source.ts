import type { Stream } from '../../../src/stream/define.ts'
import type { StartOptions } from '../../sandbox/start.ts'
import type { Random } from '../engine/random.ts'

/** A committed event of the source's topic, as Confluent's client read it; those of a key in their order. */
export interface PolledEvent {
  readonly key: string
  readonly schema: string
  readonly value: Readonly<Record<string, unknown>>
}

/** What the events say beside what was done at the source. */
export interface Judgement {
  /** What the source's last state demands and no event told. */
  readonly missed: readonly string[]
  /** What it demands that shows only after the orders, such as deletions. */
  readonly onlyByOrder?: readonly string[]
  /** What was told twice, or contradicts what was told before. */
  readonly doubled: readonly string[]
  /** For the report. */
  readonly figures: Readonly<Record<string, number>>
}

/** The system behind the sandbox, while a run changes it. */
export interface World {
  /** What is there before the first round. */
  prepare(): Promise<void>
  /** One change, of the `n`th; those of one thing after one another. */
  change(n: number): Promise<void>
  /** All changes are made: what needs more of the poller to show, such as a comparison of everything. Called once it has caught up. */
  readonly orders: readonly ('poll' | 'reconcile')[]
  judge(events: readonly PolledEvent[]): Judgement | Promise<Judgement>
}

/** A source that is polled: another one is another profile here. */
export interface PolledSource {
  /** Of the poller, and of its sandbox: the process runs poll.<name>. */
  readonly name: string
  readonly topic: Stream
  /** Where orders go. */
  readonly orders: Stream
  readonly sandbox: StartOptions
  /** What the poller's process is told. */
  env(url: string): Readonly<Record<string, string>>
  /** Settings that make it worse still where the run is to be red. */
  readonly naive: Readonly<Record<string, string>>
  /** The sandbox's clock is set to each of these in turn, ms ahead of the true one. */
  readonly skewsMs: readonly number[]
  open(url: string, random: Random): World
}
