import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { canonical } from '../../../../src/ingress/braze/webhooks/canonical.ts'
import { itemsOf } from '../../../../src/ingress/braze/webhooks/items.ts'
import { bodies, type Body } from './bodies.ts'

const now = Date.UTC(2026, 2, 1, 12, 0, 5)
const noon = Date.UTC(2026, 2, 1, 12)

function become(body: unknown, text = JSON.stringify(body)) {
  const value: unknown = JSON.parse(text)
  const [item] = itemsOf({ value, text })
  assert.ok(item)
  return canonical(item.value, { now, trace: {} })
}

function recordsOf(body: unknown, text?: string): Record<string, unknown>[] {
  const became = become(body, text)
  assert.ok(became.ok, JSON.stringify(became))
  return became.publications.map(({ topic, schema, key, value, headers }) => {
    assert.ok(typeof value === 'object' && value !== null && 'eventId' in value)
    assert.equal(headers['ce_id'], value.eventId)
    return { topic: topic.name, schema: schema.name, key, ...value }
  })
}

/** What is wrong with a body: pointer and detail of each fault. */
function faultsOf(body: unknown): string[] {
  const became = become(body)
  assert.ok(!became.ok, 'a body that cannot be used')
  return became.faults.map(({ pointer, detail }) => `${pointer} ${detail}`.trim())
}

const base = (action: string) => ({
  topic: 'campaign.events',
  key: 'ann',
  eventId: `65f0a1b2c3d4e5f6a7b8c9d0e1f20304/ann/${action}`,
  subject: 'ann',
  occurredAt: noon,
  source: '/braze/webhooks',
  campaignId: '0b7c9a52-3f1d-4b8e-8f5a-1d2c3b4a5e6f',
  campaignName: 'Delivery news',
  canvasId: null,
  canvasStepId: null,
  dispatchId: '65f0a1b2c3d4e5f6a7b8c9d0e1f20304',
  brazeUserId: '65f0a1b2c3d4e5f601234567',
  extra: {},
})

describe('each action', () => {
  test('push_requested: with its expiry, counted from when it was asked for', () => {
    assert.deepEqual(recordsOf(bodies.push_requested), [
      {
        ...base('push_requested'),
        schema: 'signalbox.campaign.CampaignPushRequested',
        title: 'Your order is on its way',
        body: 'It arrives tomorrow, Ann.',
        link: 'shop://orders/17',
        imageUrl: null,
        target: 'mobile',
        priority: 'high',
        expiresAt: noon + 3_600_000,
        collapseKey: 'order-17',
        data: { order: '17', items: '3' },
      },
    ])
  })

  test('eligibility_requested', () => {
    assert.deepEqual(recordsOf(bodies.eligibility_requested), [
      {
        ...base('eligibility_requested'),
        schema: 'signalbox.campaign.CampaignEligibilityRequested',
        enterCampaignId: null,
        enterCanvasId: '9d8c7b6a-0000-4000-8000-000000000001',
        documentKind: 'contract',
        workspaceId: '4711',
        expiresAt: Date.UTC(2026, 2, 31, 22),
        properties: { tariff: 'gold', months: '12' },
      },
    ])
  })

  test('survey_answered', () => {
    assert.deepEqual(recordsOf(bodies.survey_answered), [
      {
        ...base('survey_answered'),
        schema: 'signalbox.campaign.CampaignSurveyAnswered',
        surveyId: 'csat-1',
        caseId: 'C-9',
        workspaceId: null,
        score: 9,
        comment: 'Fine, but slow.',
        answers: { quality: '"5"', again: 'true', topics: '["price","time"]' },
      },
    ])
  })

  test('asset_approved: about the asset, whoever it was rendered for', () => {
    const key = 'asset:template-7'
    assert.deepEqual(recordsOf(bodies.asset_approved), [
      {
        ...base('asset_approved'),
        eventId: `65f0a1b2c3d4e5f6a7b8c9d0e1f20304/${key}/asset_approved`,
        key,
        subject: key,
        schema: 'signalbox.campaign.CampaignAssetApproved',
        assetId: 'template-7',
        assetKind: 'email_template',
        name: 'Welcome',
        version: '3',
        contentUrl: null,
        content: null,
        contentType: null,
        approvedBy: 'jo@example.org',
        metadata: { retention: '10 years' },
      },
    ])
  })

  test('preferences_changed: the change, and each consent that is not blank', () => {
    const { eventId } = base('preferences_changed')
    const consent = (purpose: string, granted: boolean) => ({
      topic: 'customer.events',
      schema: 'signalbox.customer.CustomerConsentChanged',
      key: 'ann',
      eventId: `${eventId}/consent/${purpose}`,
      subject: 'ann',
      occurredAt: noon,
      source: '/braze/webhooks',
      purpose,
      granted,
      extra: { correlation_id: '"form-1"' },
    })
    assert.deepEqual(recordsOf(bodies.preferences_changed), [
      {
        ...base('preferences_changed'),
        schema: 'signalbox.campaign.CampaignPreferencesChanged',
        correlationId: 'form-1',
        consents: { email: true, sms: false, 'subscription_group:g-1': true },
        preferences: { preferred_channel: '"sms"', frequency: '"2"' },
      },
      consent('email', true),
      consent('sms', false),
      consent('subscription_group:g-1', true),
    ])
  })
})

