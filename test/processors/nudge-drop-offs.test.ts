/** Flow P4 from the signal to what the customer gets. */
import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'
import { nudgeDropOffs } from '../../processors/nudge-drop-offs.ts'
import { dropOffs } from '../../processors/stores/drop-offs.ts'
import { PushJourneySignal } from '../../schemas/push-journey-signal.generated.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import { days } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { customerMessages } from '../../topics/customer-messages.ts'
import { pushEvents } from '../../topics/push-events.ts'
import { consent, gateDriver, gateDriverWith, messages, profile, reasons } from './messages.ts'

const minute = 60_000
const hour = 60 * minute
let driver: TestDriver
beforeEach(() => {
  driver = gateDriver(nudgeDropOffs(exampleFlows.P4))
  consent(driver, 'ada', true, 'marketing')
})

/** What ada does with cart 7 of the checkout, now, where nothing else is said. */
function signal(phase: PushJourneySignal['phase'], said: Partial<PushJourneySignal> = {}, at = driver.now): void {
  const value = {
    ...{ eventId: phase, subject: 'ada', occurredAt: driver.now, source: '/push' },
    ...{ journey: 'checkout', journeyId: 'cart-7', phase, step: 'payment', stepsDone: 2, stepsTotal: 3 },
    ...{ amount: 49.5, currency: 'EUR', link: 'shop://cart-7', correlationId: null, expiresAt: null },
    ...{ data: {}, extra: {}, ...said },
  }
  driver.send(pushEvents, PushJourneySignal, value, { at })
}
/** The campaigns that left since the last call. */
const sent = () => messages(driver).map(({ what }) => what)
const before = (ms: number) => ({ occurredAt: driver.now - ms })

describe('who leaves and does not come back', () => {
  test('is nudged when the time of the journey is over, with the way back', () => {
    signal('abandoned')
    driver.advance(hour - 1)
    assert.deepEqual(sent(), [])
    driver.restart()
    driver.advance(1)
    assert.deepEqual(messages(driver), [
      {
        customer: 'ada',
        by: 'campaign',
        what: 'resume-checkout',
        deliveryId: 'abandoned/P4/send-customer-messages/braze',
        properties: {
          journey: 'checkout',
          step: 'payment',
          resume_link: 'shop://cart-7',
          amount: 49.5,
          currency: 'EUR',
          correlation_id: 'P4/checkout/cart-7',
          flow: 'P4',
        },
      },
    ])
    driver.advance(days(10))
    assert.deepEqual([sent(), reasons(driver), driver.timers()], [[], [], []])
  })

  test('in the channel that they prefer', () => {
    profile(driver, 'ada', { preferred_channel: 'sms' })
    signal('missed')
    driver.advance(hour)
    assert.deepEqual(sent(), ['resume-checkout-sms'])
  })

  test('not without consent, and not when it is withdrawn before the time is over', () => {
    signal('abandoned', { subject: 'bob', eventId: 'bobs' })
    signal('abandoned')
    consent(driver, 'ada', false, 'marketing')
    driver.advance(hour)
    assert.deepEqual(sent(), [])
    assert.deepEqual(reasons(driver).sort(), ['consent_unknown bobs/P4', 'consent_withdrawn abandoned/P4'])
  })

  test('each journey at its own time, each cart for itself', () => {
    signal('abandoned', { eventId: 'a-1' })
    signal('abandoned', { eventId: 'a-2', journeyId: 'cart-8' })
    signal('incomplete', { eventId: 'i-1', journey: 'profile', journeyId: 'ada' })
    signal('completed', { journeyId: 'cart-8' })
    driver.advance(hour)
    assert.deepEqual(sent(), ['resume-checkout'])
    driver.advance(days(1))
    assert.deepEqual(sent(), ['resume-profile'])
  })

  test('a signal that comes late is seen to at once; one past its end is not', () => {
    signal('abandoned', { ...before(2 * hour), eventId: 'a-1' })
    assert.deepEqual(sent(), ['resume-checkout'])
    signal('abandoned', { expiresAt: driver.now + minute, journeyId: 'cart-8', eventId: 'a-2' })
    driver.advance(hour)
    assert.deepEqual([sent(), reasons(driver)], [[], ['expired a-2/P4']])
  })

  test('leaving again begins the time anew, and an older signal that comes after changes nothing', () => {
    signal('abandoned', { eventId: 'a-1' })
    driver.advance(30 * minute)
    signal('missed', { eventId: 'm-1', step: 'address' })
    signal('abandoned', { ...before(minute), eventId: 'a-2' })
    driver.advance(30 * minute)
    assert.deepEqual([sent(), reasons(driver)], [[], ['newer_known a-2']])
    driver.advance(30 * minute)
    assert.deepEqual(
      messages(driver).map(({ properties }) => properties['step']),
      ['address'],
    )
    signal('abandoned', { ...before(hour), eventId: 'a-3' })
    driver.advance(hour)
    assert.deepEqual([sent(), reasons(driver)], [[], ['newer_known a-3']])
  })

  test('a journey of which the settings say nothing, also one that is called as something every object has', () => {
    signal('abandoned', { journey: 'survey', eventId: 's-1' })
    signal('abandoned', { journey: 'constructor', eventId: 's-2' })
    assert.deepEqual(reasons(driver), ['no_such_journey s-1', 'no_such_journey s-2'])
  })
})

