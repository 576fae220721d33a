import type { Publication } from '../../stream/define.ts'
import type { Fault } from './fault.ts'

/** What a request adds to each of its items. */
export interface Arrival {
  /** Wall clock at arrival, ms since 1970: when an event happened that says no time. */
  readonly now: number
  /** The request's own traceparent and tracestate, where they are well-formed. */
  readonly trace: Readonly<Record<string, string>>
  /** The name of who sent it, where its endpoint tells senders apart. */
  readonly sender?: string
}

/** One item of a request in our words, or everything that is wrong with it. */
export type Canonical = Usable | Unusable

export interface Usable {
  readonly ok: true
  /** The records it becomes, in their order; none where it is understood and says nothing. */
  readonly publications: readonly Publication[]
  /**
   * It is taken to have happened when it arrived: it says no time, or none that can be. Of several such items of one key in a request each is 1 ms later than the one before:
   * `canonical` is asked again with that arrival. So their times keep their order, and a destination that knows events by name and time does not take two for one.
   */
  readonly happenedAtArrival?: boolean
}

export interface Unusable {
  readonly ok: false
  /** A machine word: what dead letters and metrics call it. not_understood: `canonical` threw, which is a defect of ours. */
  readonly word: 'invalid_event' | 'unknown_type' | 'not_understood'
  /** Its id and subject as far as they can be told. */
  readonly id: string | null
  readonly subject: string | null
  readonly faults: readonly Fault[]
}
