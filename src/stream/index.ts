/** The engine, for those who run it. Who only declares imports define.ts. */
export { onCluster, type Engine } from './stage/engine.ts'
export { Controls, Orders } from './delivery/controls.ts'
export { DeliveryWork, type DeliverySettings } from './delivery/delivery-work.ts'
export { restoreLedger, type LedgerRows } from './delivery/restore-ledger.ts'
export { PollWork, type PollSettings } from './poll/poll-work.ts'
export { restoreRows } from './poll/restore-rows.ts'
export { ProcessWork, type Source } from './process/process-work.ts'
export type { Assignment, Unit, Work } from './stage/work.ts'
export { readingOf } from './declare/processor.ts'
export { Publishing } from './publishing.ts'
export { Stage, type StageStatus } from './stage/stage.ts'
export {
  inputsOf,
  othersOf,
  problemsOf,
  processProblemsOf,
  processSchemasOf,
  schemasOf,
  topicsOf,
  type ProcessTopology,
  type Topology,
} from './topology.ts'
