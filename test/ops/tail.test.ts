/** signalbox tail, on a pipeline that takes events meanwhile. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { signalbox } from '../command.ts'
import { batchType, consent, view } from '../event.ts'
import { stack, startPipeline, type TestPipeline } from '../pipeline.ts'

let pipeline: TestPipeline
let env: Record<string, string>
before(async () => {
  pipeline = await startPipeline({ SIGNALBOX_PARTS: 'ingress' })
  const { brokers, registry } = stack()
  env = {
    SIGNALBOX_KAFKA_BROKERS: brokers,
    SIGNALBOX_REGISTRY_URL: registry,
    SIGNALBOX_TOPIC_PREFIX: pipeline.prefix,
    SIGNALBOX_LOG_LEVEL: 'error',
  }
  const events = [consent('ann'), view('v-1', 'ann'), view('v-2', 'bob'), view('v-3', 'ann')]
  assert.equal((await pipeline.post(events, batchType)).status, 202)
})
after(() => pipeline.stop())

const Line = z.object({
  key: z.string(),
  type: z.string(),
  value: z.object({ eventId: z.string() }),
  partition: z.number(),
  offset: z.number(),
  at: z.iso.datetime(),
})
const idsIn = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => Line.parse(JSON.parse(line)).value.eventId)
const tail = (...args: string[]) => signalbox(['tail', 'customer.events', ...args], env)

test('everything up to now, by key, by type, and not more than asked', async () => {
  const whole = ['--since', '1h', '--no-follow', '--json']
  const all = await tail(...whole)
  assert.equal(all.status, 0, all.stderr)
  assert.deepEqual(idsIn(all.stdout).sort(), ['consent-ann', 'v-1', 'v-2', 'v-3'])
  assert.deepEqual(idsIn((await tail(...whole, '--key', 'ann')).stdout), ['consent-ann', 'v-1', 'v-3'])
  const views = await tail(...whole, '--key', 'ann', '--type', 'CustomerProductViewed', '--limit', '1')
  assert.deepEqual(idsIn(views.stdout), ['v-1'])
  const plain = await tail('--since', '1h', '--no-follow', '--key', 'bob')
  assert.match(plain.stdout, /^\d{4}-\S+Z \d\/\d+ bob \S+\.CustomerProductViewed \{"eventId":"v-2"/)
})

test('what comes later, as it comes, until it is interrupted', async () => {
  const entry = join(import.meta.dirname, '../../src/bin/signalbox.mjs')
  const args = [entry, 'tail', 'customer.events', '--json', '--since', '1h', '--key', 'cleo']
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  for (const id of ['v-4', 'v-5']) {
    assert.equal((await pipeline.post(view(id, 'cleo'))).status, 202)
    const next: IteratorResult<string, unknown> = await lines.next()
    assert.deepEqual(idsIn(String(next.value)), [id])
  }
  child.kill('SIGINT')
  assert.deepEqual(await exited, [0, null])
})

test('a topic that there is not: the names of those there are', async () => {
  const { status, stderr } = await signalbox(['tail', 'custmer.events'], env)
  assert.equal(status, 1)
  assert.match(stderr, /^signalbox: there is no topic custmer\.events; there are .*customer\.events/)
})
