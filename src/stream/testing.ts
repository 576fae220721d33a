/** How processors are tested: the engine without a broker, and a topology for processors that stand alone. */
import { Decisions } from '../../schemas/decisions.generated.ts'
import { days, stream, table, type Processor } from './define.ts'
import type { ProcessTopology } from './topology.ts'

export { TestDriver, type DriverOptions, type SendOptions } from './testing/test-driver.ts'
export type { DecidedOn, Letter, TestRecord, TextHeader } from './testing/test-outputs.ts'
export type { SetTimer } from './testing/test-process.ts'

/** These processors with topics for what the engine writes: a topology to test with. What runs in production is src/topology.ts. */
export function topologyOf(...processors: readonly Processor[]): ProcessTopology {
  const partitions = processors[0]?.input.from.partitions ?? 1
  const rest = { key: 'as in production', partitions, why: 'a test', retentionMs: days(1) }
  return {
    processors,
    changelog: table({ ...rest, name: 'test.changelog', records: [] }),
    eventIds: stream({ ...rest, name: 'test.event-ids', records: [] }),
    moved: stream({ ...rest, name: 'test.moved', records: [] }),
    decisions: stream({ ...rest, name: 'test.decisions', records: [Decisions] }),
    deadLetters: stream({ ...rest, name: 'test.dead-letters', records: [] }),
  }
}
