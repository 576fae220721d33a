/** What Braze sends, through the whole pipeline, on a real Kafka and registry; the sender behaves as Braze does. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { field } from '../field.ts'
import { kinds, sample } from '../ingress/braze/currents/samples.ts'
import { bodies } from '../ingress/braze/webhooks/bodies.ts'
import { startPipeline } from '../pipeline.ts'
import { BrazeCurrents } from '../sources/braze-currents.ts'
import { until } from '../until.ts'

const token = 'a-token-for-currents'
const secret = 'a-secret-for-webhooks'
const pipeline = await startPipeline({
  SIGNALBOX_BRAZE_CURRENTS_TOKEN: token,
  SIGNALBOX_BRAZE_WEBHOOK_SECRET: secret,
})
const url = `${pipeline.url}/ingress/braze/currents`
const braze = new BrazeCurrents({
  url,
  token,
  seed: 20_260_301,
  duplicates: 0.4,
  reordered: 0.2,
  batch: 20,
  gzip: true,
})
after(async () => {
  braze.stop()
  await pipeline.stop()
})

const people = ['ann', 'bob', 'cleo', 'dan']
const events = Object.keys(kinds).flatMap(type =>
  people.map(person => {
    const event = sample(type)
    return { ...event, id: `${person}/${event.id}`, user: { ...event.user, external_user_id: person } }
  }),
)
const idsOf = (records: readonly { value: unknown }[]) =>
  records.map(({ value }) => String(field(value, 'eventId'))).sort()

test('the check of credentials: good with the token, refused with another', async () => {
  assert.equal(await braze.probe(), 202)
  assert.equal(await new BrazeCurrents({ url, token: 'another-token-of-ours', seed: 1 }).probe(), 401)
})

test('every kind, with duplicates and out of order: each event once in engagement.events, under its person', async () => {
  assert.deepEqual(await braze.send(events), { acknowledged: events.length, dropped: [] })
  assert.ok(braze.counters.duplicates > 0, 'something came twice')
  const arrived = await pipeline.readTopic('braze.events', events.length + braze.counters.duplicates)
  assert.ok(arrived.length > events.length)
  const records = await until(
    () => pipeline.readTopic('engagement.events', events.length),
    all => all.length >= events.length,
  )
  assert.deepEqual(idsOf(records), events.map(({ id }) => id).sort())
  assert.ok(
    records.every(({ key, value }) => key === field(value, 'subject') && key === field(value, 'externalUserId')),
  )
})

test('subscriptions are consents too', async () => {
  const consents = await pipeline.readTopic('customer.events', people.length * 6)
  const ofAnn = consents.filter(({ key }) => key === 'ann').map(({ value }) => field(value, 'purpose'))
  assert.deepEqual([...new Set(ofAnn)].sort(), ['email', 'subscription_group:a subscription_group_id'])
  assert.ok(consents.every(({ schema }) => schema === 'signalbox.customer.CustomerConsentChanged'))
})

test('a bad event in a batch: 2xx, the others are there, it lies among the dead letters as it was sent', async () => {
  const bad = { event_type: 'users.messages.email.Open', time: 1_772_366_400 }
  const batch = {
    events: [{ ...sample('users.messages.email.Open'), id: 'beside-1' }, bad, { ...sample('x.New'), id: 'beside-2' }],
  }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(batch),
  })
  assert.equal(answer.status, 202)
  const letters = await pipeline.readTopic('dead.letters', 1)
  assert.deepEqual(
    letters.map(({ bytes, headers }) => [String(bytes), headers['signalbox_stage']]),
    [[JSON.stringify(bad), 'ingress.braze.currents']],
  )
  const records = await until(
    () => pipeline.readTopic('engagement.events', events.length + 2),
    all => all.length >= events.length + 2,
  )
  assert.deepEqual(
    idsOf(records).filter(id => id.startsWith('beside')),
    ['beside-1', 'beside-2'],
  )
})

test('webhooks: every action lies in campaign.events, and consents beside it', async () => {
  for (const body of Object.values(bodies)) {
    const answer = await fetch(`${pipeline.url}/ingress/braze/webhooks`, {
      method: 'POST',
      headers: { 'x-signalbox-secret': secret },
      body: JSON.stringify(body),
    })
    assert.equal(answer.status, 202)
  }
  const records = await pipeline.readTopic('campaign.events', 5)
  assert.deepEqual(records.map(({ schema }) => schema?.replace('signalbox.campaign.', '')).sort(), [
    'CampaignAssetApproved',
    'CampaignEligibilityRequested',
    'CampaignPreferencesChanged',
    'CampaignPushRequested',
    'CampaignSurveyAnswered',
  ])
})

test('neither secret is in the log', () => {
  assert.doesNotMatch(pipeline.log(), /a-token-for-currents|a-secret-for-webhooks/)
})
