/** The engine, for those who run it. Who only declares imports define.ts. */
export { onCluster, type Engine } from './engine.ts'
export { DeliveryWork } from './delivery-work.ts'
export { ProcessWork } from './process-work.ts'
export { Publishing } from './publishing.ts'
export { Stage, type StageStatus } from './stage.ts'
export { inputsOf, problemsOf, schemasOf, topicsOf, type Topology } from './topology.ts'
