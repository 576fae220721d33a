import type { Chunk, Output, Position } from '../kafka/index.ts'

/** What one transaction shall move. */
export interface Unit {
  readonly outputs: readonly Output[]
  readonly positions: readonly Position[]
  /** Input records that are done with. */
  readonly records: number
}

/** What a stage does with the records of its tasks. The stage owns membership, fetching and transactions; the work owns everything in between. */
export interface Work {
  /** What outside Kafka it is waiting for; undefined where it is not. Shown to operators; not a reason to send requests elsewhere. */
  readonly waiting: string | undefined
  /** Begins anew with these tasks: whatever is in memory of an earlier assignment no longer counts. Rejects when `lost` aborts. */
  assign(tasks: readonly number[], lost: AbortSignal): Promise<void>
  /** True while more records are of use; the stage fetches none otherwise. */
  hungry(): boolean
  /** True when there is nothing to do without more records. */
  idle(): boolean
  /** Takes fetched records over, in order per partition. */
  feed(chunks: readonly Chunk[]): void
  /** Does the next piece of work; undefined when none was done. Stops early, with what is done, when `lost` aborts. */
  step(lost: AbortSignal): Promise<Unit | undefined>
  /** The unit of the last step is committed. */
  committed(): void
}
