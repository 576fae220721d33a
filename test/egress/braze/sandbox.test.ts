/** The whole client against the program that encodes Braze's documentation. */
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { z } from 'zod'
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { braze as sink } from '../../../src/egress/braze/sink.ts'
import type { CallResult, Command, Finding, PlannedCall, SinkClient } from '../../../src/stream/define.ts'
import { startSandbox, type RunningSandbox } from '../../sandbox/start.ts'
import {
  attributesFor,
  campaignFor,
  canvasFor,
  deleteItemFor,
  emailFor,
  eventFor,
  purchaseFor,
  putItemFor,
  subscriptionFor,
  transactionalFor,
} from './commands.ts'
import { settings } from './sandbox-settings.ts'

let sandbox: RunningSandbox
let client: SinkClient
before(async () => {
  sandbox = await startSandbox('braze', { key: 'test-key', settings })
})
after(() => sandbox.stop())
beforeEach(async () => {
  await control('DELETE', '')
  const env = {
    SIGNALBOX_BRAZE_URL: sandbox.url,
    SIGNALBOX_BRAZE_KEY: sandbox.key,
    SIGNALBOX_DELIVERY_TIMEOUT_MS: '700',
  }
  client = sink.open(readSettings(env), systemClock)
})
afterEach(() => client.close())

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body && { headers, body: JSON.stringify(body) }),
  })
  assert.ok(response.ok, `${method} ${path}: ${response.status}`)
  return response.json()
}

const Effects = z.object({ effects: z.array(z.looseObject({ kind: z.string(), subject: z.string().nullable() })) })
const effects = async () => Effects.parse(await control('GET', '/effects')).effects
const effectsOf = async (kind: string) => (await effects()).filter(effect => effect.kind === kind)

const never = new AbortController().signal
function next(commands: readonly Command[]): PlannedCall {
  const { call } = client.plan(commands)
  assert.ok(call)
  return call
}
const send = (...commands: Command[]): Promise<CallResult> => next(commands).send(never)
const kindsOf = async (...commands: Command[]) => (await send(...commands)).outcomes.map(({ kind }) => kind)

/** Sends what is left until all is delivered or rejected, as the engine does; answers what became of each. */
async function deliverAll(commands: readonly Command[]): Promise<string[]> {
  const became = new Map<Command, string>()
  for (let calls = 0; became.size < commands.length; calls++) {
    assert.ok(calls < 200, 'never ends')
    const rest = commands.filter(command => !became.has(command))
    const { refused, call } = client.plan(rest)
    for (const { at } of refused) if (rest[at]) became.set(rest[at], 'refused')
    if (!call) continue
    const { outcomes } = await call.send(never)
    for (const [place, at] of call.chosen.entries()) {
      const kind = outcomes[place]?.kind ?? 'none'
      if (rest[at] && (kind === 'delivered' || kind === 'rejected')) became.set(rest[at], kind)
    }
  }
  return commands.map(command => became.get(command) ?? '')
}

const tick = () => new Promise(resolve => setTimeout(resolve, 20))
/** What the export says of commands whose call began at `calledAt`. */
async function ask(commands: readonly Command[], calledAt: number): Promise<Finding['kind'][]> {
  const result = await client.lookUp?.ask(
    commands.map(command => ({ ...command, calledAt, canBeTold: true })),
    never,
  )
  return (result?.findings ?? []).map(({ kind }) => kind)
}

describe('every endpoint takes what it is sent', () => {
  for (const [what, command, effect] of [
    ['an event', eventFor('ada'), 'events'],
    ['attributes', attributesFor('ada'), 'attributes'],
    ['a purchase', purchaseFor('ada'), 'purchases'],
    ['a campaign', campaignFor('ada'), 'campaign'],
    ['a Canvas', canvasFor('ada'), 'canvas'],
    ['a transactional message', transactionalFor('ada'), 'transactional'],
    ['a subscription', subscriptionFor('ada'), 'subscription'],
    ['an e-mail status', emailFor('ada'), 'email status'],
    ['a catalog item', putItemFor('i-1'), 'catalog item'],
    ['the end of a catalog item', deleteItemFor('i-1'), 'catalog item'],
  ] as const)
    test(what, async () => {
      const { outcomes, rate } = await send(command)
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['delivered'],
        JSON.stringify(outcomes),
      )
      assert.ok(what === 'a transactional message' || rate?.limit !== undefined, JSON.stringify(rate))
      assert.deepEqual(
        (await effects()).map(({ kind }) => kind),
        [effect],
      )
    })
})

