/** Flow P7 from what the gateway tells of a push to what Braze and the customer get. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { followPushFeedback } from '../../processors/follow-push-feedback.ts'
import { pushReactions } from '../../processors/stores/push-reactions.ts'
import { DirectoryRow } from '../../schemas/directory-row.generated.ts'
import { PushFeedback } from '../../schemas/push-feedback.generated.ts'
import { PushJourneySignal } from '../../schemas/push-journey-signal.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import { customerMessages } from '../../topics/customer-messages.ts'
import { directoryTopic } from '../../topics/directory.ts'
import { pushEvents } from '../../topics/push-events.ts'
import { commands, consent, gateDriverWith, profile, reasons, type GateOptions } from './messages.ts'

// Of the example: ignored after 4 hours, a reminder after 2, the third that is ignored in a row suppresses for 14 days.
const hour = 3_600_000
const flow = followPushFeedback(exampleFlows.P7)
/** Nights and caps have tests of their own. */
const anyTime = { ...exampleFlows.rules, quiet: { from: '00:00', to: '00:00' }, caps: [] }
let driver: TestDriver
const begin = (options: GateOptions = { flows: { ...exampleFlows, rules: anyTime } }) => {
  driver = gateDriverWith(options, flow)
  consent(driver, 'ada', true, 'marketing')
}
beforeEach(() => begin())

/** What ada's telephone tells of a push, now, where nothing else is said. */
function feedback(kind: PushFeedback['kind'], said: Partial<PushFeedback> = {}, at = driver.now): void {
  const id = said.submitId ?? 'push-1'
  const value = {
    ...{ eventId: `${id} ${kind}`, subject: 'ada', occurredAt: driver.now, source: '/push/shop', kind, type: kind },
    ...{ jobId: `job of ${id}`, submitId: id, app: 'shop', user: 'ada', clientId: 'phone', tokenRef: null },
    ...{ audience: null, action: null, comment: null, correlationId: 'cart-7', errorCode: null, errorMessage: null },
    ...{ link: kind === 'clicked' ? 'shop://cart-7' : null, extra: {}, ...said },
  }
  driver.send(pushEvents, PushFeedback, value, { at })
}
function journey(said: Partial<PushJourneySignal> = {}, at = driver.now): void {
  const value = {
    ...{ eventId: 'the journey', subject: 'ada', occurredAt: driver.now, source: '/push', journey: 'checkout' },
    ...{ journeyId: 'cart-7', phase: 'completed' as const, step: null, stepsDone: null, stepsTotal: null },
    ...{ amount: null, currency: null, link: null, correlationId: 'cart-7', expiresAt: null, data: {}, extra: {} },
    ...said,
  }
  driver.send(pushEvents, PushJourneySignal, value, { at })
}
/** What Braze is told since the last call: custom events, attributes, campaigns. */
const sent = () =>
  commands(driver).map(({ type, value }) => {
    switch (type) {
      case 'signalbox.braze.BrazeTrackEvent':
        return value.name
      case 'signalbox.braze.BrazeSetAttributes':
        return value.attributes
      case 'signalbox.braze.BrazeTriggerCampaign':
        return value.campaignId
      default:
        return type
    }
  })
const before = (ms: number) => ({ occurredAt: driver.now - ms })

describe('Braze hears', () => {
  test('what became of a push, of each kind once, whichever device tells it', () => {
    feedback('delivered')
    feedback('delivered', { eventId: 'tablet', clientId: 'tablet' })
    feedback('clicked')
    feedback('opened')
    feedback('dismissed', { eventId: 'swiped' })
    const events = driver.outputs(brazeCommands).map(({ value }) => value)
    assert.deepEqual(events[1], {
      deliveryId: 'push-1 clicked/follow-push-feedback/braze',
      ...{ eventId: 'push-1 clicked', subject: 'ada', occurredAt: driver.now, name: 'push_clicked' },
      properties: { push_id: 'push-1', app: 'shop', link: 'shop://cart-7', correlation_id: 'cart-7' },
    })
    const names = events.map(value => ('name' in value ? value.name : value))
    assert.deepEqual(names, ['push_delivered', 'push_clicked', 'push_opened', 'push_dismissed'])
    assert.deepEqual(reasons(driver), ['known_already tablet'])
  })

  test('of a push without an id of ours by the id of the gateway, and nothing of what is neither delivered nor answered', () => {
    feedback('accepted')
    feedback('action', { action: 'approve' })
    feedback('opened', { submitId: null, jobId: 'job-9', correlationId: null, app: null })
    const [tracked, ...more] = driver.outputs(brazeCommands).map(({ value }) => value)
    assert.deepEqual(tracked && 'properties' in tracked && tracked.properties, { push_id: 'job-9' })
    assert.deepEqual([more, reasons(driver)], [[], []])
  })

  test('nothing of staff, and of devices of nobody', () => {
    const mia = { id: 'mia', roles: [], location: null, unit: null, lead: null, manager: null, onCall: [] }
    driver.put(directoryTopic, DirectoryRow, 'person:mia', { people: [mia] })
    feedback('delivered', { subject: 'mia', user: 'mia', eventId: 'known' })
    feedback('delivered', { subject: 'ben', user: 'ben', audience: 'employee', eventId: 'app for staff' })
    feedback('delivered', { subject: 'client:7', user: null, eventId: 'nobody' })
    driver.advance(days(1))
    assert.deepEqual(sent(), [])
    assert.deepEqual(reasons(driver).sort(), ['for_staff app for staff', 'for_staff known', 'not_a_customer nobody'])
  })
})

