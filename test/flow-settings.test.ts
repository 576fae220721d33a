import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { duration, span } from '../src/flow-settings/duration.ts'
import { exampleFile, exampleFlows } from '../src/flow-settings/example.ts'
import { FlowSettings, isFlowId, messageOf } from '../src/flow-settings/index.ts'
import { problemsOf, schemasOf, topicsOf, type Topology } from '../src/stream/topology.ts'
import { topology, topologyWith } from '../src/topology.ts'
import { fastFlows } from './flows/settings.ts'
import { withAt } from './with-at.ts'

const example: unknown = JSON.parse(readFileSync(exampleFile, 'utf8'))

/** What is wrong with the example once it is changed so: each with its path. */
function wrongWith(changes: Readonly<Record<string, unknown>>): string[] {
  const { error } = FlowSettings.safeParse(withAt(example, changes))
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
}

test('the example is right, and says what the flows are told', () => {
  assert.deepEqual(wrongWith({}), [])
  assert.equal(Object.keys(exampleFlows).filter(isFlowId).length, 14)
  assert.equal(exampleFlows.P4.journeys['checkout']?.afterMs, 3_600_000)
  assert.equal(exampleFlows.W2.slaMs['invoice'], 86_400_000)
  assert.deepEqual(exampleFlows.X7.chains.critical?.[1], { afterMs: 600_000, to: 'audience' })
  assert.deepEqual(exampleFlows.rules.caps[1], { channels: ['push'], most: 10, withinMs: 604_800_000 })
})

test('times are a number and a unit', () => {
  const given = ['0s', '90s', '15m', '4h', '2d']
  assert.deepEqual(
    given.map(text => duration.parse(text)),
    [0, 90_000, 900_000, 14_400_000, 172_800_000],
  )
  for (const text of ['', '5', 's', '1.5h', '-1s', '4 h', '4H', '1w', '1h30m', '9999999d', 90])
    assert.ok(!duration.safeParse(text).success, String(text))
  assert.ok(!span().safeParse('0s').success)
  assert.ok(!span('30d').safeParse('721h').success)
  assert.equal(span('30d').parse('720h'), 30 * 86_400_000)
})

test('a message is found by flow and name; what nobody named is not there', () => {
  const checkout = { email: 'resume-checkout', sms: 'resume-checkout-sms' }
  const expected = { purpose: 'marketing', urgent: false, capped: true, campaigns: checkout }
  assert.deepEqual(messageOf(exampleFlows, 'P4', 'checkout'), expected)
  for (const [flow, name] of [
    ['P4', 'check-out'],
    ['P4', 'toString'],
    ['W2', 'checkout'],
    ['rules', 'zone'],
    ['toString', 'checkout'],
  ] as const)
    assert.equal(messageOf(exampleFlows, flow, name), undefined)
})

const campaigns = { email: 'welcome' }
const message = { purpose: null, campaigns }

