/** What topics, processors, adapters and sinks are declared with. Whoever only declares imports this, never the engine behind it. */
export { days, stream, table } from './define-topic.ts'
export type { Stream, Table, Topic } from './define-topic.ts'
export { processor, store } from './define-processor.ts'
export type { DecodedEvent, Envelope, EventOf, Processor, Rows, Store, Verdict, Verdicts } from './define-processor.ts'
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
