import { after, before, beforeEach } from 'node:test'
import { signedCaller } from '../sandbox/http/contract/caller.ts'
import { hooksContract, settings } from '../sandbox/http/contract/hooks.ts'
import { signatureContract } from '../sandbox/http/contract/signatures.ts'
import { secret } from '../sandbox/http/contract/signing.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'

// Our contract for HTTP endpoints that take signed batches, checked against the running program.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('http', { key: secret, settings })
})
after(() => sandbox.stop())

const hooks = signedCaller(() => sandbox, 'application/json')
beforeEach(() => hooks.control('DELETE', ''))

signatureContract(hooks, '/hooks/events', { id: 'e1', type: 'order.paid' }, 200)
hooksContract(hooks)
