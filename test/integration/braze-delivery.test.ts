/** The whole pipeline and a Braze that fails in the ways Braze does: what arrives, how often, in which order, and what is told. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { Kafka, logLevel } from 'kafkajs'
import { consent, event } from '../event.ts'
import { field } from '../field.ts'
import { stack, startPipeline, type TestPipeline } from '../pipeline.ts'
import type { ReadRecord } from '../reader.ts'
import { startSandbox, type Call, type Sandbox } from '../sandbox-process.ts'
import { until } from '../until.ts'

const track = '/users/track'
const invalidEmail = "The value provided for the 'email' field is not a valid email."

const quick = { SIGNALBOX_DELIVERY_TIMEOUT_MS: '500', SIGNALBOX_BRAZE_SETTLE_MS: '200' }

let signalbox: TestPipeline
let sandbox: Sandbox
before(async () => {
  signalbox = await startPipeline(quick)
  sandbox = signalbox.sandbox
})
after(() => signalbox.stop())
afterEach(() => sandbox.clearFaults())

const view = (id: string, subject: string) => event(id, 'customer.product_viewed', subject, { productId: 'p-1' })
const profile = (id: string, subject: string, attributes: object) => ({
  ...event(id, 'customer.profile_changed', subject, { attributes }),
  traceparent: `00-${'4'.repeat(32)}-${'7'.repeat(16)}-01`,
})
const viewId = (id: string) => `${id}/report-customer-actions/braze`

async function post(events: readonly object[], to = signalbox): Promise<void> {
  const answer = await to.post(events, 'application/cloudevents-batch+json')
  assert.equal(answer.status, 202, await answer.text())
}

/** The events of these customers that Braze applied, as event ids in order of application. */
async function appliedFor(subjects: readonly string[], at = sandbox): Promise<string[]> {
  const events = await at.objects('events')
  return events
    .filter(({ external_id }) => subjects.includes(external_id ?? ''))
    .map(({ object }) => String(field(object['properties'], 'event_id')))
}

/** Waits until Braze has applied as many events of these customers; answers their ids. */
const applied = (count: number, subjects: readonly string[], at = sandbox) =>
  until(
    () => appliedFor(subjects, at),
    ids => ids.length >= count,
  )

/** The receipts of these customers, once there are as many. */
async function receipts(count: number, subjects: readonly string[], of = signalbox): Promise<ReadRecord[]> {
  const ours = (records: readonly ReadRecord[]) => records.filter(({ key }) => subjects.includes(key ?? ''))
  const records = await until(
    () => of.readTopic('delivery.receipts', count),
    all => ours(all).length >= count,
  )
  return ours(records)
}

/** The calls after this one, made with the status. */
async function callAfter(seq: number, at: (call: Call) => boolean): Promise<Call> {
  const calls = await until(
    () => sandbox.calls(),
    all => all.some(call => call.seq > seq && at(call)),
  )
  const found = calls.find(call => call.seq > seq && at(call))
  assert.ok(found, 'no such call was made')
  return found
}

const lastSeq = async () => (await sandbox.calls()).at(-1)?.seq ?? 0
const sizeOf = (call: Call) =>
  ['events', 'attributes'].reduce((sum, array) => sum + (asList(field(call.body, array))?.length ?? 0), 0)
const asList = (value: unknown): unknown[] | undefined => (Array.isArray(value) ? value : undefined)

/** Sends these while Braze says "in a moment", until all of them wait for it: so they go in one call, as far as the limits let. */
async function together(events: readonly { readonly id: string }[]): Promise<void> {
  const isRefused = ({ status }: Call) => status === 429
  const seq = await lastSeq()
  await sandbox.fault({ fault: 'status', status: 429, headers: { 'Retry-After': '0.1' }, path: track, times: 0 })
  await post([view(`plug-${seq}`, 'plug')])
  const first = await callAfter(seq, isRefused)
  await post(events)
  await until(
    async () => (await signalbox.readTopic('braze.commands', 1)).map(({ value }) => field(value, 'eventId')),
    ids => events.every(({ id }) => ids.includes(id)),
  )
  const calls = await until(
    () => sandbox.calls(),
    all => all.some(call => call.seq > first.seq && sizeOf(call) > events.length),
  )
  assert.equal(sizeOf(calls.at(-1) ?? first), events.length + 1, 'all wait together')
  await sandbox.clearFaults()
}

/** The value of a counter in /metrics; 0 where it is not there. */
async function metric(name: string, labels: string): Promise<number> {
  const text = await (await fetch(`${signalbox.url}/metrics`)).text()
  const line = text.split('\n').find(candidate => candidate.startsWith(`${name}{${labels}}`))
  return Number(line?.split(' ').at(-1) ?? 0)
}

