import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { documentedTypes } from '../../../../src/ingress/braze/currents/kinds.ts'
import { becomeText, consent, engagement, now, recordsOf } from './become.ts'
import { fieldOf, turned } from './mapped.ts'
import { kinds, sample, time } from './samples.ts'

describe('every documented kind keeps every field, where the schema says', () => {
  test('there is a sample of each', () => {
    assert.deepEqual([...documentedTypes].sort(), Object.keys(kinds).sort())
  })

  for (const type of Object.keys(kinds))
    test(type, () => {
      const event = sample(type)
      const record = engagement(event)
      assert.equal(record['type'], type)
      assert.equal(record['eventId'], event.id)
      assert.notEqual(record['kind'], 'other')
      assert.equal(record['externalUserId'], event.user['external_user_id'] ?? null)
      assert.equal(record['brazeUserId'], event.user['user_id'] ?? null)
      assert.equal(record['timezone'], event.user['timezone'] ?? null)
      if (event.user['device_id']) assert.equal(record['deviceId'], event.user['device_id'])
      const extra: Record<string, unknown> = {}
      for (const [name, value] of Object.entries(event.properties)) {
        const [field, expected] = turned[name] ?? [fieldOf(type, name), value]
        if (name === 'time_ms') assert.equal(record['occurredAt'], value)
        else if (field === undefined) {
          if (value !== null) extra[name] = JSON.stringify(value)
        } else assert.deepEqual(record[field], expected, name)
      }
      assert.deepEqual(record['extra'], extra)
    })
})

describe('kinds in our words', () => {
  for (const [type, kind, category, action, channel] of [
    ['users.messages.email.Open', 'email.opened', 'message', 'opened', 'email'],
    ['users.messages.whatsapp.Read', 'whatsapp.opened', 'message', 'opened', 'whatsapp'],
    ['users.messages.sms.ShortLinkClick', 'sms.clicked', 'message', 'clicked', 'sms'],
    ['users.messages.inappmessage.Impression', 'in_app_message.viewed', 'message', 'viewed', 'in_app_message'],
    ['users.messages.pushnotification.Bounce', 'push.bounced', 'message', 'bounced', 'push'],
    ['users.behaviors.Purchase', 'purchase.made', 'behavior', 'made', null],
    ['users.campaigns.Conversion', 'campaign.converted', 'journey', 'converted', null],
    ['users.canvas.costep.Conversion', 'content_optimizer.converted', 'journey', 'converted', 'email'],
    ['users.behaviors.subscription.GlobalStateChange', 'subscription.changed', 'subscription', 'changed', 'email'],
    ['users.UserDeleteRequest', 'user.deletion_requested', 'user', 'deletion_requested', null],
    ['agentconsole.ToolInvocation', 'agent.tool_called', 'agent', 'tool_called', null],
  ] as const)
    test(type, () => {
      const record = engagement(sample(type))
      assert.deepEqual(
        [record['kind'], record['category'], record['action'], record['channel']],
        [kind, category, action, channel],
      )
    })

  test('a kind that nobody knows is kept whole; of a known channel the channel is known', () => {
    const event = sample('users.messages.email.Forwarded', { properties: { email_address: 'a@b.c', to: ['x'] } })
    const record = engagement(event)
    assert.deepEqual(
      [record['type'], record['kind'], record['category'], record['action'], record['channel']],
      ['users.messages.email.Forwarded', 'other', 'message', 'other', 'email'],
    )
    assert.equal(record['emailAddress'], 'a@b.c')
    assert.deepEqual(record['extra'], { to: '["x"]' })
    const other = engagement(sample('galaxies.Spin', { properties: { channel: 'warp' } }))
    assert.deepEqual([other['kind'], other['category'], other['channel']], ['other', 'other', null])
    assert.deepEqual(other['extra'], { channel: '"warp"' })
  })
})

