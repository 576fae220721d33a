import type { AvroCodec } from '../../kafka/index.ts'
import type { Outbox } from '../stage/outbox.ts'
import type { GlobalRows } from './global-tables.ts'
import type { StagePlan } from './stage-plan.ts'

/** What is counted as it happens. */
export interface Reports {
  deadLetter(word: string): void
}

/** What everything that works on records is given. */
export interface ProcessingParts {
  readonly codec: AvroCodec
  readonly plan: StagePlan
  readonly globals: GlobalRows
  readonly outbox: Outbox
  readonly reports: Reports
}
