import assert from 'node:assert/strict'
import { once } from 'node:events'
import { access, mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import kafkajs from 'kafkajs'
import type { EachMessagePayload } from 'kafkajs'
import { z } from 'zod'
import { openDataFolder } from '../../src/stack/data-folder.ts'
import { freePorts, startStack } from '../../src/stack/index.ts'
import type { RunningStack, StackOptions } from '../../src/stack/index.ts'
import { checkPorts } from '../../src/stack/ports.ts'
import { isAlive, parentOf, startProgram, survivors } from './processes.ts'
import { fakeProgram, scratchFolder, withEnv } from './scratch.ts'

const schema = JSON.stringify({ type: 'record', name: 'R', fields: [{ name: 'n', type: 'int' }] })

async function somePorts() {
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  return { kafka, controller, registry }
}

async function optionsFor(folder: string): Promise<StackOptions> {
  return { folder, ports: await somePorts(), report: () => undefined }
}

async function register(stack: RunningStack): Promise<{ id: number }> {
  const response = await fetch(`${stack.registryUrl}/subjects/r-value/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema, schemaType: 'AVRO' }),
  })
  return z.object({ id: z.number() }).parse(await response.json())
}

async function registered(stack: RunningStack): Promise<unknown> {
  const response = await fetch(`${stack.registryUrl}/subjects/r-value/versions/1`)
  const version = z.object({ id: z.number(), subject: z.string(), version: z.number(), schema: z.string() })
  return version.parse(await response.json())
}

const client = (stack: RunningStack) =>
  new kafkajs.Kafka({ brokers: [stack.brokers], logLevel: kafkajs.logLevel.NOTHING })

async function produce(stack: RunningStack, value: string): Promise<void> {
  const admin = client(stack).admin()
  await admin.connect()
  await admin.createTopics({ waitForLeaders: false, topics: [{ topic: 't', numPartitions: 1 }] })
  await admin.disconnect()
  const producer = client(stack).producer()
  await producer.connect()
  await producer.send({ topic: 't', acks: -1, messages: [{ value }] })
  await producer.disconnect()
}

async function firstRecord(stack: RunningStack): Promise<string | undefined> {
  const consumer = client(stack).consumer({ groupId: 'g' })
  await consumer.connect()
  await consumer.subscribe({ topic: 't', fromBeginning: true })
  const value = await new Promise<string | undefined>(resolve => {
    const eachMessage = ({ message }: EachMessagePayload) => {
      resolve(message.value?.toString())
      return Promise.resolve()
    }
    void consumer.run({ eachMessage })
  })
  await consumer.disconnect()
  return value
}

/** One folder for all, one after the other: each test also starts on what the one before has left. */
describe('the embedded stack', { concurrency: false }, () => {
  let folder = ''
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'signalbox-stack-'))))
  after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))

  test('schemas, their ids and acknowledged records survive kill -9 of everything, and a change of ports', async t => {
    const first = await startStack(await optionsFor(folder))
    await produce(first, 'acknowledged')
    const id = await register(first)
    for (const pid of Object.values(first.pids)) process.kill(pid, 'SIGKILL')
    assert.match(
      await first.died,
      /^(Kafka|Apicurio Registry) \S+ \(process \d+\) was ended by signal 9\. The last lines of /,
    )
    await first.stop()

    const began = performance.now()
    const second = await startStack(await optionsFor(folder))
    t.after(() => second.stop())
    t.diagnostic(`start after kill -9: ${Math.round(performance.now() - began)} ms`)
    assert.deepEqual(await registered(second), { ...id, subject: 'r-value', version: 1, schema })
    assert.equal(await firstRecord(second), 'acknowledged')
    const third = startStack(await optionsFor(folder))
    await assert.rejects(third, { name: 'StackProblem', message: /another stack, process \d+, is running on the data/ })
  })

  test('stop is orderly: the registry, then Kafka, which leaves its data clean', async () => {
    const stack = await startStack(await optionsFor(folder))
    assert.equal(isAlive(stack.pids.kafka) && isAlive(stack.pids.registry), true)
    const stopped = stack.stop()
    assert.deepEqual(await survivors([stack.pids.registry], 10_000), [])
    assert.equal(isAlive(stack.pids.kafka), true)
    await stopped
    assert.equal(isAlive(stack.pids.kafka), false)
    await access(join(folder, 'broker-1', 'data', '.kafka_cleanshutdown'))
    assert.equal(await Promise.race([stack.died, Promise.resolve('not a death')]), 'not a death')
  })

  test('no java outlives a parent that is killed with -9, and the folder is free at once', async () => {
    const { child, pids } = await holdStack(folder)
    child.kill('SIGKILL')
    assert.deepEqual(await survivors(pids, 2000), [])
    const { lock } = await openDataFolder(folder, [1])
    await lock.release()
  })

  test('no java outlives a leash that is killed with -9, and the parent still stops the rest on SIGTERM', async () => {
    const { child, pids } = await holdStack(folder)
    const [kafka = 0, registry = 0] = pids
    process.kill(parentOf(kafka), 'SIGKILL')
    assert.deepEqual(await survivors([kafka], 2000), [])
    assert.equal(isAlive(registry), true)
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
    assert.deepEqual(await survivors(pids, 0), [])
  })

  test('a broker that dies at its start is quoted, and leaves nothing running', async () => {
    const options = await optionsFor(folder)
    const start = startStack({ ...options, brokerSettings: { 'num.io.threads': '0' } })
    const message = /^Kafka \S+ ended with code 1\. The last lines of .*broker-1\.log:\n.*num\.io\.threads/s
    await assert.rejects(start, { name: 'StackProblem', message })
    await checkPorts(options.ports)
    await (await openDataFolder(folder, [1])).lock.release()
  })
})

test('a taken port stops the start before anything runs', async t => {
  const options = await optionsFor(await scratchFolder(t))
  const server = createServer()
  await new Promise<void>(resolve => server.listen(options.ports.registry, '127.0.0.1', resolve))
  t.after(() => server.close())
  const message = new RegExp(
    `port ${options.ports.registry}, which the schema registry needs, is in use: set SIGNALBOX_REGISTRY_PORT`,
  )
  await assert.rejects(startStack(options), { name: 'StackProblem', message })
  assert.deepEqual((await readdir(options.folder)).sort(), ['stack.json', 'stack.lock'])
})

test('a first start without mvn says that it must fetch', async t => {
  const folder = await scratchFolder(t)
  const path = await fakeProgram(join(folder, 'bin', 'java'), `echo 'openjdk version "17.0.1"' >&2`)
  withEnv(t, { JAVA_HOME: undefined, PATH: path, SIGNALBOX_CACHE: join(folder, 'cache') })
  const start = startStack(await optionsFor(join(folder, 'data')))
  await assert.rejects(start, {
    name: 'StackProblem',
    message: /Kafka \S+ must be fetched once, and there is no mvn on PATH/,
  })
})

/** The stack in a process of its own; `pids` are Kafka's and the registry's. */
async function holdStack(folder: string) {
  const { kafka, controller, registry } = await somePorts()
  const { child, line } = await startProgram('hold-stack.ts', folder, ...[kafka, controller, registry].map(String))
  const pids = z.object({ kafka: z.number(), registry: z.number() }).parse(JSON.parse(line))
  return { child, pids: [pids.kafka, pids.registry] }
}
