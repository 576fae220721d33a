import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const deadLetters = stream({
  name: 'dead.letters',
  key: 'the key of the record that failed, whatever it was',
  records: [],
  partitions: taskCount,
  retentionMs: days(90),
  why: 'Records that could not be processed or delivered: original bytes, key, headers and timestamp, with headers that say where and why (signalbox_*). Ninety days to repair and redrive.',
})
