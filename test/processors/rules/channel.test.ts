import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { MessageRequested } from '../../../schemas/message-requested.generated.ts'
import { channelOf } from '../../../processors/rules/channel.ts'
import type { Going } from '../../../processors/rules/going.ts'
import { customerWith, going, noon } from './going.ts'

const push = { title: 'Hi', summary: null, link: null, data: {} }
const all = { email: 'e', push: 'gateway', sms: 's', whatsapp: 'w' }
const order = ['push', 'email', 'sms']

for (const [what, changes, message, campaigns, channel] of [
  ['the first of the order', {}, { push }, all, 'push'],
  ['the first that the message has', {}, {}, { sms: 's', email: 'e' }, 'email'],
  ['no texts, no push by the gateway', {}, {}, all, 'email'],
  ['a push that Braze sends needs none', {}, {}, { push: 'campaign-7' }, 'push'],
  ['the preferred one', { customer: customerWith({}, { preferred_channel: 'sms' }) }, { push }, all, 'sms'],
  [
    'preferred, and not in the order',
    { customer: customerWith({}, { preferred_channel: 'whatsapp' }) },
    {},
    all,
    'whatsapp',
  ],
  [
    'preferred, and the message has it not',
    { customer: customerWith({}, { preferred_channel: 'pigeon' }) },
    {},
    all,
    'email',
  ],
  ['no preference any more', { customer: customerWith({}, { preferred_channel: null }) }, { push }, all, 'push'],
  [
    'preferred, and closed by the customer',
    { customer: customerWith({ sms: false }, { preferred_channel: 'sms' }) },
    {},
    all,
    'email',
  ],
  ['one opted out of', { customer: customerWith({ email: false }) }, {}, all, 'sms'],
  ['all opted out of', { customer: customerWith({ email: false, sms: false }) }, {}, all, undefined],
  ['one that the flow does not want', {}, { push, withoutChannels: ['push'] }, all, 'email'],
  ['pushes suppressed', { suppressedUntil: noon + 1 }, { push }, all, 'email'],
  ['pushes suppressed until now', { suppressedUntil: noon }, { push }, all, 'push'],
  ['pushes suppressed, and nothing else', { suppressedUntil: noon + 1 }, { push }, { push: 'gateway' }, undefined],
  ['none in the settings', {}, {}, {}, undefined],
  [
    'the campaign is named by the request',
    { customer: customerWith({ email: false }) },
    { enterCampaignId: 'c' },
    {},
    'campaign',
  ],
  ['the Canvas is', {}, { enterCanvasId: 'c' }, {}, 'campaign'],
  ['somebody nobody knows', { customer: undefined }, {}, all, 'email'],
] satisfies readonly (readonly [
  string,
  Partial<Going>,
  Partial<MessageRequested>,
  Going['rule']['campaigns'],
  string | undefined,
])[])
  test(what, () => {
    assert.equal(channelOf(going(changes, message, { campaigns }), order), channel)
  })
