import { WorkflowClaimTask } from '../../../../schemas/workflow-claim-task.generated.ts'
import { WorkflowCompleteTask } from '../../../../schemas/workflow-complete-task.generated.ts'
import { WorkflowStartProcess } from '../../../../schemas/workflow-start-process.generated.ts'
import { workflow } from '../../../../src/egress/workflow/sink.ts'
import type { Destination, DestinationOptions, Effect } from '../destination.ts'
import { callTimeoutMs } from '../harms.ts'
import { envelopeOf, nameOf, plannedIn, type Planned } from '../plan.ts'

const [client, secret] = ['signalbox', 'client-secret-0451']
const definition = 'review'

/** Of five commands three complete a task, one claims one and one starts a process; each has a task of its own. */
const kindOf = (n: number): 'complete' | 'claim' | 'start' =>
  n % 5 === 1 ? 'start' : n % 5 === 3 ? 'claim' : 'complete'

export function workflowDestination({ plan, beginMs }: DestinationOptions): Destination {
  const taskOf = (n: number): string => `task-${n + 1}`
  const planOf = (task: string | null): Planned | undefined => plan[Number(task?.slice('task-'.length)) - 1]
  const applied = ({ kind, id, subject }: Effect): Planned | undefined => {
    if (kind === 'task-completed' || kind === 'claimed') return planOf(id)
    return kind === 'process-started' ? plannedIn(subject) : undefined
  }
  return {
    name: 'workflow',
    sink: workflow,
    way: 'lookup',
    mostPerCall: 1,
    concurrency: 8,
    sandbox: {
      client,
      secret,
      settings: {
        processDefinitions: [{ key: definition, steps: [{ type: 'user', id: 'look' }] }],
        tasks: { count: Math.max(100_000, plan.length) },
      },
    },
    env: url => ({
      SIGNALBOX_WORKFLOW_URL: url,
      SIGNALBOX_WORKFLOW_TENANT: 'sandbox',
      SIGNALBOX_WORKFLOW_CLIENT: client,
      SIGNALBOX_WORKFLOW_SECRET: secret,
    }),
    command: (planned, n) => {
      const envelope = envelopeOf(planned, 'workflow', beginMs)
      const kind = kindOf(n)
      if (kind === 'start') {
        const process = { processDefinitionKey: definition, name: null, businessKey: null, variables: {} }
        return { schema: WorkflowStartProcess, value: { ...envelope, ...process } }
      }
      if (kind === 'claim')
        return { schema: WorkflowClaimTask, value: { ...envelope, taskId: taskOf(n), assignee: 'ada' } }
      const task = { taskId: taskOf(n), outcome: 'approved', comment: nameOf(planned), variables: {} }
      return { schema: WorkflowCompleteTask, value: { ...envelope, ...task } }
    },
    expected: () => ({ kind: 'once', slot: '' }),
    applied,
    longestCallMs: callTimeoutMs * 4,
    faults: [
      { name: 'tokens that end', fault: { fault: 'tokenExpired' } },
      { name: 'a change at the same moment', fault: { fault: 'updatedAtOnce' } },
      { name: 'slow lists', fault: { fault: 'slowList', ms: 1_500 } },
    ],
  }
}