test('one call of everything that /users/track takes, and a bad one is rejected alone', async () => {
  const { outcomes } = await send(
    attributesFor('ada', { email: 'no address' }),
    eventFor('bob'),
    purchaseFor('bob'),
    attributesFor('cleo', { email: 'cleo@example.org' }),
  )
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['rejected', 'delivered', 'delivered', 'delivered'],
  )
})

test('a contract that takes less is learned, and nothing is lost or doubled', async () => {
  await control('PUT', '/settings', { maxObjects: 10 })
  const commands = Array.from({ length: 75 }, (_, at) => eventFor('ada', { eventId: `e-${at}`, deliveryId: `d-${at}` }))
  assert.ok((await deliverAll(commands)).every(kind => kind === 'delivered'))
  assert.equal((await effectsOf('events')).length, 75)
})

test('attributes twice and one of them wrong: only that one is rejected', async () => {
  const commands = [
    attributesFor('ada', { tier: 'gold' }, 'd-1'),
    attributesFor('ada', { email: 'no address' }, 'd-2'),
    attributesFor('bob', { tier: 'gold' }, 'd-3'),
  ]
  assert.deepEqual(await deliverAll(commands), ['delivered', 'rejected', 'delivered'])
  assert.match(JSON.stringify(await control('GET', '/profiles/ada')), /"tier":"gold"/)
})

test('a bad item among fifty: it alone is rejected, the others are there once', async () => {
  const commands = Array.from({ length: 50 }, (_, at) =>
    putItemFor(`i-${at}`, {
      itemId: `i-${at}`,
      deliveryId: `d-${at}`,
      fields: at === 17 ? { unknown: 1 } : { price: at },
    }),
  )
  const became = await deliverAll(commands)
  assert.deepEqual(
    became.flatMap((kind, at) => (kind === 'rejected' ? [at] : [])),
    [17],
  )
  assert.equal((await effectsOf('catalog item')).length, 49)
})

test('what does not exist, is paused or archived is rejected, and nothing is sent', async () => {
  assert.deepEqual(
    await kindsOf(campaignFor('ada', { campaignId: 'none' }), campaignFor('bob', { campaignId: 'none' })),
    ['rejected', 'rejected'],
  )
  for (const command of [
    campaignFor('ada', { campaignId: 'c-paused' }),
    canvasFor('ada', { canvasId: 'v-archived' }),
    canvasFor('ada', { canvasId: 'none' }),
    transactionalFor('ada', { campaignId: 't-archived' }),
    transactionalFor('ada', { campaignId: 'none' }),
    putItemFor('i', { catalog: 'none' }),
  ])
    assert.deepEqual(await kindsOf(command), ['rejected'], command.schema)
  const groups = ['g-1', 'none', 'g-2'].map((groupId, at) =>
    subscriptionFor(['ada', 'bob', 'cleo'][at] ?? '', { groupId, deliveryId: `d-${at}` }),
  )
  assert.deepEqual(await deliverAll(groups), ['delivered', 'rejected', 'delivered'])
})

