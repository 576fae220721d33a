import { workflowEvents } from '../../../topics/workflow-events.ts'
import { workflowPoll, workflowPollState } from '../../../topics/workflow-poll.ts'
import type { Poller } from '../../stream/define.ts'
import { WorkflowPoll } from './poll/poll.ts'

/** Tasks, cases and exceptions of OpenText's workflow service, which tells nobody of them: it is polled. */
export const workflowPoller: Poller = {
  name: 'workflow',
  orders: workflowPoll,
  state: workflowPollState,
  topics: [workflowEvents],
  isNamed: ({ workflowUrl }) => workflowUrl !== undefined,
  open: (settings, clock, log) => new WorkflowPoll(settings, clock, log),
}
