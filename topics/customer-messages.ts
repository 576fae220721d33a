import { MessageRequested } from '../schemas/message-requested.generated.ts'
import { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const customerMessages = stream({
  name: 'customer.messages',
  key: 'the customer’s id',
  records: [MessageRequested, MessageWithdrawn],
  partitions: taskCount,
  retentionMs: days(7),
  why: 'What flows want said to customers: one place in which consent, quiet hours and caps over all flows are held. Seven days: it is read at once, and made again from its sources.',
})
