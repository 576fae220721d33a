import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { HookTarget } from '../../http/contract/hook-target.ts'
import { sendingContract } from '../../http/contract/sending.ts'
import { secret } from '../../http/contract/signing.ts'
import type { PushCaller } from './caller.ts'

const text = z.string().optional()
const event = z.strictObject({
  event_id: z.string(),
  event_time: z.string(),
  type: z.string(),
  token_ref: z.string(),
  action: text,
  comment: text,
  link: text,
  correlation_id: text,
  error: z.object({ code: z.string(), message: z.string() }).optional(),
})
const statuses = z.array(
  z.looseObject({
    job_id: z.string(),
    submit_id_base64: z.string().nullable(),
    deliveries: z.array(
      z.looseObject({
        client_id: z.string(),
        user: z.string().nullable(),
        events: z.object({ push_delivery_events: z.array(event) }),
      }),
    ),
  }),
)

/** The gateway's own side: feedback on pushes, and events of operations. */
export function webhookContract({ control, sent }: PushCaller, target: () => HookTarget): void {
  const settings = (webhook: object = {}, more: object = {}) =>
    control('PUT', '/settings', { webhook: { url: target().url, secret, ...webhook }, ...more })
  /** Every event that came so far, with whose it is. */
  const told = () =>
    target().came.flatMap(({ text }) =>
      statuses
        .parse(JSON.parse(text))
        .flatMap(({ job_id: job, submit_id_base64: submit, deliveries }) =>
          deliveries.flatMap(({ client_id: client, user, events }) =>
            events.push_delivery_events.map(one => ({ job, submit, client, user, ...one })),
          ),
        ),
    )
  const toldSoon = async (count: number) => {
    for (let waited = 0; told().length < count && waited < 300; waited++)
      await new Promise(resolve => setTimeout(resolve, 10))
    return told()
  }

  const sendOne = async () => {
    await control('POST', '/emit', {
      events: [{ event_id: 'e1', event_time: '2026-03-01T12:00:00Z', type: 'order.shipped' }],
    })
  }
  sendingContract('push', { control, sendOne }, target)

  test('what became of a push is told by itself, in the shape of the status, with the submit id', async () => {
    await settings()
    const { job } = await sent({ users: ['ada', 'eve'] }, 'submit-1')
    const events = await toldSoon(9)
    const submit = Buffer.from('submit-1').toString('base64')
    assert.ok(events.every(one => one.job === job && one.submit === submit))
    const of = (client: string) => events.filter(one => one.client === client).map(({ type }) => type)
    assert.deepEqual(of('phone'), ['accepted', 'sent', 'delivered'])
    assert.deepEqual(of('old'), ['accepted', 'failed', 'unregistered'])
    assert.equal(events.find(({ type }) => type === 'failed')?.error?.code, 'UNREGISTERED')
    assert.equal(new Set(events.map(({ event_id: id }) => id)).size, 9)
  })

  test('users react by themselves, or as a test says; an answer carries the correlation that the push came with', async () => {
    await settings(
      {},
      { reactions: [{ type: 'opened' }, { type: 'action', action: 'approve', comment: 'fine', afterMs: 30 }] },
    )
    const { job } = await sent({ users: ['bob'], data: { correlation_id: 'po-17' } }, 'submit-1')
    const action = (await toldSoon(5)).find(({ type }) => type === 'action')
    assert.deepEqual([action?.action, action?.comment, action?.correlation_id], ['approve', 'fine', 'po-17'])
    assert.equal(told().find(({ type }) => type === 'delivered')?.correlation_id, undefined)
    await control('POST', '/events', { job_id: job, clientId: 'watch', type: 'clicked', link: 'shop://x' })
    assert.equal((await toldSoon(6)).find(({ type }) => type === 'clicked')?.link, 'shop://x')
  })

  test('what has not happened yet is not told; it is when its time has come by the sandbox’s clock', async () => {
    await settings({}, { deliveredAfterMs: 60_000 })
    await sent({ users: ['bob'] })
    assert.deepEqual(
      (await toldSoon(2)).map(({ type }) => type),
      ['accepted', 'sent'],
    )
    await control('PUT', '/clock', { skewMs: 61_000 })
    assert.deepEqual(
      (await toldSoon(3)).map(({ type }) => type),
      ['accepted', 'sent', 'delivered'],
    )
  })

  test('out of order: the same events, in a row that the seed decides', async () => {
    await settings({ shuffled: true, seed: 7 }, { reactions: [{ type: 'opened' }, { type: 'clicked' }] })
    await sent({ broadcast: true })
    const types = (await toldSoon(15)).filter(({ client }) => client === 'phone').map(({ type }) => type)
    assert.deepEqual(types.toSorted(), ['accepted', 'clicked', 'delivered', 'opened', 'sent'])
    assert.notDeepEqual(types, ['accepted', 'sent', 'delivered', 'opened', 'clicked'])
  })

  test('events of operations go out as they are given, in batches', async () => {
    await settings({ batch: 2, inFlight: 1 })
    const events = [1, 2, 3].map(n => ({ event_id: `e${n}` }))
    assert.deepEqual((await control('POST', '/emit', { events })).body, { messages: 2 })
    await target().attempts(2)
    assert.deepEqual(
      target().came.map(({ text }): unknown => JSON.parse(text)),
      [events.slice(0, 2), events.slice(2)],
    )
  })
}
