/** What topics, processors, adapters and sinks are declared with. Whoever only declares imports this, never the engine behind it. */
export { days, stream, table } from './declare/topic.ts'
export type { Stream, Table, Topic } from './declare/topic.ts'
export { globalTableOf, store, tableOf } from './declare/state.ts'
export type { GlobalTable, Lookup, Lookups, Rows, Store, TableLookup } from './declare/state.ts'
export { processor, reading, timer } from './declare/processor.ts'
export type {
  DecodedEvent,
  Envelope,
  EventOf,
  EventReference,
  Fired,
  Processor,
  Reading,
  Timer,
  Verdict,
  Verdicts,
} from './declare/processor.ts'
export { NotPublished, Unencodable } from './declare/edge.ts'
export type {
  Adapter,
  CallResult,
  Command,
  CommandEnvelope,
  Doubtful,
  Finding,
  InDoubtWay,
  IngressContext,
  LookUp,
  LookUpResult,
  Outcome,
  Plan,
  PlannedCall,
  Publication,
  Rate,
  RateReport,
  Refusal,
  Sink,
  SinkClient,
} from './declare/edge.ts'
export type { Polled, Poller, PollSource, PollState } from './declare/poller.ts'
export { addTo, countWithin, isLate, sumWithin, tumbling } from './state/windows.ts'
export type { SlidingWindow, WindowBucket } from './state/windows.ts'
