import { after, before, beforeEach } from 'node:test'
import { signedCaller } from '../sandbox/http/contract/caller.ts'
import { signatureContract } from '../sandbox/http/contract/signatures.ts'
import { secret } from '../sandbox/http/contract/signing.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'
import { event, eventsContract } from '../sandbox/xconnector/contract/events.ts'

// Our proposal for xConnector, checked against the running program.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('xconnector', { key: secret })
})
after(() => sandbox.stop())

const xconnector = signedCaller(() => sandbox, 'application/cloudevents+json')
beforeEach(() => xconnector.control('DELETE', ''))

signatureContract(xconnector, '/events', event('e1'), 202)
eventsContract(xconnector)
