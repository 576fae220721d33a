import { AuditEntry } from '../schemas/audit-entry.generated.ts'
import { days, stream } from '../src/stream/define.ts'

export const audit = stream({
  name: 'audit',
  key: 'what was acted on, such as a destination',
  records: [AuditEntry],
  partitions: 1,
  retentionMs: days(730),
  why: 'What operators did, by whom and when. Few records, so one partition and one order; two years, for whoever has to account for it.',
})
