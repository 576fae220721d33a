import { after, before, beforeEach } from 'node:test'
import { brazeCaller } from '../sandbox/braze/contract/caller.ts'
import { controlContract } from '../sandbox/braze/contract/control.ts'
import { faultsContract } from '../sandbox/braze/contract/faults.ts'
import { memoryContract } from '../sandbox/braze/contract/memory.ts'
import { profilesContract } from '../sandbox/braze/contract/profiles.ts'
import { programContract } from '../sandbox/braze/contract/program.ts'
import { rateLimitContract } from '../sandbox/braze/contract/rate-limit.ts'
import { trackContract } from '../sandbox/braze/contract/track.ts'
import { transportContract } from '../sandbox/braze/contract/transport.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'

// The facts about Braze's API that the sandbox encodes, checked one by one against the running program.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('braze')
})
after(() => sandbox.stop())

const braze = brazeCaller(() => sandbox)
beforeEach(() => braze.call('DELETE', '/_sandbox'))

programContract(braze)
transportContract(braze)
trackContract(braze)
profilesContract(braze)
rateLimitContract(braze)
faultsContract(braze)
controlContract(braze)
memoryContract()