describe('whom it is about, and when', () => {
  const user = { user_id: '65f0a1b2c3d4e5f601234567', external_user_id: 'ann' }
  for (const [what, given, subject] of [
    ['the customer', user, 'ann'],
    ['Braze’s user where no customer is known', { ...user, external_user_id: null }, 'braze:65f0a1b2c3d4e5f601234567'],
    ['the same where the id is blank', { ...user, external_user_id: '' }, 'braze:65f0a1b2c3d4e5f601234567'],
    [
      'the same where the connector hides it',
      { ...user, external_user_id: '[REDACTED]' },
      'braze:65f0a1b2c3d4e5f601234567',
    ],
    ['the event where nobody is known', {}, 'braze:e-1'],
    ['the event where everybody is hidden', { user_id: '[REDACTED]', external_user_id: '[REDACTED]' }, 'braze:e-1'],
    ['a hash stands for the same person every time', { external_user_id: 'a'.repeat(64) }, 'a'.repeat(64)],
  ] as const)
    test(what, () => {
      const [record] = recordsOf({ ...sample('users.messages.email.Open'), id: 'e-1', user: given })
      assert.deepEqual(
        [record?.key, record?.value['subject'], record?.headers['ce_subject']],
        [subject, subject, subject],
      )
    })

  test('no user object at all', () => {
    assert.equal(engagement({ event_type: 'x', id: 'e-1', time })['subject'], 'braze:e-1')
  })

  for (const [what, said, occurredAt] of [
    ['seconds', time, time * 1_000],
    ['seconds as text', String(time), time * 1_000],
    ['beyond what an int of 32 bits holds, as in the public samples: a day ahead counts as now', 2_033_802_504, now],
    ['a little ahead', now / 1_000 + 3_600, now + 3_600_000],
    ['none', undefined, now],
    ['no number', 'yesterday', now],
    ['before all times', -5, now],
  ] as const)
    test(`when: ${what}`, () => {
      const record = engagement({ ...sample('users.behaviors.Uninstall'), time: said })
      assert.equal(record['occurredAt'], occurredAt)
      const isKept = occurredAt === now && said !== undefined
      assert.deepEqual(record['extra'], isKept ? { 'event.time': JSON.stringify(said) } : {})
    })
})