/** A change that makes the example wrong, and the words for it. */
const mistakes: readonly (readonly [changes: Readonly<Record<string, unknown>>, ...words: string[]])[] = [
  [{ 'P4.journies': {} }, 'P4: Unrecognized key: "journies"'],
  [{ 'P4.messages.checkout.campaign': 'x' }, 'P4.messages.checkout: Unrecognized key: "campaign"'],
  [{ P5: {} }, ': Unrecognized key: "P5"'],
  [{ E6: undefined }, 'E6: Invalid input: expected object, received undefined'],
  [
    { 'P4.journeys.checkout.after': '1 hour' },
    'P4.journeys.checkout.after: must be a number and s, m, h or d, such as 90s or 4h',
  ],
  [{ 'rules.quiet.from': '25:00' }, 'rules.quiet.from: must be a time of day such as 21:00'],
  [{ 'rules.zone': 'Berlin' }, 'rules.zone: must be a zone such as Europe/Berlin or UTC'],
  [{ 'rules.caps.0.within': '91d' }, 'rules.caps.0.within: must be 90d at most'],
  [{ 'E6.window': '31d' }, 'E6.window: must be 30d at most'],
  [{ 'E6.bucket': '15d' }, 'E6.bucket: must not be longer than the window'],
  [{ 'E6.bucket': '0s' }, 'E6.bucket: must be more than nothing'],
  [{ 'P7.suppressFor': '61d' }, 'P7.suppressFor: must be 60d at most'],

  [{ 'E1.stages.1.message': 'hello' }, 'E1.stages.1.message: there is no message hello; there are welcome, contract, '],
  [{ 'P2.sequence.1.message': 'more' }, 'P2.sequence.1.message: there is no message more; there are '],
  [{ 'P4.journeys.profile.message': 'prof' }, 'P4.journeys.profile.message: there is no message prof; there are '],
  [
    { 'X8.processes.onboarding.steps.2.customer': 'stop' },
    'X8.processes.onboarding.steps.2.customer: there is no message stop; there are step',
  ],
  [{ 'P2.messages': { alert: message, update: message } }, 'P2.messages.resolution: Invalid input: '],

  [{ 'E1.stages.2.stage': 'welcome' }, 'E1.stages.2.stage: is that of stages.0.stage too'],
  [{ 'E1.stages.1.when': 'created' }, 'E1.stages.1.when: is that of ', 'E1.stages.1.when: only the first stage is '],
  [{ 'E1.stages.1.when': 'made' }, 'E1.stages.1.when: must be "created", or an object of category, attribute and '],
  [{ 'P2.sequence.1.after': '0s' }, 'P2.sequence.1.after: must be later than the step before'],
  [{ 'X7.chains.critical.1.after': '45m' }, 'X7.chains.critical.2.after: must be later than the step before'],
  [{ 'W2.chain.2.after': '1h' }, 'W2.chain.2.after: must be later than the step before'],
  [{ 'W2.chain.2.to': 'boss' }, 'W2.chain.2.to: Invalid option: expected one of "assignee"|"lead"|"manager"'],
  [
    { 'X8.processes.onboarding.steps.1.step': 'hr_record' },
    'X8.processes.onboarding.steps.1.step: is that of processes.onboarding.steps.0.step too',
  ],
  [{ 'X7.chains': {} }, 'X7.chains.default: Invalid input: '],
  [{ 'W2.sla': { invoice: '1d' } }, 'W2.sla.default: Invalid input: '],
  [{ 'P6.criteria': {} }, 'P6.criteria.default: Invalid input: '],

  [
    { 'E4.purposes.sms.writtenAt': '3', 'E4.preferences.frequency.note': '2' },
    'E4.purposes.sms.writtenAt: is that of purposes.marketing.writtenAt too',
    'E4.preferences.frequency.note: is that of purposes.marketing.attribute too',
  ],
  [
    { 'P4.messages.checkout.campaigns': {} },
    'P4.messages.checkout.campaigns: must name the campaign of one channel at least',
  ],
  [
    { 'E5.messages.entry.campaigns': campaigns },
    'E5.messages.entry.campaigns: must be left out: the request names the campaign',
  ],
  [
    { 'P4.messages.checkout.campaigns': { whatsapp: 'resume' } },
    'P4.messages.checkout.campaigns: has none of the channels in rules.channels',
  ],
  [
    { 'P4.messages.checkout.campaigns': { ...campaigns, fax: 'resume' } },
    'P4.messages.checkout.campaigns: Unrecognized key: "fax"',
  ],
]

for (const [changes, ...words] of mistakes)
  test(`wrong: ${words.join(', and ')}`, () => {
    const wrong = wrongWith(changes)
    assert.equal(wrong.length, words.length, wrong.join('\n'))
    for (const [n, start] of words.entries()) assert.ok(wrong[n]?.startsWith(start), wrong.join('\n'))
  })

test('all problems are named at once, whichever flow they are of', () => {
  const changes = {
    'P4.messages.checkout.capt': 1,
    'E6.window': '31d',
    'W2.chain.2.after': '1h',
    'rules.quiet.to': '8',
  }
  assert.deepEqual(
    wrongWith(changes)
      .map(problem => problem.split(':')[0])
      .sort(),
    ['E6.window', 'P4.messages.checkout', 'W2.chain.2.after', 'rules.quiet.to'],
  )
})

test('topics, schemas and names are the same whatever the settings say', () => {
  const other = FlowSettings.parse(fastFlows({ 'X7.chains.critical': undefined, 'P4.journeys': {} }))
  const shape = (map: Topology) => ({
    topics: topicsOf(map),
    schemas: schemasOf(map),
    processors: map.processors.map(({ name }) => name),
  })
  assert.deepEqual(shape(topologyWith(other)), shape(topology))
  assert.deepEqual(problemsOf(topologyWith(other)), [])
})
