/** Sources that write to Kafka themselves: the examples of schemas/README.md, in Java and in Python, before the whole pipeline. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { partitionOf } from '../../src/kafka/index.ts'
import { ensurePart, type Part } from '../../src/stack/artifacts.ts'
import { cacheFolder } from '../../src/stack/cache.ts'
import { findJava } from '../../src/stack/java.ts'
import { field } from '../field.ts'
import { stack, startPipeline, type TestPipeline } from '../pipeline.ts'
import { until } from '../until.ts'
import { pythonEnvironment } from './python/environment.ts'

const producers = join(import.meta.dirname, '../producers')
const javaPart: Part = { name: 'the Java producer', folder: 'producer-java-1', source: join(producers, 'java') }
const run = promisify(execFile)
const customers = (of: string) => Array.from({ length: 30 }, (_, n) => `${of}-${n}`)

let signalbox: TestPipeline
before(async () => {
  signalbox = await startPipeline()
})
after(() => signalbox.stop())

async function produceWithJava(names: readonly string[]): Promise<string> {
  const jars = await ensurePart(javaPart, cacheFolder(), () => undefined)
  const files = readdirSync(jars).filter(name => name.endsWith('.jar'))
  const paths = files.map(name => join(jars, name)).join(delimiter)
  const [java, folder] = [await findJava(), mkdtempSync(join(tmpdir(), 'signalbox-java-'))]
  try {
    const compiler = ['-cp', paths, 'org.eclipse.jdt.internal.compiler.batch.Main', '-17', '-cp', paths, '-d', folder]
    await run(java, [...compiler, join(producers, 'java/ProduceEvents.java')])
    const { brokers, registry } = stack()
    const classes = ['-cp', `${folder}${delimiter}${paths}`]
    const { stdout } = await run(java, [...classes, 'ProduceEvents', brokers, registry, signalbox.prefix, ...names])
    return stdout
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function produceWithPython(names: readonly string[], ...options: readonly string[]): Promise<string> {
  const environment = pythonEnvironment()
  assert.ok('python' in environment, 'missing' in environment ? environment.missing : '')
  const { brokers, registry } = stack()
  const where = ['--brokers', brokers, '--registry', registry, '--prefix', signalbox.prefix]
  const script = join(producers, 'python/produce_events.py')
  const { stdout, stderr } = await run(environment.python, [script, ...where, ...options, ...names])
  assert.equal(stderr, '')
  return stdout
}

/** The views of these customers that Braze applied, in order of application. */
async function viewed(names: readonly string[]): Promise<string[]> {
  const events = await signalbox.sandbox.objects('events')
  return events
    .filter(({ external_id }) => names.includes(external_id ?? ''))
    .map(({ object }) => String(field(object['properties'], 'event_id')))
}
/** Each customer's consent was known when the view came: without it there would be no call. */
async function assertViewedOnce(names: readonly string[]): Promise<void> {
  await until(
    () => viewed(names),
    ids => ids.length >= names.length,
  )
  assert.deepEqual((await viewed(names)).sort(), names.map(name => `${name}-view`).sort())
}

const metrics = async () => (await fetch(`${signalbox.url}/metrics`)).text()

/** How many of a source's records the pipeline says were misplaced. */
async function misplacedOf(source: string): Promise<number> {
  const text = await metrics()
  const labels = `{topic="${signalbox.prefix}customer.events",source="${source}"}`
  const line = text.split('\n').find(one => one.startsWith(`signalbox_misplaced_records_total${labels} `))
  return Number(line?.split(' ').at(-1) ?? 0)
}

test('Java, as it is: every event lies right and reaches Braze once', async () => {
  const names = customers('java')
  assert.equal(await produceWithJava(names), 'sent 60\n')
  await assertViewedOnce(names)
  assert.equal(await misplacedOf('/shop/java'), 0)
})

test('Python with the partitioner that is asked for: likewise', async () => {
  const names = customers('python')
  assert.equal(await produceWithPython(names), 'sent 60\n')
  await assertViewedOnce(names)
  assert.equal(await misplacedOf('/shop/python'), 0)
})

test('Python with librdkafka’s default partitioner: counted, moved, and still joined rightly, once', async () => {
  const names = customers('crc')
  const byDefault = ['--partitioner', 'consistent_random']
  assert.equal(await produceWithPython(names, ...byDefault), 'sent 60\n')
  await assertViewedOnce(names)
  const records = await signalbox.readTopic('customer.events', 180)
  const misplaced = records.filter(
    ({ key, partition }) => key?.startsWith('crc-') && partition !== partitionOf(Buffer.from(key), 6),
  )
  assert.ok(misplaced.length >= 30, `only ${misplaced.length} of 60 are misplaced`)
  assert.equal(await misplacedOf('/shop/python'), misplaced.length)
  assert.equal((await signalbox.readTopic('process.moved', misplaced.length)).length, misplaced.length)

  assert.equal(await produceWithPython(names, ...byDefault), 'sent 60\n', 'all sent again')
  await until(
    () => misplacedOf('/shop/python'),
    count => count >= 2 * misplaced.length,
  )
  assert.equal(await misplacedOf('/shop/python'), 2 * misplaced.length)
  await assertViewedOnce(names)
})

test('nothing became a dead letter', async () => {
  const text = await metrics()
  assert.match(text, /^# TYPE signalbox_dead_letters_total counter$/m)
  assert.doesNotMatch(text, /^signalbox_dead_letters_total\{/m)
})
