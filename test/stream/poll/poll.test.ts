/** A poll stage on a real Kafka: events, rows and position move together, and one process polls. */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { PollOrder } from '../../../schemas/poll-order.generated.ts'
import { createCluster, headerOf, Publisher } from '../../../src/kafka/index.ts'
import { onCluster } from '../../../src/stream/index.ts'
import { field } from '../../field.ts'
import { newPrefix, stack } from '../../pipeline.ts'
import { until } from '../../until.ts'
import { committed } from '../live/output.ts'
import { counter, engineOf, letters, makeTopics, orders, startPolling, ticks, ticksState } from './poll-run.ts'
import type { PollRunSettings } from './poll-run.ts'

const children: ChildProcess[] = []
const runs: { stop(): Promise<void> }[] = []
after(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(runs.map(run => run.stop()))
})

async function settings(): Promise<PollRunSettings> {
  const made = { brokers: stack().brokers, prefix: newPrefix(), instance: 'one' }
  await makeTopics(made)
  // A partition that was just made may have no leader yet.
  const isLed = () => Promise.all([ticks, ticksState, letters].map(topic => committed(engineOf(made), topic)))
  await until(
    () =>
      isLed().then(
        () => true,
        () => false,
      ),
    led => led,
  )
  return made
}

function child({ brokers, prefix }: PollRunSettings, instance: string): ChildProcess {
  const program = join(import.meta.dirname, 'poll-child.ts')
  const args = ['--import', 'tsx', program, brokers, prefix, instance]
  const started = spawn(process.execPath, args, { stdio: 'inherit' })
  children.push(started)
  return started
}

async function end(process: ChildProcess): Promise<void> {
  const ended = once(process, 'exit')
  process.kill('SIGKILL')
  await ended
}

/** The numbers that were told, in their order, and by whom. */
async function told(made: PollRunSettings): Promise<{ number: number; by: string }[]> {
  const engine = engineOf(made)
  const records = await committed(engine, ticks)
  const events = records.map(({ value }) => engine.codec.decode(value).value)
  return events
    .map(event => ({ number: Number(field(event, 'number')), by: String(field(event, 'by')) }))
    .sort((a, b) => a.number - b.number)
}

const reaches = (made: PollRunSettings, test: (events: { number: number; by: string }[]) => boolean) =>
  until(() => told(made), test, 40_000)

/** Each number once, none left out, and the row says the last. */
async function assertWhole(made: PollRunSettings): Promise<void> {
  const numbers = (await told(made)).map(({ number }) => number)
  assert.deepEqual(
    numbers,
    Array.from({ length: numbers.length }, (_, at) => at + 1),
  )
  const engine = engineOf(made)
  const rows = await committed(engine, ticksState)
  assert.equal(field(engine.codec.decode(rows.at(-1)?.value ?? null).value, 'number'), numbers.length)
}

async function give(made: PollRunSettings, values: readonly Buffer[]): Promise<void> {
  const engine = engineOf(made)
  const cluster = createCluster(engine.kafka)
  await cluster.connect()
  const topic = onCluster(engine, orders)
  await cluster.addMultipleTargetTopics([topic])
  const publisher = new Publisher(cluster, 10_000, engine.log, () => undefined)
  await publisher.publish(
    values.map(value => ({
      ...{ topic, partition: 0 },
      record: { key: null, value, headers: [], timestamp: Date.now() },
    })),
  )
  await cluster.disconnect()
}

