import { HttpSend } from '../schemas/http-send.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const httpCommands = stream({
  name: 'http.commands',
  key: 'whom or what the event is about',
  records: [HttpSend],
  partitions: taskCount,
  retentionMs: days(14),
  why: 'What HTTP endpoints shall be told, in each subject’s order. Fourteen days: longer than any outage of theirs that is waited out.',
})