describe('a push that is ignored', () => {
  test('is followed by another channel, once', () => {
    feedback('delivered')
    driver.advance(4 * hour - 1)
    assert.deepEqual(sent(), ['push_delivered'])
    driver.restart()
    driver.advance(1)
    assert.deepEqual(sent(), ['missed-push'])
    const [asked] = driver.outputs(customerMessages).map(({ value }) => value)
    assert.deepEqual(asked && 'withoutChannels' in asked && asked.withoutChannels, ['push'])
    driver.advance(days(8))
    assert.deepEqual([sent(), reasons(driver), driver.timers()], [[], [], []])
    assert.deepEqual(driver.row(pushReactions, 'ada')?.pushes, [])
  })

  test('by the channel that is preferred, but not by push; not without consent', () => {
    profile(driver, 'ada', { preferred_channel: 'sms' })
    feedback('delivered')
    feedback('delivered', { subject: 'bob', user: 'bob', submitId: 'push-2' })
    driver.advance(4 * hour)
    assert.deepEqual(sent(), ['push_delivered', 'push_delivered', 'missed-push-sms'])
    assert.deepEqual(reasons(driver), ['consent_unknown push-2 delivered/P7'])
  })

  for (const kind of ['opened', 'dismissed'] as const)
    test(`is not one that was ${kind}, also when that is told first`, () => {
      feedback('delivered')
      feedback(kind)
      feedback(kind, { submitId: 'push-2' })
      feedback('delivered', { submitId: 'push-2' })
      driver.advance(days(1))
      assert.equal(sent().includes('missed-push'), false)
      assert.deepEqual(driver.outputs(customerMessages), [])
    })

  test('while the process is down: what was told meanwhile counts when it is back', () => {
    feedback('delivered')
    driver.together(() => {
      driver.advance(hour)
      feedback('opened')
      driver.advance(5 * hour)
      driver.restart()
    })
    assert.deepEqual(sent(), ['push_delivered', 'push_opened'])
  })

  test('told late counts at once', () => {
    feedback('delivered', before(5 * hour))
    assert.deepEqual(sent(), ['push_delivered', 'missed-push'])
  })

  test('and opened while its message waits for the end of quiet hours: that is taken back', () => {
    begin({ now: Date.UTC(2026, 0, 15, 19) })
    feedback('delivered')
    driver.advance(5 * hour)
    assert.deepEqual(reasons(driver), ['held_quiet_hours push-1 delivered/P7'])
    feedback('opened')
    driver.advance(days(1))
    assert.deepEqual(sent(), ['push_delivered', 'push_opened'])
    assert.deepEqual(reasons(driver), ['withdrawn push-1 delivered/P7'])
  })
})

describe('the third in a row that is ignored', () => {
  const ignore = (...pushes: readonly string[]) => {
    for (const submitId of pushes) {
      feedback('delivered', { submitId })
      driver.advance(4 * hour)
    }
  }

  test('suppresses pushes and is not followed; nor is one that comes meanwhile', () => {
    ignore('p-1', 'p-2')
    assert.deepEqual(sent(), ['push_delivered', 'missed-push', 'push_delivered', 'missed-push'])
    ignore('p-3')
    const until = driver.now + days(14)
    assert.deepEqual(sent(), ['push_delivered', { push_suppressed_until: new Date(until).toISOString() }])
    assert.equal(driver.row(pushReactions, 'ada')?.suppressedUntil, until)
    ignore('p-4')
    assert.deepEqual(sent(), ['push_delivered'])
    assert.deepEqual(reasons(driver), ['suppressed p-3 delivered', 'suppressed p-4 delivered'])
  })

  test('all at once: two are followed, the third suppresses', () => {
    for (const submitId of ['p-1', 'p-2', 'p-3']) feedback('delivered', { submitId, ...before(days(1)) })
    const deliveries = driver.outputs(brazeCommands).map(({ value }) => value.deliveryId)
    assert.equal(new Set(deliveries).size, 6)
    assert.deepEqual(reasons(driver), ['suppressed p-3 delivered'])
  })

  test('is not the third where one between was not ignored', () => {
    ignore('p-1', 'p-2')
    feedback('clicked', { submitId: 'p-2', correlationId: null })
    ignore('p-3')
    assert.equal(driver.row(pushReactions, 'ada')?.suppressedUntil, null)
    assert.deepEqual(reasons(driver), [])
  })
})

