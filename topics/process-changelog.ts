import { table } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const processChangelog = table({
  name: 'process.changelog',
  key: '<processor>/<store>/<key>',
  records: [],
  partitions: taskCount,
  why: 'The state of the process stage: whoever takes over a task restores it from here. Compacted, because only the latest row of a key is state.',
})
