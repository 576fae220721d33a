import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'
import { alias } from './samples.ts'

const dispatch = /^[0-9a-f]{32}$/
const received = z.object({ total: z.number(), users: z.array(z.object({ user: z.string(), count: z.number() })) })

/** Campaigns, Canvases, messages: who is sent what, and what the caller is told. */
export function messagingContract({ post, get, call, effects, exported, settings, track }: BrazeCaller): void {
  const to = (...ids: string[]) => ids.map(id => ({ external_user_id: id }))
  const campaign = (id: string, more: object) => post('/campaigns/trigger/send', { campaign_id: id, ...more })

  test('a campaign goes to known recipients: 201, one dispatch_id of 32 hex digits a request, properties merged', async () => {
    const recipients = [{ external_user_id: 'ada', trigger_properties: { delivery_id: 'd1' } }, ...to('bob', 'nobody')]
    const { status, body } = await campaign('welcome', { recipients, trigger_properties: { delivery_id: 'd0' } })
    assert.deepEqual([status, Object.keys(body), body['message']], [201, ['dispatch_id', 'message'], 'success'])
    assert.match(String(body['dispatch_id']), dispatch)
    const { dispatch_id } = body
    assert.deepEqual(await effects('campaign'), [
      { kind: 'campaign', subject: 'ada', id: 'd1', of: 'welcome', dispatch_id },
      { kind: 'campaign', subject: 'bob', id: 'd0', of: 'welcome', dispatch_id },
    ])
    const { users, total } = received.parse((await get('/_sandbox/campaigns/welcome/received')).body)
    assert.deepEqual([total, users.map(({ user }) => user)], [2, ['ada', 'bob']])
    const [ada] = await exported({ external_ids: ['ada'], fields_to_export: ['campaigns_received'] })
    const shape = z.object({
      campaigns_received: z.tuple([
        z.looseObject({
          name: z.literal('Welcome'),
          api_campaign_id: z.literal('welcome'),
          last_received: z.iso.datetime(),
        }),
      ]),
    })
    shape.parse(ada)
  })

  test('sends are not deduplicated, unless the campaign is not re-eligible', async () => {
    for (const id of ['welcome', 'welcome', 'once', 'once']) await campaign(id, { recipients: to('ada') })
    assert.deepEqual(
      (await effects('campaign')).map(({ of }) => of),
      ['welcome', 'welcome', 'once'],
    )
    assert.deepEqual(received.parse((await get('/_sandbox/campaigns/welcome/received')).body).users[0]?.count, 2)
  })

  test('attributes of a recipient are applied before the send, and make the user where that is asked for', async () => {
    const attributes = { plan: 'gold' }
    const fresh = { external_user_id: 'new', send_to_existing_only: false, attributes }
    await campaign('welcome', { recipients: [{ external_user_id: 'ada', attributes }, fresh] })
    assert.deepEqual((await effects('campaign')).length, 2)
    const users = await exported({ external_ids: ['ada', 'new'] })
    assert.deepEqual(
      users.map(({ custom_attributes }) => custom_attributes),
      [attributes, attributes],
    )
    const without = { external_user_id: 'other', send_to_existing_only: false }
    assert.equal((await campaign('welcome', { recipients: [without] })).status, 400)
    const byAlias = { user_alias: alias, send_to_existing_only: false, attributes }
    assert.equal((await campaign('welcome', { recipients: [byAlias] })).status, 400)
  })

  test('an email needs a prioritization, and one that leaves several sends to none', async () => {
    const by = (prioritization?: string[]) => ({ recipients: [{ email: 'shared@example.com', prioritization }] })
    assert.equal((await campaign('welcome', by())).status, 400)
    assert.equal((await campaign('welcome', by(['identified', 'unidentified']))).status, 400)
    assert.equal((await campaign('welcome', by(['identified']))).status, 201)
    assert.deepEqual(await effects('campaign'), [])
    await track({ attributes: [{ external_id: 'bob', a: 1 }] })
    await campaign('welcome', by(['identified', 'most_recently_updated']))
    assert.deepEqual(
      (await effects('campaign')).map(({ subject }) => subject),
      ['bob'],
    )
  })

  test('broadcast and recipients exclude each other, one of them is needed, and 50 recipients are the most', async () => {
    const many = Array.from({ length: 51 }, (_, n) => ({ external_user_id: `u${n}` }))
    const refusedWith = async (more: object) => (await campaign('welcome', more)).body['message']
    assert.equal(await refusedWith({}), 'No Recipients')
    assert.equal(await refusedWith({ broadcast: false, recipients: [] }), 'No Recipients')
    assert.match(String(await refusedWith({ broadcast: true, recipients: to('ada') })), /broadcast/)
    assert.match(String(await refusedWith({ broadcast: true, attachments: [] })), /attachments/)
    assert.equal(await refusedWith({ recipients: many }), 'max number of external_ids and aliases exceeded')
    assert.equal((await campaign('welcome', { recipients: many.slice(1) })).status, 201)
    assert.equal((await campaign('welcome', { broadcast: true })).status, 201)
    assert.equal((await effects('campaign')).length, 3)
  })

  test('unknown and scheduled campaigns: 400; paused and archived ones: 201 with a notice, and nothing is sent', async () => {
    for (const id of ['nothing', 'newsletter', 'receipt']) {
      const { status, body } = await campaign(id, { recipients: to('ada') })
      assert.deepEqual([status, body], [400, { message: 'Invalid Campaign ID' }])
    }
    const paused = await campaign('paused', { recipients: to('ada') })
    assert.deepEqual([paused.status, paused.body['message']], [201, 'success'])
    assert.equal(
      paused.body['notice'],
      'The campaign is paused. Resume the campaign in order for trigger requests to take effect.',
    )
    const archived = await campaign('archived', { recipients: to('ada') })
    assert.match(String(archived.body['notice']), /^The campaign is archived. Unarchive/)
    assert.deepEqual(await effects('campaign'), [])
  })

  test('a Canvas takes context or canvas_entry_properties; a paused one answers with a notice', async () => {
    const enter = (id: string, more: object) => post('/canvas/trigger/send', { canvas_id: id, ...more })
    const ada = { external_user_id: 'ada' }
    await enter('journey', { recipients: [{ ...ada, context: { event_id: 'e1' } }] })
    await enter('journey', { recipients: [ada], canvas_entry_properties: { event_id: 'e2' } })
    assert.deepEqual(
      (await effects('canvas')).map(({ subject, id, of }) => [subject, id, of]),
      [
        ['ada', 'e1', 'journey'],
        ['ada', 'e2', 'journey'],
      ],
    )
    const [user] = await exported({ external_ids: ['ada'], fields_to_export: ['canvases_received'] })
    z.object({ canvases_received: z.tuple([z.looseObject({ api_canvas_id: z.literal('journey') })]) }).parse(user)
    const resting = await enter('resting', { recipients: [ada] })
    assert.match(String(resting.body['notice']), /^The Canvas is paused\. Resume the Canvas/)
    const unknown = await enter('nothing', { recipients: [ada] })
    assert.equal(unknown.body['message'], 'canvas_id must be a string of the Canvas api identifier')
    const large = { context: { text: 'x'.repeat(51 * 1024) } }
    assert.equal((await enter('journey', { recipients: [ada], ...large })).status, 400)
  })

  test('messages/send: ids, segment or broadcast, and a message', async () => {
    const messages = { email: { subject: 's', body: 'b' } }
    const send = (more: object) => post('/messages/send', { messages, ...more })
    assert.match(String((await send({ external_user_ids: ['ada', 'nobody'] })).body['dispatch_id']), dispatch)
    assert.equal((await send({ segment_id: 'vips' })).status, 201)
    assert.deepEqual(
      (await effects('message')).map(({ subject }) => subject),
      ['ada', 'ada'],
    )
    assert.equal((await send({})).body['message'], 'No Recipients')
    assert.equal((await send({ external_user_ids: ['ada'], messages: {} })).body['message'], 'No message to send')
    assert.equal((await send({ external_user_ids: ['ada'], campaign_id: 'no' })).body['message'], 'Invalid Campaign ID')
  })

  test('transactional: one send for an external_send_id in 24 hours, "has been queued" at first, the same answer later', async () => {
    await settings({ externalSendQueuedMs: 300 })
    const path = '/transactional/v1/campaigns/receipt/send'
    const request = {
      external_send_id: 'order/1=',
      recipient: { external_user_id: 'ada' },
      trigger_properties: { a: 1 },
    }
    const first = await post(path, request)
    assert.equal(first.status, 201)
    assert.match(String(first.body['dispatch_id']), dispatch)
    assert.equal(first.body['status'], 'sent')
    const metadata = z.looseObject({ external_send_id: z.literal('order/1='), campaign_api_id: z.literal('receipt') })
    z.iso.datetime().parse(metadata.parse(first.body['metadata'])['received_at'])
    const soon = await post(path, request)
    const queued = 'The external reference has been queued.  Please retry to obtain send_id.'
    assert.deepEqual([soon.status, soon.body], [400, { message: queued }])
    await sleep(300)
    assert.deepEqual((await post(path, request)).body, first.body)
    const sent = { kind: 'transactional', subject: 'ada', id: 'order/1=', of: 'receipt' }
    assert.deepEqual(await effects('transactional'), [{ ...sent, dispatch_id: first.body['dispatch_id'] }])
    await call('PUT', '/_sandbox/clock', { skewMs: 24 * 60 * 60 * 1000 })
    assert.notEqual((await post(path, request)).body['dispatch_id'], first.body['dispatch_id'])
    assert.equal((await effects('transactional')).length, 2)
  })

  test('transactional refusals are worded as documented', async () => {
    const send = async (id: string, more: object = {}) => {
      const recipient = { external_user_id: 'ada' }
      const { status, body } = await post(`/transactional/v1/campaigns/${id}/send`, { recipient, ...more })
      assert.equal(status, 400)
      return String(body['message'])
    }
    assert.equal(await send('nothing'), 'Campaign does not exist')
    assert.match(await send('welcome'), /^The campaign is not a transactional campaign\. Only transactional campaigns/)
    assert.match(await send('receipt-paused'), /^The campaign is paused\. Resume/)
    assert.match(await send('receipt-archived'), /^The campaign is archived\. Unarchive/)
    assert.match(await send('receipt', { external_send_id: 'ä' }), /external_send_id/)
    assert.match(await send('receipt', { recipient: [] }), /recipient/)
  })

  test('sends/id/create gives a label, 100 a day', async () => {
    await settings({ limits: { '/sends/id/create': { requests: 2, windowSeconds: 86_400 } } })
    const made = await post('/sends/id/create', { campaign_id: 'welcome', send_id: 'spring' })
    assert.deepEqual([made.status, made.body], [201, { send_id: 'spring', message: 'success' }])
    assert.equal((await post('/sends/id/create', { campaign_id: 'nothing' })).status, 400)
    assert.equal((await post('/sends/id/create', { campaign_id: 'welcome' })).status, 429)
  })
}
