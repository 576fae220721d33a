import { after, before, beforeEach } from 'node:test'
import { authContract } from '../sandbox/ecm/contract/auth.ts'
import { ecmCaller, password, user } from '../sandbox/ecm/contract/caller.ts'
import { categoriesContract } from '../sandbox/ecm/contract/categories.ts'
import { documentsContract } from '../sandbox/ecm/contract/documents.ts'
import { encodingContract } from '../sandbox/ecm/contract/encoding.ts'
import { faultsContract } from '../sandbox/ecm/contract/faults.ts'
import { listsContract } from '../sandbox/ecm/contract/lists.ts'
import { programContract } from '../sandbox/ecm/contract/program.ts'
import { sampleSettings } from '../sandbox/ecm/contract/sample.ts'
import { workContract } from '../sandbox/ecm/contract/work.ts'
import { workspacesContract } from '../sandbox/ecm/contract/workspaces.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'

// The facts about Content Server's API that the sandbox encodes, checked against the running program. The number before a
// test's name is its item in the fidelity checklist.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('ecm', { user, password, settings: sampleSettings })
})
after(() => sandbox.stop())

const ecm = ecmCaller(() => sandbox)
beforeEach(() => ecm.reset())

authContract(ecm)
encodingContract(ecm)
categoriesContract(ecm)
documentsContract(ecm)
listsContract(ecm)
workspacesContract(ecm)
workContract(ecm)
faultsContract(ecm)
programContract(ecm)
