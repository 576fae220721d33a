/** What a task takes back, and when it must not be trusted, when a commit's outcome was not heard. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { store, timer, type Processor } from '../../src/stream/define.ts'
import { hashOf } from '../../src/stream/state/row-store.ts'
import { planOf } from '../../src/stream/process/stage-plan.ts'
import { TaskInput } from '../../src/stream/process/task-input.ts'
import { Task } from '../../src/stream/process/task.ts'
import { topologyOf } from '../../src/stream/testing.ts'
import { timerKey, timerRow } from '../../src/stream/state/timer-rows.ts'
import { RecordBatches, type Position } from '../../src/kafka/index.ts'
import { TestTopics } from '../../src/stream/testing/test-topics.ts'
import { Count, otherVisits, visits } from './driver/visits.ts'

const kept = store({ name: 'kept', schema: Count, expiry: 'none: a test' })
const alarm = timer({ name: 'alarm', clock: 'wall' })
const part = (name: string, from: typeof visits | typeof otherVisits, keeps: Processor['keeps']): Processor => ({
  name,
  input: { from, only: [] },
  lookups: {},
  keeps,
  timers: [alarm],
  outputs: [],
  reasons: [],
  process: () => [],
  wake: () => [],
})
const plan = planOf(topologyOf(part('one', visits, [kept]), part('two', otherVisits, [])))
const index = plan.storeOf(kept)?.index ?? -1
const key = Buffer.from('ada')
const hash = hashOf(key, 0, key.length)

let task: Task
const begun = (...offsets: readonly number[]): Position[] =>
  plan.inputs.map(({ topic }, n) => ({ topic: topic.name, partition: 0, offset: offsets[n] ?? 0 }))
beforeEach(() => {
  const inputs = plan.inputs.map(input => new TaskInput(input, input.topic.name, 0, () => undefined))
  task = new Task(plan, 0, inputs, 1_000)
  task.begin(begun(10, 20))
})

/** Processes a record: the row, an id, a timer and the position move. */
function step(n: number): void {
  const value = Buffer.from(`v${n}`)
  task.touch(index).put(key, 0, key.length, hash, value, 0, value.length, n)
  task.ids.add(n, n, n)
  const alarmKey = timerKey('one', 'alarm', key)
  const row = timerRow(n, `e-${n}`)
  const timers = task.touch(plan.wallTimers.index)
  const at = timers.put(alarmKey, 0, alarmKey.length, hashOf(alarmKey, 0, alarmKey.length), row, 0, row.length, n)
  task.wallTimers.push(n, at)
  task.streamTime = n
  const [input] = task.inputs
  if (input) input.position++
}
function close(): readonly Position[] {
  const changes = task.close()
  assert.ok(changes)
  return changes.after.positions
}
/** What of the steps is there: the row, ids that are known, position, event time, and what the timer would fire for. */
function seen() {
  const rows = task.stores[index]
  const address = rows?.find(key, 0, key.length, hash) ?? 0
  const mark = task.ids.mark
  const known = [1, 2, 3, 4].filter(n => !task.ids.add(n, n, 4))
  task.ids.rollback(mark)
  const row = rows && address !== 0 ? rows.bytes.toString('utf8', rows.valueStart(address), rows.valueEnd(address)) : ''
  const [input] = task.inputs
  return { row, known, position: input?.position, time: task.streamTime, due: task.wallTimers.peekDue() }
}
const after = (n: number) => ({
  row: n === 0 ? '' : `v${n}`,
  known: [1, 2, 3, 4].slice(0, n),
  position: 10 + n,
  time: n,
  due: n === 0 ? Infinity : n,
})

test('open changes are taken back to what is committed', () => {
  step(1)
  const first = close()
  task.settled()
  step(2)
  step(3)
  assert.equal(task.returnTo(first), true)
  assert.deepEqual(seen(), after(1))
  assert.deepEqual([task.isOpen, task.quiet], [false, true])
})

test('to the beginning, when nothing was ever committed', () => {
  step(1)
  close()
  step(2)
  assert.equal(task.returnTo(begun(10, 20)), true)
  assert.deepEqual(seen(), after(0))
  assert.equal(task.isEmpty, true)
})

test('a commit that failed, and what was done since, are both taken back', () => {
  step(1)
  const first = close()
  task.settled()
  step(2)
  close()
  step(3)
  assert.equal(task.returnTo(first), true)
  assert.deepEqual(seen(), after(1))
})

test('a commit that went through although nobody heard so is kept, and what was done since taken back', () => {
  step(1)
  close()
  task.settled()
  step(2)
  const second = close()
  step(3)
  assert.equal(task.returnTo(second), true)
  assert.deepEqual(seen(), after(2))
  assert.deepEqual([task.isOpen, task.quiet], [false, true])
})

test('the same with nothing done since; what had arrived and waits is forgotten, because it will be fetched again', () => {
  step(1)
  const first = close()
  const [input] = task.inputs
  const topics = new TestTopics()
  topics.append(new RecordBatches('visits', 0).append({ key, value: key, headers: [], timestamp: 1 }))
  for (const chunk of topics.read({ topic: 'visits', partition: 0 }, 0)) input?.feed(chunk)
  assert.equal(task.returnTo(first), true)
  assert.deepEqual(seen(), after(1))
  assert.equal(input?.load(), false)
  step(2)
  close()
  task.settled()
  assert.equal(seen().row, 'v2', 'and goes on')
})

test('of no changes at all: kept as it is', () => {
  step(1)
  const first = close()
  task.settled()
  assert.equal(task.returnTo(first), true)
  assert.deepEqual(seen(), after(1))
})

test('refused where somebody else went on: other positions, or the same ones with another count of commits', () => {
  step(1)
  const first = close()
  task.settled()
  const moved = first.map(position => ({ ...position, offset: position.offset + 1 }))
  assert.equal(task.returnTo(moved), false)
  const twice = first.map(position => ({ ...position, metadata: '2:1' }))
  assert.equal(task.returnTo(twice), false, 'the other fired a timer and committed, without reading on')
  const set = first.map(({ topic, partition, offset }) => ({ topic, partition, offset }))
  assert.equal(task.returnTo(set), false, 'positions that were set by hand say nothing of commits')
  assert.equal(task.returnTo(first.slice(0, 1)), false, 'a position is missing')
  step(2)
  assert.equal(task.returnTo(moved), false, 'with something open as well')
  assert.equal(task.returnTo(first), true)
})

test('begins with the count of commits and the event time that were committed', () => {
  step(4)
  const positions = close()
  assert.equal(positions[0]?.metadata, '1:4')
  const inputs = plan.inputs.map(input => new TaskInput(input, input.topic.name, 0, () => undefined))
  const other = new Task(plan, 0, inputs, 1_000)
  other.begin(positions)
  assert.equal(other.streamTime, 4)
  other.open()
  assert.equal(other.close()?.after.positions[0]?.metadata, '2:4')
})