describe('a push that is clicked', () => {
  test('and not completed is followed by a reminder with the way back', () => {
    feedback('delivered')
    feedback('clicked')
    feedback('opened')
    driver.advance(2 * hour)
    const [reminder] = driver.outputs(brazeCommands).flatMap(({ value }) => ('campaignId' in value ? [value] : []))
    assert.deepEqual(
      [reminder?.campaignId, reminder?.deliveryId],
      ['complete-it', 'push-1 clicked/P7/send-customer-messages/braze'],
    )
    const properties = { push_id: 'push-1', resume_link: 'shop://cart-7', correlation_id: 'cart-7', flow: 'P7' }
    assert.deepEqual(reminder?.properties, properties)
    driver.advance(days(8))
    assert.deepEqual([sent(), reasons(driver), driver.timers()], [[], [], []])
  })

  test('before the news that it was delivered, or after it had been ignored: a reminder as well', () => {
    feedback('clicked')
    feedback('delivered')
    driver.advance(2 * hour)
    assert.deepEqual(sent(), ['push_clicked', 'push_delivered', 'complete-it'])
    feedback('delivered', { submitId: 'push-2', correlationId: null })
    driver.advance(4 * hour)
    feedback('clicked', { submitId: 'push-2', correlationId: null })
    driver.advance(2 * hour)
    assert.deepEqual(sent(), ['push_delivered', 'missed-push', 'push_clicked', 'complete-it'])
  })

  const told = {
    delivered: () => feedback('delivered', before(30)),
    completed: () => journey(before(20)),
    clicked: () => feedback('clicked', before(10)),
  }
  const orders = [
    ['delivered', 'clicked', 'completed'],
    ['delivered', 'completed', 'clicked'],
    ['completed', 'clicked', 'delivered'],
    ['clicked', 'completed', 'delivered'],
  ] as const
  for (const order of orders)
    test(`and completed is followed by nothing: ${order.join(', ')}, one by one and together`, () => {
      for (const inOneBatch of [false, true]) {
        begin()
        const tell = () => {
          for (const word of order) told[word]()
        }
        if (inOneBatch) driver.together(tell)
        else tell()
        driver.restart()
        driver.advance(days(1))
        assert.deepEqual(sent().sort(), ['push_clicked', 'push_delivered'])
      }
    })

  test('is not completed by another journey, one before the push, one without correlation, or one that goes on', () => {
    journey({ eventId: 'of before', ...before(hour) })
    feedback('clicked')
    journey({ eventId: 'another', correlationId: 'constructor' })
    journey({ eventId: 'no correlation', correlationId: null })
    journey({ eventId: 'goes on', phase: 'resumed' })
    driver.advance(2 * hour)
    assert.deepEqual(sent(), ['push_clicked', 'complete-it'])
    assert.deepEqual(reasons(driver), [])
  })

  test('and completed while the reminder waits for the end of quiet hours: it is taken back', () => {
    begin({ now: Date.UTC(2026, 0, 15, 19) })
    feedback('clicked')
    driver.advance(2 * hour)
    feedback('opened')
    journey()
    assert.deepEqual(
      driver.outputs(customerMessages).map(({ type }) => type),
      ['signalbox.flow.MessageRequested', 'signalbox.flow.MessageWithdrawn'],
    )
    driver.advance(days(1))
    assert.deepEqual(reasons(driver), ['held_quiet_hours push-1 clicked/P7', 'withdrawn push-1 clicked/P7'])
    assert.equal(sent().includes('complete-it'), false)
  })
})

test('of very many pushes the oldest are followed no more', () => {
  for (let n = 0; n < 205; n++) feedback('delivered', { submitId: `p-${n}` })
  const pushes = driver.row(pushReactions, 'ada')?.pushes ?? []
  assert.deepEqual([pushes.length, pushes[0]?.id], [200, 'p-5'])
})
