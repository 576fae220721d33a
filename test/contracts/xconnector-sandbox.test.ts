import { after, before, beforeEach } from 'node:test'
import { signedCaller } from '../sandbox/http/contract/caller.ts'
import { signatureContract } from '../sandbox/http/contract/signatures.ts'
import { secret } from '../sandbox/http/contract/signing.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'
import { event, eventsContract } from '../sandbox/xconnector/contract/events.ts'
import { webhookContract } from '../sandbox/xconnector/contract/webhook.ts'
import { hookTarget } from '../sandbox/http/contract/hook-target.ts'

// Our proposal for xConnector, checked against the running program.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('xconnector', { key: secret })
})
after(() => sandbox.stop())
const target = await hookTarget(secret)
after(() => target.stop())

const xconnector = signedCaller(() => sandbox, 'application/cloudevents+json')
beforeEach(async () => {
  await xconnector.control('DELETE', '')
  target.clear()
})

signatureContract(xconnector, '/events', event('e1'), 202)
eventsContract(xconnector)
webhookContract(xconnector, () => target)
