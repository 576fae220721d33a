import { PushSend } from '../schemas/push-send.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const pushCommands = stream({
  name: 'push.commands',
  key: 'whom or what the push is about',
  records: [PushSend],
  partitions: taskCount,
  retentionMs: days(14),
  why: 'What the push gateway shall be told, in each subject’s order. Fourteen days: longer than any outage of it that is waited out; a push that is too late by then says so itself.',
})
