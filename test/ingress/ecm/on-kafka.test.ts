/** The poller of Extended ECM as a pipeline runs it: on Kafka, read back by the stock client. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { startPipeline } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { password, user } from '../../sandbox/ecm/contract/caller.ts'
import { caseCategory, EcmRig } from './rig.ts'

const rig = await EcmRig.start()
after(() => rig.stop())
const Ready = z.object({
  stages: z.record(z.string(), z.object({ status: z.string(), waiting: z.string().optional() })),
})

test('what changes at Content Server lies in ecm.events, keyed by its customer; what stands in the way is said', async () => {
  const pipeline = await startPipeline({
    ...{ SIGNALBOX_PARTS: 'poll.ecm', SIGNALBOX_ECM_BASELINE: 'all', SIGNALBOX_ECM_POLL_MS: '200' },
    ...{ SIGNALBOX_ECM_URL: `${rig.sandbox.url}/otcs/cs`, SIGNALBOX_ECM_USER: user, SIGNALBOX_ECM_PASSWORD: password },
    ...{ SIGNALBOX_ECM_POLL_RATE: '500', SIGNALBOX_ECM_SETTLE_MS: '1000' },
  })
  const id = await rig.workspace('ada', {
    roles: { categories: { [caseCategory]: { [`${caseCategory}_2`]: 'open' } } },
  })
  const letter = await rig.document(id, 'letter.pdf')
  const records = await pipeline.readTopic('ecm.events', 4)
  const told = records.map(({ key, schema, headers }) => [key, schema, headers['ce_type']])
  assert.deepEqual(told.sort(), [
    ['ada', 'signalbox.ecm.EcmCategoryChanged', 'ecm.category.changed'],
    ['ada', 'signalbox.ecm.EcmDocumentAdded', 'ecm.document.added'],
    ['ada', 'signalbox.ecm.EcmStatusChanged', 'ecm.status.changed'],
    ['ada', 'signalbox.ecm.EcmWorkspaceChanged', 'ecm.workspace.changed'],
  ])
  const ready = async () => Ready.parse(await (await fetch(`${pipeline.url}/readyz`)).json()).stages['poll.ecm']
  await rig.control('POST', '/faults', { fault: 'status', status: 503, times: 0 })
  const waits = await until(ready, stage => stage?.waiting !== undefined)
  assert.match(waits?.waiting ?? '', /^status_503: .*attempts\)$/)
  await rig.version(letter).catch(() => undefined)
  await rig.control('DELETE', '/faults')
  await rig.version(letter)
  await until(ready, stage => stage?.waiting === undefined, 20_000)
  assert.equal((await pipeline.readTopic('ecm.events', 5)).length, 5)
  const metrics = await (await fetch(`${pipeline.url}/metrics`)).text()
  assert.match(metrics, /signalbox_poll_changes_total\{poller="ecm",kind="EcmDocumentAdded"\} 2/)
  assert.match(metrics, /signalbox_poll_behind_seconds\{poller="ecm"\} \d/)
  assert.match(metrics, /signalbox_poll_errors_total\{poller="ecm",reason="status_503"\} [1-9]/)
  await pipeline.stop()
  assert.doesNotMatch(pipeline.log(), new RegExp(password))
})