const push = (more: Body): Body => ({ ...bodies.push_requested, ...more })
const idOf = (body: Body) => recordsOf(body)[0]?.['eventId']

describe('the same request again is the same', () => {
  test('an id of its own counts, with the action: two webhooks of one message may share it', () => {
    assert.equal(idOf(push({ id: 'order-17-shipped' })), 'order-17-shipped/push_requested')
  })

  test('people of one dispatch are told apart', () => {
    assert.notEqual(idOf(push({ user_id: 'bob' })), idOf(push({})))
  })

  test('neither the time nor a text that is rendered anew makes another of it', () => {
    assert.equal(idOf(push({ occurred_at: '2026-03-01T12:03:00Z', title: 'New' })), idOf(push({})))
  })

  for (const [what, more, fault] of [
    ['no dispatch and no id', { dispatch_id: '' }, /^\/dispatch_id is required/],
    [
      'the placeholder of a test send',
      { dispatch_id: 'dispatch_id_for_unsent_campaign' },
      /^\/dispatch_id is the placeholder of a test send/,
    ],
    ['the same inside an id', { id: 'x-dispatch_id_for_unsent_campaign' }, /^\/id is the placeholder/],
    ['no user', { user_id: '' }, /^\/user_id is required/],
  ] as const)
    test(`refused: ${what}`, () => {
      assert.match(faultsOf(push(more)).join('; '), fault)
    })

  test('a test send with an id of its own is a request like any', () => {
    assert.equal(idOf(push({ id: 'try-1', dispatch_id: 'dispatch_id_for_unsent_campaign' })), 'try-1/push_requested')
  })
})

