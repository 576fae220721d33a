/** The gate: what goes and what does not. The example's settings: quiet from 21:00 to 08:00 in Berlin, three messages a day over all channels. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TestDriver } from '../../src/stream/testing.ts'
import {
  asks,
  commands,
  consent,
  gateDriver,
  gateDriverWith,
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

describe('what goes', () => {
  test('a campaign of the settings, with what the flow says and what belongs together', () => {
    const driver = withAda()
    const properties = { step: 'payment', amount: 12.5 }
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout', thread: 'P4/checkout/7', properties })
    assert.deepEqual(messages(driver), [
      {
        customer: 'ada',
        by: 'campaign',
        what: 'resume-checkout',
        deliveryId: 'e1/P4/send-customer-messages/braze',
        properties: { ...properties, correlation_id: 'P4/checkout/7', flow: 'P4' },
      },
    ])
    assert.deepEqual(reasons(driver), [])
  })

  test('a push by the gateway, with its link, until it expires', () => {
    const driver = withAda()
    const push = { title: 'Hi', summary: 'There', link: 'https://x.example/1', data: { a: 'b' } }
    asks(driver, 'P6', 'e1', 'ada', { message: 'push', push, correlationId: 'c-1', expiresAt: noon + hour })
    const [command] = commands(driver)
    assert.deepEqual(
      [command?.key, command?.value],
      [
        'ada',
        {
          deliveryId: 'e1/P6/send-customer-messages/push',
          eventId: 'e1/P6',
          subject: 'ada',
          occurredAt: noon,
          users: ['ada'],
          clients: [],
          groups: [],
          broadcast: false,
          title: 'Hi',
          summary: 'There',
          data: { a: 'b', link: 'https://x.example/1' },
          actions: [],
          priority: 'normal',
          ttlSeconds: null,
          expiresAt: noon + hour,
          correlationId: 'c-1',
        },
      ],
    )
  })

  test('the campaign or the Canvas that the request names', () => {
    const driver = withAda()
    asks(driver, 'E5', 'e1', 'ada', { message: 'entry', enterCampaignId: 'spring' })
    asks(driver, 'E5', 'e2', 'ada', { message: 'entry', enterCanvasId: 'journey' })
    assert.deepEqual(
      messages(driver).map(({ by, what }) => [by, what]),
      [
        ['campaign', 'spring'],
        ['canvas', 'journey'],
      ],
    )
  })
})

describe('what does not go, each with its reason', () => {
  const marketing = { message: 'checkout' }
  for (const [reason, prepare] of [
    ['consent_unknown', driver => asks(driver, 'P4', 'e', 'bob', marketing)],
    [
      'consent_withdrawn',
      driver => {
        consent(driver, 'ada', false, 'marketing')
        asks(driver, 'P4', 'e', 'ada', marketing)
      },
    ],
    ['expired', driver => asks(driver, 'P4', 'e', 'ada', { ...marketing, expiresAt: noon - 1 })],
    [
      'nothing_to_follow',
      driver => asks(driver, 'P4', 'e', 'ada', { ...marketing, thread: 'P4/1', threadRule: 'onlyIfSent' }),
    ],
    ['no_channel', driver => asks(driver, 'P4', 'e', 'ada', { ...marketing, withoutChannels: ['email', 'sms'] })],
    ['no_channel', driver => asks(driver, 'E5', 'e', 'ada', { message: 'entry' })],
    // Held back while the settings were changed, say.
    ['no_such_message', driver => asks(driver, 'P4', 'e', 'ada', { message: 'farewell' })],
  ] satisfies readonly (readonly [string, (driver: TestDriver) => void])[])
    test(reason, () => {
      const driver = withAda()
      prepare(driver)
      assert.deepEqual([sent(driver), reasons(driver).at(-1)?.split(' ')[0]], [[], reason])
      assert.deepEqual(driver.timers(), [])
    })

  test('already_sent: once in a thread, whichever event asks again', () => {
    const driver = withAda()
    for (const id of ['e1', 'e2'])
      asks(driver, 'P4', id, 'ada', { ...marketing, thread: 'P4/1', threadRule: 'onlyOnce' })
    assert.deepEqual([sent(driver), reasons(driver)], [['ada resume-checkout'], ['already_sent e2/P4']])
  })

  test('a thread is followed once something of it went', () => {
    const driver = withAda()
    asks(driver, 'P4', 'e1', 'ada', { ...marketing, thread: 'P4/1' })
    asks(driver, 'P4', 'e2', 'ada', { message: 'profile', thread: 'P4/1', threadRule: 'onlyIfSent' })
    assert.deepEqual(sent(driver), ['ada resume-checkout', 'ada resume-profile'])
  })

  test('the decision names the request and its customer', () => {
    const driver = gateDriver()
    asks(driver, 'P4', 'e1', 'bob', marketing)
    assert.deepEqual(driver.decisions(), [
      {
        processor: 'send-customer-messages',
        reason: 'consent_unknown',
        eventId: 'e1/P4',
        subject: 'bob',
        eventType: 'release',
      },
    ])
  })
})

describe('quiet hours', () => {
  test('held until eight in the night + 10 * hour, told once, then sent', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    assert.deepEqual([sent(driver), reasons(driver)], [[], ['held_quiet_hours e1/P4']])
    driver.advance(10 * hour - 1)
    assert.deepEqual(sent(driver), [])
    driver.advance(1)
    assert.deepEqual([driver.now, sent(driver), reasons(driver)], [night + 10 * hour, ['ada resume-checkout'], []])
  })

  test('by the clock of the customer; an unknown zone is that of the settings', () => {
    const driver = gateDriverWith({ now: noon })
    for (const customer of ['ada', 'bob', 'eve']) consent(driver, customer, true, 'marketing')
    profile(driver, 'ada', { timezone: 'Asia/Tokyo' })
    profile(driver, 'bob', { timezone: 'Mars/Olympus' })
    profile(driver, 'eve', { timezone: null })
    for (const customer of ['ada', 'bob', 'eve']) asks(driver, 'P4', `e-${customer}`, customer, { message: 'checkout' })
    assert.deepEqual(sent(driver).sort(), ['bob resume-checkout', 'eve resume-checkout'])
    assert.deepEqual(
      driver.timers().map(({ due }) => due),
      [Date.UTC(2026, 0, 15, 23)],
    )
  })

  test('what is urgent goes, and does not wait for what is held', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    asks(driver, 'P2', 'e2', 'ada', { message: 'update' })
    assert.deepEqual([sent(driver), reasons(driver)], [['ada incident-update'], ['held_quiet_hours e1/P4']])
    driver.advance(10 * hour)
    assert.deepEqual(sent(driver), ['ada resume-checkout'])
  })

  for (const [what, meanwhile, reason] of [
    ['consent withdrawn', driver => consent(driver, 'ada', false, 'marketing'), 'consent_withdrawn e1/P4'],
    ['the flow takes it back', driver => takesBack(driver, 'e2', 'ada', 'P4/1'), 'withdrawn e1/P4'],
    ['its time over', () => undefined, 'expired e1/P4'],
    ['every channel closed', driver => consent(driver, 'ada', false, 'email', 'sms'), 'no_channel e1/P4'],
  ] satisfies readonly (readonly [string, (driver: TestDriver) => void, string])[])
    test(`while it is held: ${what}`, () => {
      const driver = withAda(night)
      const expiresAt = what === 'its time over' ? night + hour : null
      asks(driver, 'P4', 'e1', 'ada', { message: 'checkout', thread: 'P4/1', expiresAt })
      reasons(driver)
      driver.advance(2 * hour)
      meanwhile(driver)
      driver.advance(10 * hour)
      assert.deepEqual([sent(driver), reasons(driver), driver.timers()], [[], [reason], []])
    })

  test('while it is held: consent withdrawn and given again, the channel closed and another open', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    consent(driver, 'ada', false, 'marketing', 'email')
    driver.advance(hour)
    consent(driver, 'ada', true, 'marketing')
    driver.advance(10 * hour)
    assert.deepEqual(sent(driver), ['ada resume-checkout-sms'])
  })

  test('the customer moves while it is held: it is held on, by the clock there, and that is not told again', () => {
    const driver = withAda(night)
    asks(driver, 'P4', 'e1', 'ada', { message: 'checkout' })
    profile(driver, 'ada', { timezone: 'America/New_York' })
    reasons(driver)
    driver.advance(10 * hour)
    assert.deepEqual([sent(driver), driver.timers()[0]?.due], [[], Date.UTC(2026, 0, 16, 13)])
    driver.advance(6 * hour)
    assert.deepEqual([sent(driver), reasons(driver)], [['ada resume-checkout'], []])
  })

  test('a caps’ worth of held ones: the cap holds at the release as well, in the order in which they were asked for', () => {
    const driver = withAda(night)
    for (const id of ['e1', 'e2', 'e3', 'e4']) asks(driver, 'P4', id, 'ada', { message: 'checkout' })
    reasons(driver)
    driver.advance(10 * hour)
    assert.deepEqual([sent(driver).length, reasons(driver)], [3, ['frequency_capped e4/P4']])
  })
})
