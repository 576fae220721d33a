/** The engine and the client at a running sandbox: a call gets no answer, and an earlier one has left the very trace that it would leave. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../src/clock.ts'
import { readSettings } from '../../../src/config.ts'
import { braze } from '../../../src/egress/braze/sink.ts'
import type { SinkClient } from '../../../src/stream/define.ts'
import { startSandbox, type RunningSandbox } from '../../sandbox/start.ts'
import { delivered, Rig } from '../../stream/delivery/rig.ts'
import { SandboxControl } from '../contract/sandbox-control.ts'

let sandbox: RunningSandbox
let client: SinkClient
let rig: Rig
beforeEach(async () => {
  sandbox = await startSandbox('braze', { key: 'test-key' })
  const env = { SIGNALBOX_BRAZE_URL: sandbox.url, SIGNALBOX_BRAZE_KEY: sandbox.key, SIGNALBOX_BRAZE_SETTLE_MS: '0' }
  client = braze.open(readSettings(env), systemClock)
  const lookUp = client.lookUp ?? assert.fail()
  rig = new Rig({ plan: list => client.plan(list), lookUp, answer: delivered, turn: () => sleep(1) })
  rig.now = Date.now()
  await rig.assign()
})
afterEach(async () => {
  await client.close()
  await sandbox.stop()
})

/** A source that tells times in whole seconds. */
const second = Math.floor(Date.now() / 1_000) * 1_000 - 60_000

/** Sends the events, by subject and number, all of one name and time, in one call. Answers their receipts. */
async function sent(...events: readonly [string, number][]): Promise<string[]> {
  const had = rig.receipts.length
  for (const [subject, n] of events) rig.send(subject, n, second)
  await rig.run(() => rig.receipts.length === had + events.length, { ms: 30_000_000 })
  return rig.receipts.slice(had).map(({ id, outcome }) => `${id} ${outcome}`)
}
const lost = (fault: string) => new SandboxControl(sandbox.url).fault({ fault, path: '/users/track', times: 1 })
const applied = async () => (await new SandboxControl(sandbox.url).list({ kind: 'events' })).map(({ id }) => id)

test('lost before it is applied, and nothing tells: a person must say, and nothing is sent again', async () => {
  assert.deepEqual(await sent(['ada', 0]), ['ada-0 delivered'])
  await lost('reset')
  assert.deepEqual(await sent(['ada', 1]), ['ada-1 inDoubt'])
  assert.match(rig.receipts[1]?.reason ?? '', /; asked: same_name_and_time: /)
  assert.deepEqual(await applied(), ['e-ada-0'])
})

test('lost before it is applied, with a neighbour that can be told: both are sent once more', async () => {
  await sent(['ada', 0])
  await lost('reset')
  assert.deepEqual(await sent(['ada', 1], ['bob', 0]), ['ada-1 delivered', 'bob-0 delivered'])
  assert.deepEqual(await applied(), ['e-ada-0', 'e-ada-1', 'e-bob-0'])
})

test('applied, with a neighbour that can be told: neither is sent again', async () => {
  await sent(['ada', 0])
  await lost('resetAfterApply')
  assert.deepEqual(await sent(['ada', 1], ['bob', 0]), ['ada-1 delivered', 'bob-0 delivered'])
  assert.deepEqual(await applied(), ['e-ada-0', 'e-ada-1', 'e-bob-0'])
})

test('two of one name and time in one call are applied together: sent again once, both', async () => {
  await lost('reset')
  assert.deepEqual(await sent(['ada', 0], ['ada', 1]), ['ada-0 delivered', 'ada-1 delivered'])
  await lost('resetAfterApply')
  assert.deepEqual(await sent(['bob', 0], ['bob', 1]), ['bob-0 delivered', 'bob-1 delivered'])
  assert.deepEqual(await applied(), ['e-ada-0', 'e-ada-1', 'e-bob-0', 'e-bob-1'])
})

test('a call that is made again does not stand in its own way', async () => {
  await lost('reset')
  await lost('reset')
  assert.deepEqual(await sent(['ada', 0]), ['ada-0 delivered'])
  assert.deepEqual(await applied(), ['e-ada-0'])
})
