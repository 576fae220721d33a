import { workflowLedger } from '../../../topics/ledgers.ts'
import { workflowCommands } from '../../../topics/workflow-commands.ts'
import type { Sink } from '../../stream/define.ts'
import { WorkflowClient } from './client.ts'

/** OpenText's workflow service. It does not dedupe: a task is known by its id and outcome, a process by its business key, and both are looked up. */
export const workflow: Sink = {
  name: 'workflow',
  commands: workflowCommands,
  ledger: workflowLedger,
  isNamed: ({ workflowUrl }) => workflowUrl !== undefined,
  open: (settings, clock) => new WorkflowClient(settings, clock),
}
