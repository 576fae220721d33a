/** The gate: one message after another, also when it fails in between. The example's settings: quiet from 21:00 to 08:00 in Berlin, three messages a day over all channels. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CustomerProfileChanged } from '../../schemas/customer-profile-changed.generated.ts'
import { outbox } from '../../processors/stores/outbox.ts'
import { pushReactions } from '../../processors/stores/push-reactions.ts'
import { processor } from '../../src/stream/define.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { customerEvents } from '../../topics/customer-events.ts'
import {
  asks,
  consent,
  gateDriver,
  hour,
  messages,
  night,
  noon,
  profile,
  reasons,
  sent,
  takesBack,
  withAda,
} from './messages.ts'

describe('withdrawals', () => {
  const script = (driver: TestDriver) => {
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout', thread: 'P4/1' })
    takesBack(driver, 'e2', 'ada', 'P4/1')
    asks(driver, 'P4', 'e3', 'ada', { message: 'profile', thread: 'P4/1' })
  }
  for (const [when, now] of [
    ['by day', noon],
    ['by night', night],
  ] as const)
    test(`request, withdrawal, request ${when}: together as one by one`, () => {
      const [single, batch] = [withAda(now), withAda(now)]
      script(single)
      batch.together(() => script(batch))
      const outcome = (driver: TestDriver) => {
        driver.advance(12 * hour)
        return {
          sent: messages(driver),
          reasons: reasons(driver).sort(),
          row: driver.row(outbox, 'ada'),
          timers: driver.timers(),
        }
      }
      const [one, all] = [outcome(single), outcome(batch)]
      assert.deepEqual(all, one)
      assert.deepEqual(
        one.sent.map(({ deliveryId }) => deliveryId.split('/')[0]),
        now === noon ? ['e1', 'e3'] : ['e3'],
      )
      assert.deepEqual(
        one.reasons,
        now === noon ? [] : ['held_quiet_hours e1/P4', 'held_quiet_hours e3/P4', 'withdrawn e1/P4'],
      )
    })

  test('of another thread, or of another customer: nothing is taken back', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout', thread: 'P4/1' })
    takesBack(driver, 'e2', 'ada', 'P4/2')
    takesBack(driver, 'e3', 'bob', 'P4/1')
    driver.advance(10 * hour)
    assert.deepEqual(sent(driver), ['ada resume-checkout'])
  })

  test('it takes back what was asked for before it, and nothing that comes after', () => {
    const driver = withAda(night)
    driver.together(() => {
      takesBack(driver, 'e1', 'ada', 'P4/1')
      asks(driver, 'P4', 'e2', 'ada', { message: 'checkout', thread: 'P4/1' })
    })
    driver.advance(10 * hour)
    assert.deepEqual(sent(driver), ['ada resume-checkout'])
  })

  test('what went stays, and a withdrawal is no decision', () => {
    const driver = withAda()
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout', thread: 'P4/1' })
    takesBack(driver, 'e2', 'ada', 'P4/1')
    assert.deepEqual([sent(driver), reasons(driver)], [['ada resume-checkout'], []])
  })
})

describe('caps', () => {
  test('three a day over all flows and channels; the first of them a day ago to the millisecond counts no more', () => {
    const driver = withAda()
    consent(driver, 'ada', true, 'onboarding')
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    driver.advance(hour)
    asks(driver, 'E1', 'e2', 'ada', { message: 'welcome' })
    asks(driver, 'E5', 'e3', 'ada', { message: 'entry', enterCanvasId: 'journey' })
    assert.equal(sent(driver).length, 3)
    driver.advance(23 * hour - 1)
    asks(driver, 'P7', 'e4', 'ada', { message: 'reminder' })
    assert.deepEqual([sent(driver), reasons(driver)], [[], ['frequency_capped e4/P7']])
    driver.advance(1)
    asks(driver, 'P7', 'e5', 'ada', { message: 'reminder' })
    assert.deepEqual(sent(driver), ['ada complete-it'])
  })

  test('what is urgent or not capped goes over the cap; urgent ones count, those not capped do not', () => {
    const driver = withAda()
    consent(driver, 'ada', true, 'service')
    for (const id of ['e1', 'e2', 'e3']) asks(driver, 'E2', id, 'ada', { message: 'status' })
    asks(driver, 'P4', 'e4', 'ada', { message: 'checkout' })
    for (const id of ['e5', 'e6', 'e7']) asks(driver, 'P2', id, 'ada', { message: 'update' })
    assert.equal(sent(driver).length, 7)
    asks(driver, 'P4', 'e8', 'ada', { message: 'checkout' })
    assert.deepEqual([sent(driver), reasons(driver)], [[], ['frequency_capped e8/P4']])
    asks(driver, 'E2', 'e9', 'ada', { message: 'status' })
    assert.deepEqual(sent(driver), ['ada case-status'])
  })

  test('each customer for themselves', () => {
    const driver = withAda()
    consent(driver, 'bob', true, 'marketing')
    for (const id of ['e1', 'e2', 'e3']) asks(driver, 'P4', id, 'ada', { message: 'checkout' })
    asks(driver, 'P4', 'e4', 'bob', { message: 'checkout' })
    assert.equal(sent(driver).length, 4)
  })

  test('the row forgets what no cap counts any more, and threads after ninety days', () => {
    const driver = withAda()
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout', thread: 'P4/1' })
    driver.advance(60 * 24 * hour)
    asks(driver, 'P4', 'e2', 'ada', { message: 'checkout', thread: 'P4/2' })
    assert.deepEqual(
      [driver.row(outbox, 'ada')?.sent.length, Object.keys(driver.row(outbox, 'ada')?.threads ?? {}).sort()],
      [1, ['P4/1', 'P4/2']],
    )
    driver.advance(30 * 24 * hour)
    asks(driver, 'P4', 'e3', 'ada', { message: 'checkout' })
    assert.deepEqual(Object.keys(driver.row(outbox, 'ada')?.threads ?? {}), ['P4/2'])
  })
})

describe('pushes are suppressed', () => {
  const suppress = processor({
    name: 'suppress',
    input: { from: customerEvents, only: [CustomerProfileChanged] },
    lookups: {},
    keeps: [pushReactions],
    outputs: [],
    reasons: [],
    process: (_event, _rows, { keep }) =>
      keep(pushReactions, { pushes: [], completed: {}, ignoredInRow: 3, suppressedUntil: noon + hour }),
  })
  const push = { title: 'Hi', summary: null, link: null, data: {} }

  test('no push until then, and one from then on; by another channel it goes', () => {
    const driver = gateDriver(suppress)
    consent(driver, 'ada', true, 'marketing', 'service')
    profile(driver, 'ada', { preferred_channel: 'push' })
    asks(driver, 'P6', 'e1', 'ada', { message: 'push', push })
    asks(driver, 'E2', 'e2', 'ada', { message: 'document', push })
    assert.deepEqual([sent(driver), reasons(driver)], [['ada case-document'], ['no_channel e1/P6']])
    driver.advance(hour)
    asks(driver, 'P6', 'e3', 'ada', { message: 'push', push })
    assert.deepEqual(sent(driver), ['ada Hi'])
  })
})

describe('twice, and after a failure', () => {
  test('a request that waits already is not put there again; one that went keeps its delivery id, by which it goes once', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    assert.deepEqual(reasons(driver).sort(), ['asked_already e1/P4', 'held_quiet_hours e1/P4'])
    driver.advance(10 * hour)
    const [first, ...more] = messages(driver)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    const [again] = messages(driver)
    assert.deepEqual([more, again?.deliveryId], [[], first?.deliveryId])
  })

  test('so many wait for one customer and no more; a withdrawal finds room', () => {
    const driver = withAda(night)
    for (let n = 0; n < 500; n++) asks(driver, 'P4', `e${n}`, 'ada', { message: 'checkout', thread: 'P4/1' })
    reasons(driver)
    asks(driver, 'P4', 'e500', 'ada', { message: 'checkout' })
    assert.deepEqual(reasons(driver), ['too_many_waiting e500/P4'])
    takesBack(driver, 'e501', 'ada', 'P4/1')
    assert.deepEqual([reasons(driver).length, driver.row(outbox, 'ada')?.pending], [500, []])
  })

  test('a restart while it is held: sent at eight, once', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    driver.advance(hour)
    driver.restart()
    driver.advance(9 * hour)
    driver.restart()
    driver.advance(hour)
    assert.deepEqual(sent(driver), ['ada resume-checkout'])
  })

  test('down over the end of the quiet hours: sent as soon as it is up, after what was said before the end', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout', thread: 'P4/1' })
    asks(driver, 'P4', 'e2', 'ada', { message: 'profile' })
    driver.together(() => {
      driver.advance(9 * hour)
      takesBack(driver, 'e3', 'ada', 'P4/1')
      driver.advance(2 * hour)
      driver.restart()
    })
    assert.deepEqual(sent(driver), ['ada resume-profile'])
  })

  test('a transaction that fails at the release: nothing of it is seen, then all of it once', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    driver.hold()
    driver.advance(10 * hour)
    assert.deepEqual(sent(driver), [])
    driver.crash()
    driver.advance(0)
    assert.deepEqual(sent(driver), ['ada resume-checkout'])
    assert.equal(driver.row(outbox, 'ada')?.sent.length, 1)
  })
})