describe('who goes on with it', () => {
  for (const phase of ['resumed', 'completed'] as const)
    test(`${phase}: no nudge, no decision, and no word to the gate`, () => {
      signal('abandoned')
      driver.advance(hour - 1)
      signal(phase)
      driver.advance(days(2))
      assert.deepEqual([sent(), reasons(driver), driver.timers()], [[], [], []])
      assert.deepEqual(driver.outputs(customerMessages), [])
    })

  test('before the news that they had left: there is nothing to nudge for', () => {
    signal('completed', { occurredAt: driver.now + 1 })
    signal('abandoned')
    signal('abandoned', { eventId: 'again', occurredAt: driver.now + 2 })
    driver.advance(hour + 2)
    assert.deepEqual([sent(), reasons(driver)], [['resume-checkout'], ['completed_already abandoned']])
  })

  test('in any order of arrival the same', () => {
    driver.together(() => {
      signal('completed', { occurredAt: driver.now + 1 }, driver.now)
      signal('abandoned', {}, driver.now + 1)
    })
    driver.advance(days(2))
    assert.deepEqual(sent(), [])
  })

  test('a completion of before does not end what was left after it', () => {
    signal('abandoned')
    signal('completed', before(minute))
    driver.advance(hour)
    assert.deepEqual(sent(), ['resume-checkout'])
  })

  test('while the nudge waits for the end of quiet hours: it is taken back', () => {
    driver = gateDriverWith({ now: Date.UTC(2026, 0, 15, 21) }, nudgeDropOffs(exampleFlows.P4))
    consent(driver, 'ada', true, 'marketing')
    signal('abandoned')
    driver.advance(2 * hour)
    assert.deepEqual(reasons(driver), ['held_quiet_hours abandoned/P4'])
    signal('completed', { ...before(3 * hour), eventId: 'of before' })
    signal('completed')
    driver.advance(days(1))
    assert.deepEqual([sent(), reasons(driver)], [[], ['withdrawn abandoned/P4']])
  })

  test('while the process is down, over the time of the nudge: none when it is back', () => {
    signal('abandoned')
    driver.together(() => {
      driver.advance(minute)
      signal('completed')
      driver.advance(2 * hour)
      driver.restart()
    })
    assert.deepEqual(sent(), [])
  })

  test('may leave again, and is nudged again', () => {
    signal('abandoned', { eventId: 'a-1' })
    driver.advance(hour)
    signal('resumed')
    driver.advance(minute)
    signal('abandoned', { eventId: 'a-2' })
    driver.advance(hour)
    assert.deepEqual(sent(), ['resume-checkout', 'resume-checkout'])
  })
})

test('what ended is forgotten with time', () => {
  signal('completed')
  driver.advance(days(59))
  signal('completed', { journeyId: 'cart-8', eventId: 'c-2' })
  driver.advance(days(2))
  signal('completed', { journeyId: 'cart-9', eventId: 'c-3' })
  assert.deepEqual(Object.keys(driver.row(dropOffs, 'ada')?.ended ?? {}), ['checkout/cart-8', 'checkout/cart-9'])
  driver.advance(days(61))
  assert.equal(driver.row(dropOffs, 'ada'), undefined)
})
