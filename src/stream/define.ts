/** What topics, processors, adapters and sinks are declared with. Whoever only declares imports this, never the engine behind it. */
export { days, stream, table } from './define-topic.ts'
export type { Stream, Table, Topic } from './define-topic.ts'
export { globalTableOf, store, tableOf } from './define-state.ts'
export type { GlobalTable, Lookup, Lookups, Rows, Store, TableLookup } from './define-state.ts'
export { processor, reading, timer } from './define-processor.ts'
export type {
  DecodedEvent,
  Envelope,
  EventOf,
  Fired,
  Processor,
  Reading,
  Timer,
  Verdict,
  Verdicts,
} from './define-processor.ts'
export { NotPublished } from './define-edge.ts'
export type {
  Adapter,
  Command,
  CommandEnvelope,
  IngressContext,
  Outcome,
  Publication,
  Refusal,
  Sink,
  SinkClient,
} from './define-edge.ts'
export { addTo, countWithin, isLate, sumWithin, tumbling } from './windows.ts'
export type { SlidingWindow, WindowBucket } from './windows.ts'
