import { after, before, beforeEach } from 'node:test'
import { pushCaller } from '../sandbox/push/contract/caller.ts'
import { sendContract, settings } from '../sandbox/push/contract/send.ts'
import { statusContract } from '../sandbox/push/contract/status.ts'
import { webhookContract } from '../sandbox/push/contract/webhook.ts'
import { hookTarget } from '../sandbox/http/contract/hook-target.ts'
import { secret } from '../sandbox/http/contract/signing.ts'
import { startSandbox } from '../sandbox/start.ts'
import type { RunningSandbox } from '../sandbox/start.ts'

// Our proposal for OpenText Push, checked against the running program.
let sandbox: RunningSandbox
before(async () => {
  sandbox = await startSandbox('push', { key: 'test-key', settings })
})
after(() => sandbox.stop())
const target = await hookTarget(secret)
after(() => target.stop())

const push = pushCaller(() => sandbox)
beforeEach(async () => {
  await push.control('DELETE', '')
  target.clear()
})

sendContract(push)
statusContract(push)
webhookContract(push, () => target)
