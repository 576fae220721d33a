/** Bodies as Braze renders them: every value is text, what is not there is blank. */

/** What every template begins with. */
export const common = {
  dispatch_id: '65f0a1b2c3d4e5f6a7b8c9d0e1f20304',
  user_id: 'ann',
  braze_id: '65f0a1b2c3d4e5f601234567',
  campaign_id: '0b7c9a52-3f1d-4b8e-8f5a-1d2c3b4a5e6f',
  campaign_name: 'Delivery news',
  canvas_id: '',
  canvas_step_id: '',
  occurred_at: '2026-03-01T12:00:00Z',
}

export const bodies = {
  push_requested: {
    ...common,
    action: 'push_requested',
    title: 'Your order is on its way',
    body: 'It arrives tomorrow, Ann.',
    link: 'shop://orders/17',
    image_url: '',
    target: 'mobile',
    priority: 'high',
    ttl_seconds: '3600',
    collapse_key: 'order-17',
    'data.order': '17',
    'data.items': '3',
    'data.gift': '',
  },
  eligibility_requested: {
    ...common,
    action: 'eligibility_requested',
    enter_campaign_id: '',
    enter_canvas_id: '9d8c7b6a-0000-4000-8000-000000000001',
    document_kind: 'contract',
    workspace_id: '4711',
    expires_at: '2026-04-01T00:00:00+02:00',
    properties: { tariff: 'gold', months: 12 },
  },
  survey_answered: {
    ...common,
    action: 'survey_answered',
    survey_id: 'csat-1',
    case_id: 'C-9',
    workspace_id: '',
    score: '9',
    comment: 'Fine, but slow.',
    answers: { quality: '5', again: true, topics: ['price', 'time'] },
  },
  asset_approved: {
    ...common,
    action: 'asset_approved',
    user_id: '',
    asset_id: 'template-7',
    asset_kind: 'email_template',
    name: 'Welcome',
    version: '3',
    approved_by: 'jo@example.org',
    'metadata.retention': '10 years',
  },
  preferences_changed: {
    ...common,
    action: 'preferences_changed',
    correlation_id: 'form-1',
    'consents.email': 'subscribed',
    'consents.sms': 'unsubscribed',
    'consents.subscription_group:g-1': 'true',
    'consents.push': '',
    preferences: { preferred_channel: 'sms', frequency: '2' },
  },
}

/** What Liquid makes of a template's value: text. */
export type Body = Readonly<Record<string, unknown>>
