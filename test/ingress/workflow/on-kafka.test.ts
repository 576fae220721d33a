/** The workflow poller as a pipeline runs it: on Kafka, read back by the stock client. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { newPrefix, startPipeline } from '../../pipeline.ts'
import { startSandbox as startBraze } from '../../sandbox-process.ts'
import { until } from '../../until.ts'
import { client } from '../../sandbox/workflow/contract/caller.ts'
import { anew, sandbox, service } from './polled-service.ts'

const env = {
  SIGNALBOX_PARTS: 'poll.workflow',
  SIGNALBOX_WORKFLOW_URL: sandbox.url,
  SIGNALBOX_WORKFLOW_TENANT: 'acme',
  SIGNALBOX_WORKFLOW_CLIENT: client.client_id,
  SIGNALBOX_WORKFLOW_SECRET: client.client_secret,
  SIGNALBOX_WORKFLOW_POLL_MS: '200',
  SIGNALBOX_WORKFLOW_RECONCILE_MS: '100',
  SIGNALBOX_WORKFLOW_POLL_RATE: '200',
  SIGNALBOX_WORKFLOW_POLL_PAGE: '10',
}
const Event = z.looseObject({ eventId: z.string(), subject: z.string(), change: z.string().optional() })

test(
  'one of two processes polls; the other goes on when it is killed; every event is there once',
  { timeout: 90_000 },
  async () => {
    await anew()
    const prefix = newPrefix()
    const braze = await startBraze()
    const again = { prefix, sandbox: braze }
    const first = await startPipeline({ ...env, SIGNALBOX_INSTANCE: 'one' }, again)
    const second = await startPipeline({ ...env, SIGNALBOX_INSTANCE: 'two' }, again)
    const metric = async (url: string, name: string) => {
      const text = await (await fetch(`${url}/metrics`)).text()
      return Number(new RegExp(`^${name}\\{poller="workflow"\\} (\\d+)`, 'm').exec(text)?.[1] ?? 0)
    }
    const rounds = (url: string) => metric(url, 'signalbox_poll_rounds_total')
    const polls = await until(
      async () => [await rounds(first.url), await rounds(second.url)],
      counts => counts.some(count => count > 2),
      20_000,
    )
    assert.equal(polls.filter(count => count > 0).length, 1, `rounds of both: ${polls.join()}`)
    const [polling, other] = (polls[0] ?? 0) > 0 ? [first, second] : [second, first]

    const started = async (n: number) => {
      const variables = [
        { name: 'clerk', value: 'bob' },
        { name: 'what', value: 'roof' },
      ]
      assert.equal(
        (await service.start({ processDefinitionKey: 'claim', businessKey: `k-${n}`, variables })).status,
        201,
      )
    }
    for (let n = 1; n <= 30; n++) await started(n)
    await until(
      () => polling.readTopic('workflow.events', 10),
      records => records.length >= 10,
    )
    await polling.kill()
    for (let n = 31; n <= 40; n++) await started(n)
    for (let n = 1; n <= 20; n++) await service.complete(`task-${n}`, { outcome: 'rejected' })
    // Two of each case, and two more of those that are over.
    const records = await until(
      () => other.readTopic('workflow.events', 120),
      found => found.length >= 120,
      40_000,
    )
    const events = records.map(({ value }) => Event.parse(value))
    const ids = events.map(({ eventId }) => eventId).filter(id => !id.includes('/changed/'))
    assert.deepEqual([ids.length, new Set(ids).size], [120, 120])
    assert.deepEqual(
      events.filter(({ subject }) => subject === 'k-7').map(({ eventId }) => eventId),
      ['case/process-7/started', 'task/task-7/created', 'task/task-7/completed', 'case/process-7/completed'],
    )
    const [record] = records
    assert.ok(record)
    assert.equal(record.key, Event.parse(record.value).subject)
    assert.equal(record.headers['ce_type'], 'workflow.case.started')
    await other.stop()
  },
)