describe('values in the forms they come in', () => {
  const withProperties = (properties: object) => engagement({ ...sample('users.messages.email.Click'), properties })
  for (const [said, machineOpen] of [
    ['true', true],
    [true, true],
    ['false', false],
    ['[REDACTED]', null],
    ['', null],
    [null, null],
  ] as const)
    test(`machine_open ${JSON.stringify(said)}`, () => {
      const record = withProperties({ machine_open: said })
      assert.equal(record['machineOpen'], machineOpen)
      assert.deepEqual(record['extra'], said === '[REDACTED]' ? { machine_open: '"[REDACTED]"' } : {})
    })

  test('a text that comes as a number, and what is no text at all', () => {
    const record = withProperties({ link_id: 12, url: { href: 'x' }, suspected_bot_click_reason: 'no list' })
    assert.deepEqual([record['linkId'], record['url'], record['suspectedBotReasons']], ['12', null, []])
    assert.deepEqual(record['extra'], { url: '{"href":"x"}', suspected_bot_click_reason: '"no list"' })
  })

  test('properties as JSON in a text, as the storage connectors write them', () => {
    assert.deepEqual(withProperties({ properties: '{"a":1,"b":["c"]}' })['properties'], { a: '1', b: '["c"]' })
    assert.deepEqual(withProperties({ properties: 'no json' })['extra'], { properties: '"no json"' })
  })

  test('fields that nobody knows, wherever they are', () => {
    const { extra } = engagement({
      ...sample('users.messages.email.Click'),
      user: { external_user_id: 'ann', mood: 'good' },
      properties: { novel: { a: [1] } },
      version: 7,
    })
    assert.deepEqual(extra, { novel: '{"a":[1]}', 'user.mood': '"good"', 'event.version': '7' })
  })

  test('a name that no object of ours can have is kept under another', () => {
    const text = '{"events":[{"event_type":"x","id":"e-1","properties":{"__proto__":{"polluted":true},"a":1}}]}'
    const [first] = becomeText(text)
    assert.ok(first?.became.ok)
    assert.match(JSON.stringify(first.became.publications[0]?.value), /"field\.__proto__":"\{\\"polluted\\":true\}"/)
    assert.equal('polluted' in {}, false)
  })

  for (const [sent, price] of [
    ['19.9', '19.9'],
    ['0.1', '0.1'],
    ['1234567890123456.78', '1234567890123456.78'],
    ['0.30000000000000004', '0.30000000000000004'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
    ['1.5e3', '1500'],
    ['25e-4', '0.0025'],
    ['-0.5e1', '-5'],
  ] as const)
    test(`price ${sent}: not a digit changes`, () => {
      const [first] = becomeText(
        `{"events":[{"event_type":"users.behaviors.Purchase","id":"e-1","properties":{"price":${sent},"purchase_properties":{"n":${sent}}}}]}`,
      )
      assert.ok(first?.became.ok)
      const value = first.became.publications[0]?.value
      assert.ok(typeof value === 'object' && value !== null && 'price' in value && 'properties' in value)
      assert.equal(value.price, price)
      if (!/e/.test(sent)) assert.deepEqual(value.properties, { n: sent })
    })

  test('a number that is beyond a double stays what it was', () => {
    const [first] = becomeText(
      '{"events":[{"event_type":"x","id":"e-1","properties":{"big":1e400,"id2":123456789012345678901}}]}',
    )
    assert.ok(first?.became.ok)
    const value = first.became.publications[0]?.value
    assert.ok(typeof value === 'object' && value !== null && 'extra' in value)
    assert.deepEqual(value.extra, { big: '1e400', id2: '123456789012345678901' })
  })
})

describe('consents', () => {
  const global = (properties: object) =>
    sample('users.behaviors.subscription.GlobalStateChange', { properties: { ...properties } })
  const group = (properties: object) =>
    sample('users.behaviors.subscriptiongroup.StateChange', { properties: { ...properties } })
  for (const [what, event, expected] of [
    ['e-mail given', global({ channel: 'email', subscription_status: 'Subscribed' }), ['email', true]],
    [
      'e-mail given, as the older sample writes it',
      global({ channel: 'email', subscription_status: 'subscribed' }),
      ['email', true],
    ],
    ['e-mail confirmed', global({ channel: 'email', subscription_status: 'Opted In' }), ['email', true]],
    ['push withdrawn', global({ channel: 'push', subscription_status: 'Unsubscribed' }), ['push', false]],
    ['text messages withdrawn', global({ channel: 'SMS', subscription_status: 'unsubscribed' }), ['sms', false]],
    [
      'no channel but an address',
      global({ email_address: 'a@b.c', subscription_status: 'Unsubscribed' }),
      ['email', false],
    ],
    [
      'a group given',
      group({ subscription_group_id: 'g-1', subscription_status: 'Subscribed' }),
      ['subscription_group:g-1', true],
    ],
    [
      'a group withdrawn',
      group({ subscription_group_id: 'g-1', channel: 'sms', subscription_status: 'Unsubscribed' }),
      ['subscription_group:g-1', false],
    ],
    ['the link in an e-mail', sample('users.messages.email.Unsubscribe'), ['email', false]],
    [
      'STOP',
      sample('users.messages.sms.InboundReceive', {
        properties: { action: 'Unsubscribed', subscription_group_id: 'g-1' },
      }),
      ['subscription_group:g-1', false],
    ],
    [
      'START on WhatsApp',
      sample('users.messages.whatsapp.InboundReceive', {
        properties: { action: 'Subscribed', subscription_group_id: 'g-1' },
      }),
      ['subscription_group:g-1', true],
    ],
  ] as const)
    test(what, () => {
      const value = consent(event)
      assert.deepEqual([value?.['purpose'], value?.['granted']], expected)
      assert.deepEqual(
        [value?.['eventId'], value?.['subject'], value?.['occurredAt']],
        [`${event.id}/consent`, 'ann', time * 1_000],
      )
    })

  for (const [what, event] of [
    ['a status that nobody knows', global({ channel: 'email', subscription_status: '[REDACTED]' })],
    [
      'a question to a bot',
      sample('users.messages.sms.InboundReceive', { properties: { action: 'HELP', subscription_group_id: 'g-1' } }),
    ],
    ['a group without an id', group({ subscription_status: 'Subscribed' })],
    [
      'somebody nobody knows',
      { ...global({ channel: 'email', subscription_status: 'Subscribed' }), user: { user_id: 'b-1' } },
    ],
    ['spam: Braze reports what it changes by itself', sample('users.messages.email.MarkAsSpam')],
  ] as const)
    test(`none: ${what}`, () => {
      assert.equal(consent(event), undefined)
    })

  test('where it was changed goes along, so that nobody takes our own change for the customer’s', () => {
    assert.deepEqual(
      consent(global({ channel: 'email', subscription_status: 'Subscribed', state_change_source: 'REST API' }))?.[
        'extra'
      ],
      { state_change_source: '"REST API"' },
    )
  })
})

describe('what cannot be used', () => {
  for (const [what, event, pointer] of [
    ['no id', { ...sample('x'), id: undefined }, '/id'],
    ['a blank id', { ...sample('x'), id: ' ' }, '/id'],
    ['no type', { ...sample('x'), event_type: undefined }, '/event_type'],
    ['no object', 'text', ''],
    ['nothing', null, ''],
  ] as const)
    test(what, () => {
      const [first] = becomeText(JSON.stringify({ events: [event] }))
      assert.ok(first && !first.became.ok)
      assert.deepEqual([first.became.word, first.became.faults[0]?.pointer], ['invalid_event', pointer])
    })

  test('what is nested too deeply to be written down', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    const [first] = becomeText(`{"events":[{"event_type":"x","id":"e-1","properties":{"deep":${deep}}}]}`)
    assert.ok(first && !first.became.ok)
    assert.match(first.became.faults[0]?.detail ?? '', /deep is nested too deeply/)
  })
})
