import { after, before, beforeEach } from 'node:test'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'
import { accessContract } from '../sandbox/workflow/contract/access.ts'
import { changesContract } from '../sandbox/workflow/contract/changes.ts'
import { client, workflowCaller } from '../sandbox/workflow/contract/caller.ts'
import { jobsContract } from '../sandbox/workflow/contract/jobs.ts'
import { listsContract } from '../sandbox/workflow/contract/lists.ts'
import { processesContract } from '../sandbox/workflow/contract/processes.ts'
import { programContract } from '../sandbox/workflow/contract/program.ts'
import { settings } from '../sandbox/workflow/contract/samples.ts'
import { tasksContract } from '../sandbox/workflow/contract/tasks.ts'

// The facts about OpenText Workflow Service that the sandbox encodes, checked one by one against the running program.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('workflow', { client: client.client_id, secret: client.client_secret, settings })
})
after(() => sandbox.stop())

const workflow = workflowCaller(() => sandbox)
beforeEach(() => workflow.reset())

accessContract(workflow)
listsContract(workflow)
tasksContract(workflow)
processesContract(workflow)
jobsContract(workflow)
changesContract(workflow)
programContract(workflow)
