import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { admitPushRequests } from '../../processors/admit-push-requests.ts'
import { scoreEngagement } from '../../processors/score-engagement.ts'
import { CampaignPushRequested } from '../../schemas/campaign-push-requested.generated.ts'
import { CustomerProfileChanged } from '../../schemas/customer-profile-changed.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { campaignEvents } from '../../topics/campaign-events.ts'
import { customerEvents } from '../../topics/customer-events.ts'
import { pushCommands } from '../../topics/push-commands.ts'
import { report } from './engagement.ts'
import { consent, gateDriver, messages, profile, reasons } from './messages.ts'

// `vip-offer` is for the segment vip, and for scores of 0 and more; every other campaign for everybody. Three messages a day at most.
const { E6, P6 } = exampleFlows
const offers = 'vip-offer'

let driver: TestDriver
beforeEach(() => {
  driver = gateDriver(scoreEngagement(E6), admitPushRequests(P6, E6.windowMs))
  for (const customer of ['ada', 'bob']) consent(driver, customer, true, 'marketing')
})

/** A campaign asks for a push. */
const request = (eventId: string, more: Partial<CampaignPushRequested> = {}) =>
  driver.send(campaignEvents, CampaignPushRequested, {
    ...{
      eventId,
      subject: 'ada',
      occurredAt: driver.now,
      source: '/braze/webhooks',
      title: eventId,
      body: 'Come and see',
    },
    ...{
      campaignId: null,
      campaignName: null,
      canvasId: null,
      canvasStepId: null,
      dispatchId: null,
      brazeUserId: null,
    },
    ...{ link: 'shop://new', imageUrl: null, target: null, priority: null, expiresAt: null, collapseKey: null },
    ...{ data: { offer: '7' }, extra: {} },
    ...more,
  })
const pushed = () => messages(driver).map(({ by, what, customer }) => `${by} ${what ?? ''} ${customer}`)
const isVip = (customer: string, is: boolean) => profile(driver, customer, { 'segment:vip': is })

describe('who meets the criteria', () => {
  test('gets the push as the campaign wants it', () => {
    request('r-1', { expiresAt: driver.now + 60_000 })
    const [push, ...more] = driver.outputs(pushCommands)
    assert.deepEqual(more, [])
    assert.ok(push?.type === 'signalbox.push.PushSend')
    const { deliveryId, subject, users, title, summary, data, expiresAt, priority } = push.value
    assert.equal(deliveryId, 'r-1/P6/send-customer-messages/push')
    assert.deepEqual([subject, users, title, summary], ['ada', ['ada'], 'r-1', 'Come and see'])
    assert.deepEqual([data['offer'], data['link']], ['7', 'shop://new'])
    assert.deepEqual([expiresAt, priority], [driver.now + 60_000, 'normal'])
  })

  test('is in the segment and has the score, also after a restart', () => {
    isVip('ada', true)
    report(driver, 'Open')
    driver.restart()
    request('r-1', { campaignId: offers })
    assert.deepEqual(pushed(), ['push r-1 ada'])
  })

  test('any campaign without criteria of its own takes those for all', () => {
    for (const campaignId of [null, 'news', 'constructor']) request(`of-${campaignId ?? 'none'}`, { campaignId })
    assert.deepEqual(pushed(), ['push of-none ada', 'push of-news ada', 'push of-constructor ada'])
  })
})

describe('the others leave a decision with the reason', () => {
  test('not_in_segment: never, or not any more', () => {
    for (const customer of ['ada', 'bob']) report(driver, 'Open', { customer })
    isVip('ada', true)
    isVip('ada', false)
    for (const subject of ['ada', 'bob']) request(`r-${subject}`, { subject, campaignId: offers })
    assert.deepEqual(pushed(), [])
    assert.deepEqual(reasons(driver).sort(), ['not_in_segment r-ada', 'not_in_segment r-bob'])
  })

  test('score_unknown: nothing is known, not in the last fourteen days', () => {
    isVip('ada', true)
    request('r-1', { campaignId: offers })
    report(driver, 'Open')
    driver.advance(E6.windowMs + days(1))
    request('r-2', { campaignId: offers })
    assert.deepEqual(pushed(), [])
    assert.deepEqual(reasons(driver), ['score_unknown r-1', 'score_unknown r-2'])
  })

  test('score_too_low: as of now, not as of a request that comes late', () => {
    const before = driver.now
    isVip('ada', true)
    report(driver, 'Open')
    driver.advance(days(2))
    report(driver, 'Unsubscribe', { message: 'm-2' })
    request('r-1', { campaignId: offers })
    request('r-2', { campaignId: offers, occurredAt: before })
    assert.deepEqual(pushed(), [])
    assert.deepEqual(reasons(driver), ['score_too_low r-1', 'score_too_low r-2'])
  })

  test('not_a_customer: nobody knows who it is', () => {
    request('r-1', { subject: 'braze:65f0' })
    assert.deepEqual([pushed(), reasons(driver)], [[], ['not_a_customer r-1']])
  })

  test('consent and the cap over all flows are the gate’s', () => {
    for (const n of [1, 2, 3, 4]) request(`r-${n}`)
    request('r-5', { subject: 'cleo' })
    assert.deepEqual(pushed(), ['push r-1 ada', 'push r-2 ada', 'push r-3 ada'])
    assert.deepEqual(reasons(driver).sort(), ['consent_unknown r-5/P6', 'frequency_capped r-4/P6'])
  })

  test('the same request again is the same request', () => {
    for (const id of ['r-1', 'r-1']) request(id)
    assert.deepEqual([pushed(), reasons(driver)], [['push r-1 ada'], ['duplicate r-1']])
  })
})

test('what was said before the request counts, also where it is read after it', () => {
  report(driver, 'Open')
  const { now } = driver
  driver.advance(1_000)
  driver.together(() => {
    request('r-1', { campaignId: offers })
    driver.send(customerEvents, CustomerProfileChanged, vip, { at: now })
  })
  assert.deepEqual(pushed(), ['push r-1 ada'])
})

const vip: CustomerProfileChanged = {
  ...{ eventId: 'vip-1', subject: 'ada', occurredAt: 0, source: '/shop', extra: {} },
  attributes: { 'segment:vip': true },
}