test('two processes, killed in turn: one polls at a time, and what it tells has no gap and nothing twice', async () => {
  const made = await settings()
  let [polls, waits] = [child(made, 'a'), child(made, 'b')]
  await reaches(made, events => events.length > 50)
  for (let round = 0; round < 2; round++) {
    const [last] = (await told(made)).slice(-1)
    const holder = last?.by ?? ''
    if ((holder === 'a') !== (polls.spawnargs.at(-1) === 'a')) [polls, waits] = [waits, polls]
    await end(polls)
    const other = holder === 'a' ? 'b' : 'a'
    const events = await reaches(made, all =>
      all.some(({ number, by }) => by === other && number > (last?.number ?? 0)),
    )
    const taken = events.findIndex(({ by, number }) => by === other && number > (last?.number ?? 0))
    assert.ok(
      events.slice(taken).every(({ by }) => by === other),
      'only one of them polls',
    )
    ;[polls, waits] = [waits, child(made, holder)]
  }
  await Promise.all([polls, waits].map(end))
  await assertWhole(made)
})

test('a process that sleeps through the end of its session writes nothing when it wakes', async () => {
  const made = await settings()
  const zombie = child(made, 'zombie')
  await reaches(made, events => events.length > 20)
  const heir = startPolling({ ...made, instance: 'heir' }, counter('heir'))
  runs.push(heir)
  zombie.kill('SIGSTOP')
  await reaches(made, events => events.at(-1)?.by === 'heir')
  zombie.kill('SIGCONT')
  await sleep(1_500)
  await heir.stop()
  await end(zombie)
  await assertWhole(made)
})

test('trouble is waited out and said; a fault of ours and a commit that failed lose and double nothing', async () => {
  const made = await settings()
  const run = startPolling(
    made,
    counter('one', {
      trouble: step => (step === 5 ? 'unreachable: ECONNREFUSED' : undefined),
      throws: step => step === 9,
      misfit: step => step === 12,
    }),
  )
  runs.push(run)
  await run.running()
  const said = await until(
    () => Promise.resolve(run.stage.waiting),
    words => words !== undefined,
  )
  assert.match(said ?? '', /^unreachable: ECONNREFUSED \(since 2\S+Z, 1 attempts\)$/)
  await reaches(made, events => events.length > 60)
  assert.equal(run.stage.waiting, undefined)
  await run.stop()
  await assertWhole(made)
  const [letter, ...more] = await committed(run.engine, letters)
  assert.equal(more.length, 0)
  assert.match(String(headerOf(letter?.headers ?? [], 'signalbox_reason')?.[1]), /^does_not_fit: test\.Ticked: /)
  run.stage.observe()
  const metrics = await run.engine.metrics.registry.metrics()
  assert.match(metrics, /signalbox_poll_errors_total\{poller="tick",reason="unreachable"\} 1/)
  assert.match(metrics, /signalbox_poll_errors_total\{poller="tick",reason="fault"\} 1/)
  assert.match(metrics, /signalbox_poll_changes_total\{poller="tick",kind="Ticked"\} \d\d/)
  assert.match(metrics, /signalbox_poll_state_records\{poller="tick"\} 1/)
})

test('an order is given to the source once; what is no order goes to the dead letters', async () => {
  const made = await settings()
  const run = startPolling(made, counter('one'))
  runs.push(run)
  await run.running()
  const order = { what: 'reconcile', from: null, by: 'a test', at: 1 }
  await give(made, [run.engine.codec.encode(PollOrder, order), Buffer.from('no order')])
  const letter = await until(
    () => committed(run.engine, letters),
    ([first]) => first !== undefined,
  )
  assert.match(String(headerOf(letter[0]?.headers ?? [], 'signalbox_reason')?.[1]), /^bad_frame: /)
  await run.stop()
  const rows = await committed(run.engine, ticksState)
  assert.equal(field(run.engine.codec.decode(rows.at(-1)?.value ?? null).value, 'orders'), 1)
  const again = startPolling({ ...made, instance: 'two' }, counter('two'))
  runs.push(again)
  await again.running()
  await reaches(made, events => events.some(({ by }) => by === 'two'))
  await again.stop()
  const later = await committed(run.engine, ticksState)
  assert.equal(field(run.engine.codec.decode(later.at(-1)?.value ?? null).value, 'orders'), 1)
  await assertWhole(made)
})
