/** The engine, for those who run it. Who only declares imports define.ts. */
export { onCluster, type Engine } from './engine.ts'
export { DeliveryWork } from './delivery-work.ts'
export { ProcessWork, type Source } from './process-work.ts'
export type { Assignment, Unit, Work } from './work.ts'
export { Publishing } from './publishing.ts'
export { Stage, type StageStatus } from './stage.ts'
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
