import { AnswerGiven } from '../schemas/answer-given.generated.ts'
import { WorkflowTaskChanged } from '../schemas/workflow-task-changed.generated.ts'
import { XconnectorAudienceAlert } from '../schemas/xconnector-audience-alert.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const requestEvents = stream({
  name: 'request.events',
  key: 'workflow-task: or alert: and the id: what staff are asked',
  records: [WorkflowTaskChanged, XconnectorAudienceAlert, AnswerGiven],
  partitions: taskCount,
  retentionMs: days(7),
  why: 'What staff are asked and what they answer, by the question, so that each has a timer of its own and its answers come in order. Seven days: it is read at once, and made again from its sources.',
})
