import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const processMoved = stream({
  name: 'process.moved',
  key: 'as in the topic that the record came in',
  records: [],
  partitions: taskCount,
  retentionMs: days(30),
  why: 'Records that a source wrote into a partition that their key does not belong to, as they came, with where they lay (signalbox_topic, _partition, _offset, _timestamp): here they lie in the right one, and are processed from here. Thirty days, as long as the topics that they come from.',
})
