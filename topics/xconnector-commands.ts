import { XconnectorRespond } from '../schemas/xconnector-respond.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const xconnectorCommands = stream({
  name: 'xconnector.commands',
  key: 'whom or what the event is about',
  records: [XconnectorRespond],
  partitions: taskCount,
  retentionMs: days(14),
  why: 'What xConnector shall be told, in each subject’s order. Fourteen days: longer than any outage of it that is waited out.',
})
