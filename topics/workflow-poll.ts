import { PollOrder } from '../schemas/poll-order.generated.ts'
import { WorkflowPollRow } from '../schemas/workflow-poll-row.generated.ts'
import { days, stream, table } from '../src/stream/define.ts'

export const workflowPoll = stream({
  name: 'workflow.poll',
  key: 'none',
  records: [PollOrder],
  partitions: 1,
  retentionMs: days(14),
  why: 'What operators ask of the poller of the workflow service. One partition: whoever holds it polls, so that there is one poller wherever it runs.',
})

export const workflowPollState = table({
  name: 'workflow.poll-state',
  key: 'cursor; task/, case/ or job/ and an id; refused/ and a hash',
  records: [WorkflowPollRow],
  partitions: 1,
  why: 'How far the workflow service has been read, and every open task, running case and failed job as it was last seen, so that what differs can be told. Moves in one transaction with the events. What has ended is kept for a while, so that nothing is told twice.',
})
