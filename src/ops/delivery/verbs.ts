import type { RecordSchema } from '../../../schemas/record.ts'
import { AuditEntry } from '../../../schemas/audit-entry.generated.ts'
import { DeliveryHold } from '../../../schemas/delivery-hold.generated.ts'
import { DeliveryResolution } from '../../../schemas/delivery-resolution.generated.ts'
import { PollOrder } from '../../../schemas/poll-order.generated.ts'
import type { Topic } from '../../stream/define.ts'
import type { Topology } from '../../stream/index.ts'

export { hold, holds, release } from './hold.ts'
export { inDoubtList } from './in-doubt.ts'
export { resolve } from './resolve.ts'
export { deadLettersList } from './dead-letters.ts'
export { deadLettersShow } from './show-letter.ts'
export { redrive } from './redrive.ts'
export { orderPoll } from '../poll-order.ts'

/** What a verb reads and writes. */
export interface Needs {
  readonly reads: readonly Topic[]
  readonly writes: readonly RecordSchema[]
}

/** What the verbs on a kind of thing read and write; those that only look write nothing. */
export const needsOf = ({ control, audit, deadLetters, sinks, pollers }: Topology) => ({
  holds: { reads: [control, audit], writes: [DeliveryHold, AuditEntry] },
  doubts: { reads: [control, audit, ...sinks.map(({ ledger }) => ledger)], writes: [DeliveryResolution, AuditEntry] },
  polls: { reads: [audit, ...pollers.map(({ orders }) => orders)], writes: [PollOrder, AuditEntry] },
  letters: { reads: [deadLetters, audit, ...sinks.map(({ commands }) => commands)], writes: [AuditEntry] },
})
