/** An operator's hold, as typed: every process follows within a second, also one that starts later; released, what waited goes on in order. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { consent, view } from '../event.ts'
import { field } from '../field.ts'
import { stack, startPipeline, type TestPipeline } from '../pipeline.ts'
import { until } from '../until.ts'

let signalbox: TestPipeline
before(async () => {
  signalbox = await startPipeline()
})
after(() => signalbox.stop())

const root = join(import.meta.dirname, '../..')

/** Runs signalbox with these arguments on the test's Kafka. */
async function run(...args: string[]): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    SIGNALBOX_KAFKA_BROKERS: stack().brokers,
    SIGNALBOX_REGISTRY_URL: stack().registry,
    SIGNALBOX_TOPIC_PREFIX: signalbox.prefix,
  }
  const program = join(root, 'src/bin/signalbox.mjs')
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { env, timeout: 60_000 })
  return stdout
}

const post = async (...events: object[]) => {
  for (const event of events) assert.equal((await signalbox.post(event)).status, 202)
}
const arrived = async () =>
  (await signalbox.sandbox.objects('events')).map(({ object }) => String(field(object['properties'], 'event_id')))
const waiting = async (): Promise<unknown> => {
  const health: unknown = await (await fetch(`${signalbox.url}/readyz`)).json()
  return field(field(field(health, 'stages'), 'deliver.braze'), 'waiting')
}

test('held: no call begins a second later, /readyz says who holds it and why, and metrics say so', async () => {
  await post(consent('ada'), view('before', 'ada'))
  await until(arrived, ids => ids.includes('before'))
  assert.match(await run('hold', 'braze', '--why', 'maintenance at the weekend'), /^braze is held/)
  await sleep(1_000)
  await post(view('held-1', 'ada'), view('held-2', 'ada'))
  await sleep(3_000)
  assert.deepEqual(await arrived(), ['before'])
  assert.match(String(await waiting()), /^held by .* since .*: maintenance at the weekend$/)
  assert.match(
    await (await fetch(`${signalbox.url}/metrics`)).text(),
    /signalbox_delivery_held_state\{destination="braze"\} 1/,
  )
})

test('a process that starts meanwhile holds as well; released, everything goes within a second, in order', async () => {
  const { prefix, sandbox } = signalbox
  await signalbox.kill()
  signalbox = await startPipeline({}, { prefix, sandbox })
  await post(view('held-3', 'ada'))
  await sleep(2_000)
  assert.deepEqual(await arrived(), ['before'])
  assert.match(await run('release', 'braze'), /braze/)
  const released = Date.now()
  assert.deepEqual(await until(arrived, ids => ids.length >= 4), ['before', 'held-1', 'held-2', 'held-3'])
  assert.ok(Date.now() - released < 2_000, `${Date.now() - released} ms`)
  assert.equal(await waiting(), undefined)
})
