import { after, before, beforeEach } from 'node:test'
import { catalogsContract } from '../sandbox/braze/contract/catalogs.ts'
import { brazeCaller } from '../sandbox/braze/contract/caller.ts'
import { controlContract } from '../sandbox/braze/contract/control.ts'
import { documentsContract } from '../sandbox/braze/contract/documents.ts'
import { faultsContract } from '../sandbox/braze/contract/faults.ts'
import { memoryContract } from '../sandbox/braze/contract/memory.ts'
import { messagingContract } from '../sandbox/braze/contract/messaging.ts'
import { poolsContract } from '../sandbox/braze/contract/pools.ts'
import { profilesContract } from '../sandbox/braze/contract/profiles.ts'
import { programContract } from '../sandbox/braze/contract/program.ts'
import { rateLimitContract } from '../sandbox/braze/contract/rate-limit.ts'
import { event } from '../sandbox/braze/contract/samples.ts'
import { subscriptionsContract } from '../sandbox/braze/contract/subscriptions.ts'
import { trackContract } from '../sandbox/braze/contract/track.ts'
import { transportContract } from '../sandbox/braze/contract/transport.ts'
import { usersContract } from '../sandbox/braze/contract/users.ts'
import { workspace } from '../sandbox/braze/contract/workspace.ts'
import { effectsContract, frameContract } from '../sandbox/frame/contract/frame.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'

// The facts about Braze's API that the sandbox encodes, checked one by one against the running program.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('braze', { key: 'test-key', settings: workspace })
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
usersContract(braze)
messagingContract(braze)
subscriptionsContract(braze)
documentsContract(braze)
catalogsContract(braze)
poolsContract(braze)
frameContract('braze', {
  control: (method, path, body) => braze.call(method, `/_sandbox${path}`, body),
  effect: id =>
    fetch(`${sandbox.url}/users/track`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events: [event('u', { properties: { event_id: id } })] }),
    }),
})
effectsContract()
