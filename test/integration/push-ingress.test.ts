/** The push gateway's webhook into the pipeline, on a real Kafka: the sandbox tells what became of a push, and what happened in operations. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import { secret, signed } from '../ingress/frame/signing.ts'
import { happened, operational, status, delivery } from '../ingress/push/events.ts'
import { startPipeline } from '../pipeline.ts'
import { startSandbox } from '../sandbox/start.ts'
import { pushEvents, pushSource } from '../sources/push.ts'

const pipeline = await startPipeline({ SIGNALBOX_PUSH_WEBHOOK_SECRETS: secret })
after(() => pipeline.stop())
const url = `${pipeline.url}/ingress/push`
const webhook = { url, secret, retryMs: 20, shuffled: true, duplicates: 1, seed: 5, batch: 3 }
const gateway = await startSandbox('push', {
  key: 'k',
  settings: {
    devices: [{ clientId: 'phone', user: 'mia' }],
    reactions: [{ type: 'opened' }, { type: 'action', action: 'approve' }],
    webhook,
  },
})
after(() => gateway.stop())

/** Avro's decoder makes records of classes of its own. */
const plain = (value: unknown) => z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(value)))
/** Those of at least `count` records whose ids begin so. */
const recordsOf = async (count: number, prefix: string) => {
  const records = await pipeline.readTopic('push.events', count)
  return records.filter(({ headers }) => headers['ce_id']?.startsWith(prefix))
}
/** Five events, each told twice. */
const ofPush = 10

test('the answer to a push comes back as an event of whoever answered, with the push’s own id and correlation', async () => {
  const push = await fetch(`${gateway.url}/deployments/notifications/staff/push`, {
    method: 'POST',
    headers: { otagAppKey: 'k', 'content-type': 'application/json', 'X-MRA-SubmitId': 'po-17-asked' },
    body: JSON.stringify({ users: ['mia'], title: 'Approve?', data: { correlation_id: 'po-17' } }),
  })
  assert.equal(push.status, 200)
  const records = await recordsOf(ofPush, 'event-')
  const action = records.find(({ headers }) => headers['ce_type'] === 'push.action')
  assert.deepEqual([action?.key, action?.schema], ['mia', 'signalbox.push.PushFeedback'])
  const { kind, submitId, correlationId, action: chosen, user, source } = plain(action?.value)
  assert.deepEqual(
    { kind, submitId, correlationId, chosen, user, source },
    {
      kind: 'action',
      submitId: 'po-17-asked',
      correlationId: 'po-17',
      chosen: 'approve',
      user: 'mia',
      source: '/push/staff',
    },
  )
  const kinds = new Set(records.map(({ value }) => plain(value)['kind']))
  assert.deepEqual(kinds, new Set(['accepted', 'sent', 'delivered', 'opened', 'action']))
})

test('a bad event of a batch is a dead letter that can be sent again; its neighbours are there', async () => {
  const bad = status([delivery([happened('opened', { event_id: 'bad-1', event_time: 'soon' })])])
  const body = JSON.stringify([operational('order.shipped', { event_id: 'op-good' }), bad])
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...signed(body, { at: Date.now() }) },
  })
  assert.equal(answer.status, 202)
  const [good] = await recordsOf(ofPush + 1, 'op-good')
  assert.deepEqual([good?.key, good?.schema], ['ann', 'signalbox.push.PushOperationalEvent'])
  const [letter] = await pipeline.readTopic('dead.letters', 1)
  assert.deepEqual([letter?.key, letter?.headers['signalbox_stage']], ['ann', 'ingress.push'])
  assert.deepEqual(JSON.parse(letter?.bytes?.toString() ?? ''), plain(bad))
})

test('a load of 2,000 events in batches of 100: each that was acknowledged is there', async () => {
  const ids: string[] = []
  const source = pushSource({ url, secret, acknowledged: some => void ids.push(...some) }, 'load')
  await source.emit(pushEvents({ run: 'load', count: 2_000, customers: 50 }))
  assert.deepEqual([source.counters.accepted, source.counters.rejected, ids.length], [2_000, 0, 2_000])
  const records = await recordsOf(ofPush + 1 + 2_000, 'load-')
  assert.deepEqual(new Set(records.map(({ headers }) => headers['ce_id'])), new Set(ids))
})

test('a wrong signature is 401, and no secret is in the log', async () => {
  const answer = await fetch(url, {
    method: 'POST',
    body: '[]',
    headers: { 'content-type': 'application/json', ...signed('[]') },
  })
  assert.equal(answer.status, 401)
  assert.ok(!pipeline.log().includes(secret.slice('whsec_'.length)))
})
