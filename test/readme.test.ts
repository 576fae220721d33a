/** The README's own commands, run as they stand there, but for the ports. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { view } from './event.ts'
import { startPipeline, type TestPipeline } from './pipeline.ts'
import { until } from './until.ts'

const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
const blocks = [...readme.matchAll(/```sh\n(.*?)```/gs)].map(([, commands = '']) => commands)

let signalbox: TestPipeline
before(async () => {
  signalbox = await startPipeline({ SIGNALBOX_HTTP_TOKEN: 'development-token' })
})
after(() => signalbox.stop())

/** What the n-th block of commands prints. */
async function run(n: number): Promise<string> {
  const commands = (blocks[n] ?? '')
    .replaceAll('http://127.0.0.1:8080', signalbox.url)
    .replaceAll('http://127.0.0.1:8090', signalbox.sandboxUrl)
  const { stdout } = await promisify(execFile)('sh', ['-c', commands], { timeout: 20_000 })
  return stdout
}

test('the first block: three events are accepted', async () => {
  assert.equal(blocks.length, 3)
  assert.equal(await run(0), '{"accepted":3}')
})

test('the second block: one call for Ada, none for Bob', async () => {
  const journal = await until(
    () => run(1),
    text => text.includes('"ada"'),
  )
  const calls = await signalbox.sandbox.calls()
  assert.equal(calls.length, 1)
  assert.match(journal, /"external_id":"ada","name":"signed_up"/)
  assert.doesNotMatch(journal, /bob/)
})

test('the third block: the decision about Bob, counted with its reason, as the README prints it', async () => {
  const [, expected = ''] = /\n# (signalbox_decisions_total\{.*\} \d+)\n/.exec(blocks[2] ?? '') ?? []
  assert.notEqual(expected, '')
  const printed = await until(
    () => run(2),
    text => text.includes('consent_unknown'),
  )
  assert.ok(printed.split('\n').includes(expected), printed)
})

test('from the POST to the call at the receiver: less than a second, median of twenty', async t => {
  const taken: number[] = []
  for (let n = 0; n < 20; n++) {
    const began = Date.now()
    await signalbox.post(view(`l${n}`, 'ada'))
    const [call] = await until(
      () => signalbox.sandbox.callsWith(`"l${n}"`),
      calls => calls.length > 0,
    )
    taken.push((call?.atMs ?? Infinity) - began)
  }
  const median = taken.sort((a, b) => a - b)[10] ?? Infinity
  t.diagnostic(`median ${median} ms, slowest ${taken.at(-1)} ms`)
  assert.ok(median < 1_000)
})