describe('a call without an answer', () => {
  const lost = (path: string, fault: string) => control('POST', '/faults', { fault, path, times: 1 })
  const cases = [
    ['an event', '/users/track', (at: number) => eventFor('ada', { occurredAt: at })],
    ['a purchase', '/users/track', (at: number) => purchaseFor('ada', { occurredAt: at })],
    ['a campaign', '/campaigns/trigger/send', () => campaignFor('ada')],
    ['a Canvas', '/canvas/trigger/send', () => canvasFor('ada')],
  ] as const
  for (const [what, path, make] of cases)
    for (const [fault, found] of [
      ['resetAfterApply', 'applied'],
      ['timeoutAfterApply', 'applied'],
      ['timeoutBeforeApply', 'notApplied'],
      ['reset', 'notApplied'],
    ] as const)
      test(`${what}, ${fault}: the export says ${found}`, async () => {
        const calledAt = systemClock.now()
        const command = make(calledAt - 10)
        assert.deepEqual(await ask([command], calledAt), ['notApplied'])
        await lost(path, fault)
        assert.equal(next([command]).inDoubt, 'lookup')
        assert.deepEqual(await kindsOf(command), ['inDoubt'])
        await tick()
        assert.deepEqual(await ask([command], calledAt), [found])
      })

  test('attributes in such a call are unknown; the event beside them tells', async () => {
    const calledAt = systemClock.now()
    const commands = [attributesFor('bob'), eventFor('ada', { occurredAt: calledAt - 10 })]
    await lost('/users/track', 'resetAfterApply')
    assert.deepEqual(await kindsOf(...commands), ['inDoubt', 'inDoubt'])
    await tick()
    assert.deepEqual(await ask(commands, calledAt), ['unknown', 'applied'])
  })

  test('a transactional message is made again: queued at first, then known, and sent once', async () => {
    const command = transactionalFor('ada', { deliveryId: 'e:1/rule/braze' })
    await lost('/transactional/*', 'resetAfterApply')
    assert.equal(next([command]).inDoubt, 'resend')
    assert.deepEqual(await kindsOf(command), ['inDoubt'])
    assert.deepEqual(await kindsOf(command), ['retry'])
    await new Promise(resolve => setTimeout(resolve, 400))
    assert.deepEqual(await kindsOf(command), ['delivered'])
    assert.equal((await effectsOf('transactional')).length, 1)
  })

  test('half an answer, a page of a proxy, a page instead of an answer: in doubt', async () => {
    for (const fault of ['cutBody', 'truncatedJson', 'html502', 'html200']) {
      await lost('/users/track', fault)
      assert.deepEqual(await kindsOf(eventFor('ada')), ['inDoubt'], fault)
    }
  })
})

test('what Braze says of errors in other ways: without an index, as plain strings, queued', async () => {
  for (const fault of ['errorsWithoutIndex', 'plainStringErrors']) {
    await control('POST', '/faults', { fault, times: 1 })
    const { outcomes } = await send(attributesFor('ada', { email: 'no address' }), eventFor('bob'))
    for (const outcome of outcomes) assert.ok(outcome.kind === 'delivered' && outcome.note !== undefined, fault)
  }
  await control('POST', '/faults', { fault: 'queued202', times: 1 })
  assert.deepEqual(await kindsOf(eventFor('ada')), ['delivered'])
})

for (const headerDialect of ['epoch', 'delta'])
  test(`over the limit, in the dialect ${headerDialect}: nothing was applied, and when there is room again`, async () => {
    await control('PUT', '/settings', {
      headerDialect,
      limits: { '/users/track': { requests: 1, windowSeconds: 60 } },
    })
    const first = await send(eventFor('ada'))
    assert.deepEqual([first.rate?.limit, first.rate?.remaining], [1, 0])
    const { outcomes, rate } = await send(eventFor('ada'))
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['unavailable'],
    )
    const wait = (rate?.notBefore ?? 0) - systemClock.now()
    assert.ok(wait > -1_000 && wait <= 60_000, `${wait} ms`)
  })

test('a wrong key: not the commands’ fault, and it is not told', async () => {
  const env = { SIGNALBOX_BRAZE_URL: sandbox.url, SIGNALBOX_BRAZE_KEY: 'wrong-key' }
  const other = sink.open(readSettings(env), systemClock)
  const result = await other.plan([eventFor('ada')]).call?.send(never)
  await other.close()
  assert.match(JSON.stringify(result), /"unavailable","reason":"refused_401: Invalid API key"/)
  assert.doesNotMatch(JSON.stringify(result), /wrong-key/)
})

test('a destination is named by its address', () => {
  assert.equal(sink.isNamed(readSettings({})), false)
  assert.equal(sink.isNamed(readSettings({ SIGNALBOX_BRAZE_URL: sandbox.url, SIGNALBOX_BRAZE_KEY: 'key' })), true)
})

test('several calls in doubt: one export tells of all, each by itself', async () => {
  const calledAt = Date.now()
  await send(eventFor('ada'))
  const doubtful = (command: Command) => [{ ...command, calledAt, canBeTold: true }]
  const calls = [doubtful(eventFor('ada')), doubtful(campaignFor('bob')), doubtful(attributesFor('cleo'))]
  const results = await client.lookUp?.askMany?.(calls, never)
  assert.deepEqual(
    results?.map(({ findings }) => findings.map(({ kind }) => kind)),
    [['applied'], ['notApplied'], ['notApplied']],
  )
  const made = z.object({ total: z.number() }).parse(await control('GET', '/calls'))
  assert.equal(made.total, 2, 'the event’s call, and one export')
})
