/** When a timer of the wall clock waits for records that a task does not have yet. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { RecordBatches } from '../../src/kafka/index.ts'
import type { Processor } from '../../src/stream/define.ts'
import { timer } from '../../src/stream/define.ts'
import { GlobalRows } from '../../src/stream/process/global-tables.ts'
import { Processing } from '../../src/stream/process/processing.ts'
import { planOf } from '../../src/stream/process/stage-plan.ts'
import { TaskInput } from '../../src/stream/process/task-input.ts'
import { TaskLoop } from '../../src/stream/process/task-loop.ts'
import { Task } from '../../src/stream/process/task.ts'
import { Outbox } from '../../src/stream/stage/outbox.ts'
import { hashOf } from '../../src/stream/state/row-store.ts'
import { timerKey, timerRow } from '../../src/stream/state/timer-rows.ts'
import { topologyOf } from '../../src/stream/testing.ts'
import { TestSchemas } from '../../src/stream/testing/test-schemas.ts'
import { TestTopics } from '../../src/stream/testing/test-topics.ts'
import { otherVisits, visit, Visited, visits } from './driver/visits.ts'

const alarm = timer({ name: 'alarm', clock: 'wall' })
const seen: string[] = []
const part = (name: string, from: typeof visits | typeof otherVisits): Processor => ({
  name,
  input: { from, only: [Visited] },
  lookups: {},
  keeps: [],
  timers: [alarm],
  outputs: [],
  reasons: [],
  process: () => {
    seen.push('record')
    return []
  },
  wake: ({ due }) => {
    seen.push(`fired ${due}`)
    return []
  },
})
const topology = topologyOf(part('one', visits), part('two', otherVisits))
const plan = planOf(topology)
const schemas = new TestSchemas(topology)
const partition = 0

let now: number
let task: Task
let loop: TaskLoop
/** The inputs that have not said whether there is more. */
const silent = new Set<string>()
let topics: TestTopics
beforeEach(() => {
  now = 1_000
  seen.length = 0
  silent.clear()
  topics = new TestTopics()
  const inputs = plan.inputs.map(input => new TaskInput(input, input.topic.name, partition, () => undefined))
  task = new Task(plan, partition, inputs, 1_000)
  task.begin(inputs.map(({ topic }) => ({ topic, partition, offset: 0 })))
  const reports = { deadLetter: () => assert.fail('a dead letter') }
  const outbox = new Outbox(({ name }) => name)
  const parts = { codec: schemas.engine, plan, globals: new GlobalRows(), outbox, reports }
  const processing = new Processing(parts, task)
  loop = new TaskLoop(plan, processing, { now: () => now }, ({ topic }) => silent.has(topic))
})

function set(due: number): void {
  const key = timerKey('one', 'alarm', Buffer.from(`k-${due}`))
  const row = timerRow(due, 'e-1')
  const rows = task.touch(plan.wallTimers.index)
  task.wallTimers.push(due, rows.put(key, 0, key.length, hashOf(key, 0, key.length), row, 0, row.length, now))
}
/** A record arrives. Its key is one of the partition's. */
function arrive(topic: string, timestamp: number): void {
  const value = schemas.encode(Visited, visit(`${topic}-${timestamp}`, { subject: 'bob' }))
  const from = topics.read({ topic, partition }, 0).at(-1)?.next ?? 0
  topics.append(new RecordBatches(topic, partition).append({ key: Buffer.from('bob'), value, headers: [], timestamp }))
  for (const chunk of topics.read({ topic, partition }, from))
    task.inputs.find(input => input.topic === topic)?.feed(chunk)
}
const work = () => {
  while (loop.slice([task]) > 0);
  return seen.splice(0)
}

test('an input of which nothing is known yet holds an overdue timer back; one that is idle does not', () => {
  set(900)
  silent.add('other-visits')
  assert.deepEqual(work(), [])
  silent.clear()
  assert.deepEqual(work(), ['fired 900'])
})

test('at once is at once, with nothing known and records waiting', () => {
  for (const topic of ['visits', 'other-visits', 'test.moved']) silent.add(topic)
  set(0)
  set(-5)
  set(900)
  assert.deepEqual(work(), ['fired -5', 'fired 0'])
})

test('a record behind the time of the timer lets it fire, although more of its input has not arrived', () => {
  set(900)
  arrive('visits', 901)
  silent.add('visits')
  assert.deepEqual(work(), ['fired 900', 'record'])
  set(950)
  assert.deepEqual(work(), [], 'now it is not known what comes next')
})

test('a record of any input up to the time of the timer comes first, and is not passed by those behind the time', () => {
  set(900)
  arrive('other-visits', 900)
  arrive('visits', 899)
  arrive('visits', 901)
  assert.deepEqual(work(), ['record', 'record', 'fired 900', 'record'])
})

test('while it waits, the stage looks again soon, without turning in circles; and waits for the next timer where none is overdue', () => {
  set(900)
  silent.add('visits')
  work()
  assert.equal(loop.untilTimer([task]), 20)
  silent.clear()
  assert.equal(loop.untilTimer([task]), 1)
  work()
  set(1_300)
  assert.equal(loop.untilTimer([task]), 300)
})