/** Where the partitions of a topic end, each different number once. */
async function endsOf(topic: string): Promise<string[]> {
  const admin = new Kafka({ brokers: [stack().brokers], logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  const partitions = await admin.fetchTopicOffsets(topic)
  await admin.disconnect()
  return [...new Set(partitions.map(({ high }) => high))]
}

test('customers who consent', async () => {
  await post(['plug', 'ada', 'bob', 'cleo', 'dora', 'eve', 'fay'].map(consent))
})

test('one bad object in a call: it is rejected in Braze’s words and kept byte for byte, and its neighbours are delivered', async () => {
  await together([
    view('a-1', 'dora'),
    profile('a-2', 'ada', { tier: 'gold' }),
    profile('a-3', 'bob', { email: 'no-email' }),
    profile('a-4', 'cleo', { email: 'cleo@example.org' }),
  ])
  const outcomes = (await receipts(4, ['ada', 'bob', 'cleo', 'dora'])).map(({ value }) =>
    ['eventId', 'outcome', 'reason'].map(name => field(value, name)),
  )
  assert.deepEqual(outcomes.sort(), [
    ['a-1', 'delivered', null],
    ['a-2', 'delivered', null],
    ['a-3', 'rejected', invalidEmail],
    ['a-4', 'delivered', null],
  ])
  const taken = (await sandbox.callsWith('no-email')).filter(({ status }) => status === 201)
  assert.deepEqual(taken.map(sizeOf), [5], 'they were in one call, and it was made once')

  const commands = await signalbox.readTopic('braze.commands', 5)
  const command = commands.find(({ value }) => field(value, 'eventId') === 'a-3')
  const [letter, ...others] = await signalbox.readTopic('dead.letters', 1)
  assert.ok(command?.bytes && letter?.bytes)
  assert.equal(others.length, 0)
  assert.ok(letter.bytes.equals(command.bytes), 'byte for byte')
  assert.equal(letter.key, 'bob')
  const { signalbox_timestamp: timestamp, signalbox_attempts: attempts, ...headers } = letter.headers
  assert.ok(Math.abs(Number(timestamp) - Date.now()) < 60_000)
  assert.equal(attempts, '1', 'what Braze put off for its limit was no attempt')
  assert.deepEqual(headers, {
    traceparent: `00-${'4'.repeat(32)}-${'7'.repeat(16)}-01`,
    signalbox_stage: 'deliver.braze',
    signalbox_by: 'braze',
    signalbox_reason: `rejected: ${invalidEmail}`,
    signalbox_topic: `${signalbox.prefix}braze.commands`,
    signalbox_partition: String(command.partition),
    signalbox_offset: String(command.offset),
  })
  assert.equal(await metric('signalbox_dead_letters_total', 'stage="deliver.braze",reason="rejected"'), 1)
})

test('an outage: everything arrives once, each customer’s in order, and the receipts tell the attempts', async () => {
  const customers = ['ada', 'bob', 'cleo']
  await sandbox.fault({ fault: 'html502', path: track })
  await sandbox.fault({ fault: 'status', status: 503, path: track, times: 2 })
  const sent = Array.from({ length: 45 }, (_, at) => ({ id: `b-${at}`, subject: customers[at % 3] ?? '' }))
  const views = sent.map(({ id, subject }) => view(id, subject))
  const seq = await lastSeq()
  await post(views.slice(0, 1))
  await callAfter(seq, ({ status }) => status === 502)
  await post(views.slice(1))
  await applied(45, customers)
  for (const customer of customers) {
    const arrived = (await appliedFor([customer])).filter(id => id.startsWith('b-'))
    const expected = sent.filter(({ subject }) => subject === customer).map(({ id }) => id)
    assert.deepEqual(arrived, expected, customer)
  }
  const told = (await receipts(48, customers)).filter(({ value }) => String(field(value, 'eventId')).startsWith('b-'))
  assert.equal(told.length, 45)
  assert.ok(told.every(({ value }) => field(value, 'outcome') === 'delivered'))
  assert.ok(Math.max(...told.map(({ value }) => Number(field(value, 'attempts')))) > 1)
})

describe('429: no call before Braze says so', () => {
  for (const [what, fault, headerDialect] of [
    ['Retry-After', { fault: 'status', status: 429, headers: { 'Retry-After': '1' } }, 'epoch'],
    ['X-Ratelimit-Retry-After', { fault: 'rateLimited', seconds: 1 }, 'delta'],
    ['X-Ratelimit-Reset', { fault: 'rateLimited', seconds: 1 }, 'epoch'],
  ] as const)
    test(what, async () => {
      await sandbox.settings({ headerDialect })
      const seq = await lastSeq()
      await sandbox.fault({ ...fault, path: track })
      await post([view(`c-${what}-1`, 'dora')])
      const refused = await callAfter(seq, ({ status }) => status === 429)
      await post([view(`c-${what}-2`, 'dora')])
      const next = await callAfter(refused.seq, () => true)
      assert.equal(next.status, 201)
      const pause = next.atMs - refused.atMs
      assert.ok(pause >= 990 && pause < 3_500, `the next call came after ${pause} ms`)
      const ids = await until(
        () => appliedFor(['dora']),
        all => all.includes(`c-${what}-2`),
      )
      assert.deepEqual(ids.slice(-2), [`c-${what}-1`, `c-${what}-2`])
    })
})

describe('calls in doubt are looked up: each is applied once, whatever became of its answer', () => {
  for (const [what, fault, reason, calls] of [
    ['a connection that breaks before Braze took it', 'reset', null, 2],
    ['no answer, and Braze did not take it', 'timeoutBeforeApply', null, 2],
    ['no answer, but Braze had taken it', 'timeoutAfterApply', 'found: timed_out: no answer within 500 ms', 1],
    ['a connection that breaks after Braze took it', 'resetAfterApply', /^found: cut_off: /, 1],
  ] as const)
    test(`${what}: one effect, one receipt, ${calls === 1 ? 'no second call' : 'a second call'}`, async () => {
      const subject = 'eve'
      await sandbox.fault({ fault, path: track })
      await post([view(`e-${fault}`, subject)])
      const told = await until(
        () => signalbox.readTopic('delivery.receipts', 1),
        records => records.some(({ value }) => field(value, 'deliveryId') === viewId(`e-${fault}`)),
      )
      const ours = told.filter(({ value }) => field(value, 'deliveryId') === viewId(`e-${fault}`))
      assert.deepEqual(
        ours.map(({ value }) => [field(value, 'outcome'), field(value, 'attempts')]),
        [['delivered', calls]],
      )
      const said = field(ours[0]?.value, 'reason')
      if (reason instanceof RegExp) assert.match(String(said), reason)
      else assert.equal(said, reason)
      assert.equal((await appliedFor([subject])).filter(id => id === `e-${fault}`).length, 1)
    })
})

test('a contract with a lower limit of objects: the calls become as small, and all arrive once', async () => {
  await sandbox.settings({ maxObjects: 5 })
  const seq = await lastSeq()
  const ids = Array.from({ length: 60 }, (_, at) => `f-${at}`)
  await together(ids.map(id => view(id, 'fay')))
  assert.deepEqual(await applied(60, ['fay']), ids)
  const calls = (await sandbox.calls()).filter(call => call.seq > seq && call.status !== 429)
  const refused = calls.filter(({ status }) => status === 400)
  assert.ok(refused.length > 0 && refused.every(call => sizeOf(call) > 5), 'calls above the limit are refused')
  assert.ok(refused.length <= 6, `${refused.length} of ${calls.length} calls in vain: the limit was not learnt`)
  await sandbox.settings({ maxObjects: 75 })
})

test('nothing else lies in the dead letters', async () => {
  assert.equal((await signalbox.readTopic('dead.letters', 1)).length, 1)
})

test('a wrong API key: an operator is told and the key is not, nothing is lost, and with the right key it all arrives', async () => {
  const braze = await startSandbox()
  const key = 'wrong-key-0451'
  const env = { ...quick, SIGNALBOX_SESSION_TIMEOUT_MS: '2000' }
  const wrong = await startPipeline({ ...env, SIGNALBOX_BRAZE_KEY: key }, { sandbox: braze })
  await post([consent('gus'), view('d-1', 'gus'), view('d-2', 'gus')], wrong)
  await until(
    () => Promise.resolve(wrong.log()),
    log => log.includes('refused_401'),
  )
  assert.match(
    wrong.log(),
    /"destination":"braze","waiting":"\/users\/track: breaker open: refused_401: Invalid API key/,
  )
  assert.doesNotMatch(wrong.log(), new RegExp(key))
  const [health, metrics] = await Promise.all(
    ['readyz', 'metrics'].map(async path => (await fetch(`${wrong.url}/${path}`)).text()),
  )
  assert.match(health ?? '', /"waiting":"\/users\/track: breaker (open|probing): refused_401/)
  assert.match(
    metrics ?? '',
    /signalbox_delivery_state\{destination="braze",endpoint="\/users\/track",state="(open|probing)"\} 1/,
  )
  assert.match(
    metrics ?? '',
    /signalbox_delivery_state\{destination="braze",endpoint="\/users\/track",state="closed"\} 0/,
  )
  assert.equal((await braze.calls()).filter(({ status }) => status !== 401).length, 0)
  await wrong.kill()

  const right = await startPipeline(env, { sandbox: braze, prefix: wrong.prefix })
  try {
    assert.deepEqual(await applied(2, ['gus'], braze), ['d-1', 'd-2'])
    const outcomes = (await receipts(2, ['gus'], right)).map(({ value }) => field(value, 'outcome'))
    assert.deepEqual(outcomes, ['delivered', 'delivered'])
    assert.deepEqual(await endsOf(`${wrong.prefix}dead.letters`), ['0'], 'nothing was ever written to the dead letters')
  } finally {
    await right.stop()
  }
})