describe('what Liquid makes of values', () => {
  const first = (more: Body) => recordsOf(push(more))[0]
  for (const [what, more, field, value] of [
    ['a blank is not said', { link: '  ' }, 'link', null],
    ['a null is not said', { link: null }, 'link', null],
    ['blanks around are not meant', { title: ' Hello \n' }, 'title', 'Hello'],
    ['a number where text belongs', { collapse_key: 17 }, 'collapseKey', '17'],
    ['capitals in a word', { target: 'Mobile' }, 'target', 'mobile'],
    ['a time in seconds', { ttl_seconds: '', expires_at: '1772370000' }, 'expiresAt', 1_772_370_000_000],
    ['a time in milliseconds', { ttl_seconds: '', expires_at: 1_772_370_000_123 }, 'expiresAt', 1_772_370_000_123],
    ['a time counts more than a span', { expires_at: '2026-03-01T12:30:00Z' }, 'expiresAt', noon + 1_800_000],
    ['no expiry', { ttl_seconds: '' }, 'expiresAt', null],
    ['no time: when it arrived', { occurred_at: '' }, 'occurredAt', now],
    ['a time in years to come: when it arrived', { occurred_at: '2034-01-01T00:00:00Z' }, 'occurredAt', now],
    [
      'an object beside fields with a dot',
      { data: { order: 18, more: 'x' } },
      'data',
      { order: '18', items: '3', more: 'x' },
    ],
    [
      'fields that nobody knows',
      { mood: 'good', blank: '', deep: { a: 1 } },
      'extra',
      { mood: '"good"', deep: '{"a":1}' },
    ],
    ['a field of the list that another action has', { survey_id: 's' }, 'extra', { survey_id: '"s"' }],
  ] as const)
    test(what, () => {
      assert.deepEqual(first(more)?.[field], value)
    })

  test('an id without quotes keeps all its digits', () => {
    const text = JSON.stringify(push({})).replace('"ann"', '12345678901234567890')
    assert.equal(recordsOf(null, text)[0]?.['subject'], '12345678901234567890')
  })

  for (const [what, more, fault] of [
    ['no title', { title: '' }, '/title is required'],
    ['Liquid that was not rendered', { title: 'Hello {{${first_name}}}' }, '/title holds Liquid that was not rendered'],
    ['a tag', { 'data.order': '{% if x %}' }, '/data/order holds Liquid that was not rendered'],
    [
      'an expiry that is none',
      { expires_at: 'tomorrow' },
      '/expires_at must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z, or seconds since 1970',
    ],
    ['a span that is none', { ttl_seconds: '1h' }, '/ttl_seconds must be seconds, up to a year'],
    ['a word that is none', { target: 'tv' }, '/target must be one of mobile, web'],
    ['a title that is no text', { title: { de: 'Hallo' } }, '/title must be text, a number or a boolean'],
    ['a title that is too long', { title: 'x'.repeat(256) }, '/title may have 255 characters, not 256'],
    [
      'a name that cannot be kept',
      { data: Object.fromEntries([['__proto__', 'x']]) },
      '/data/__proto__ is a name that cannot be kept',
    ],
  ] as const)
    test(`refused: ${what}`, () => {
      assert.deepEqual(faultsOf(push(more)), [fault])
    })
})

describe('refused by what they ask for', () => {
  for (const [what, body, fault] of [
    [
      'neither a campaign nor a Canvas to enter',
      { ...bodies.eligibility_requested, enter_canvas_id: '' },
      'needs enter_campaign_id or enter_canvas_id, one of the two',
    ],
    [
      'both',
      { ...bodies.eligibility_requested, enter_campaign_id: 'c' },
      'needs enter_campaign_id or enter_canvas_id, one of the two',
    ],
    ['a score that is no number', { ...bodies.survey_answered, score: 'good' }, '/score must be a number'],
    ['an asset without its kind', { ...bodies.asset_approved, asset_kind: '' }, '/asset_kind is required'],
    [
      'a consent that says neither',
      { ...bodies.preferences_changed, 'consents.email': 'maybe' },
      '/consents/email must be true or false, or subscribed, opted_in or unsubscribed',
    ],
    [
      'nothing that changed',
      {
        ...bodies.preferences_changed,
        consents: { email: '', sms: '', 'subscription_group:g-1': '' },
        preferences: {},
      },
      'needs a consent or a preference that is not blank',
    ],
    [
      'an action that nobody knows',
      { ...bodies.push_requested, action: 'dance' },
      '/action must be one of push_requested, eligibility_requested, survey_answered, asset_approved, preferences_changed',
    ],
    ['no action', { ...bodies.push_requested, action: '' }, '/action is required'],
    ['no object', ['x'], 'must be an object'],
  ] as const)
    test(what, () => {
      assert.deepEqual(faultsOf(body), [fault])
    })

  test('an action that nobody knows has a word of its own', () => {
    const became = become({ ...bodies.push_requested, action: 'dance' })
    assert.equal(!became.ok && became.word, 'unknown_type')
  })
})
