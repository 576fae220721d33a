import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const processEventIds = stream({
  name: 'process.event-ids',
  key: 'none: a record holds the ids that one commit of one task has seen first, eight bytes of hash each',
  records: [],
  partitions: taskCount,
  retentionMs: days(8),
  why: 'Which events were processed already: whoever takes over a task reads back the last three days, so that what a source sends again is still known. Kept longer than the window, because Kafka deletes whole segments.',
})
