import { Receipt } from '../schemas/receipt.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const deliveryReceipts = stream({
  name: 'delivery.receipts',
  key: 'the subject of the command',
  records: [Receipt],
  partitions: taskCount,
  retentionMs: days(90),
  why: 'What became of every command. Read by the data team; ninety days cover a quarter’s report.',
})
