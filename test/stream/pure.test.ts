import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assignTasks } from '../../src/stream/stage/assignment.ts'
import { deadLetter, wordOf } from '../../src/stream/stage/dead-letter.ts'
import { processor, store, stream, table, tableOf, type Topic } from '../../src/stream/define.ts'
import { topologyOf } from '../../src/stream/testing.ts'
import { problemsOf, processProblemsOf, topicsOf } from '../../src/stream/topology.ts'
import { topology } from '../../src/topology.ts'

const member = (id: string, held: number[] = []) => ({ id, held })

test('every task has one owner, evenly, for any number of members', () => {
  for (let members = 1; members <= 9; members++) {
    const assigned = assignTasks(
      6,
      Array.from({ length: members }, (_, n) => member(`m${n}`)),
    )
    const counts = [...assigned.values()].map(tasks => tasks.length)
    assert.deepEqual([...assigned.values()].flat().sort(), [0, 1, 2, 3, 4, 5])
    assert.ok(Math.max(...counts) - Math.min(...counts) <= 1, `${members} members: ${counts.join(' ')}`)
  }
})

test('tasks stay with whoever held them, as far as evenness allows', () => {
  const joined = assignTasks(6, [member('new'), member('old', [0, 1, 2, 3, 4, 5])])
  assert.deepEqual(joined.get('old'), [0, 1, 2])
  assert.deepEqual(joined.get('new'), [3, 4, 5])
  const left = assignTasks(6, [member('a', [0, 3]), member('c', [2, 5])])
  assert.deepEqual(left.get('a'), [0, 1, 3])
  assert.deepEqual(left.get('c'), [2, 4, 5])
  const uneven = assignTasks(5, [member('a', [0, 1]), member('b', [2, 3, 4])])
  assert.deepEqual(uneven.get('b'), [2, 3, 4], 'whoever holds more keeps the one task more')
})

test('two members that both say they held a task do not both get it', () => {
  const assigned = assignTasks(4, [member('a', [0, 1, 2, 3]), member('b', [0, 1])])
  assert.deepEqual([...assigned.values()].flat().sort(), [0, 1, 2, 3])
})

test('a dead letter keeps the record and says where, when and why', () => {
  const record = {
    key: Buffer.from('k'),
    value: Buffer.from([1, 2]),
    headers: [['ce_id', 'e1']] as const,
    timestamp: 5,
  }
  const letter = deadLetter(
    { record, topic: 't', partition: 3, offset: 9, stage: 'process', by: 'p', reason: `threw: ${'x'.repeat(5_000)}` },
    77,
  )
  assert.deepEqual(
    { key: letter.key, value: letter.value, timestamp: letter.timestamp },
    { key: record.key, value: record.value, timestamp: 77 },
  )
  const { signalbox_reason: reason, ...headers } = Object.fromEntries(letter.headers)
  assert.deepEqual(headers, {
    ce_id: 'e1',
    signalbox_stage: 'process',
    signalbox_by: 'p',
    signalbox_topic: 't',
    signalbox_partition: '3',
    signalbox_offset: '9',
    signalbox_timestamp: '5',
  })
  assert.equal(String(reason).length, 2_000)
  assert.equal(wordOf(String(reason)), 'threw')
})

test('a topology that cannot run is refused with everything that is wrong', () => {
  assert.deepEqual(problemsOf(topology), [])
  const processor = topology.processors.find(({ keeps }) => keeps.length > 0)
  const [kept] = processor?.keeps ?? []
  assert.ok(processor && kept)
  const unkept = store({ name: 'unkept', schema: { name: 'x', compatibility: 'FULL', avro: {} }, expiry: 'none' })
  const input = stream({ name: 'other', key: 'k', records: [], partitions: 2, retentionMs: 1, why: 'test' })
  const broken = {
    ...topology,
    changelog: table({ ...topology.changelog, partitions: 5 }),
    processors: [...topology.processors, { ...processor, input: { from: input, only: [] }, lookups: { unkept } }],
  }
  const problems = problemsOf(broken)
  assert.deepEqual(
    [
      'customer.events has 6 partitions',
      'other has 2 partitions',
      `two parts are called ${processor.name}`,
      'looks up unkept',
      `the store ${kept.name} is kept by two`,
    ].filter(wanted => !problems.some(problem => problem.includes(wanted))),
    [],
  )
})

const Row = { name: 'test.Row', compatibility: 'FULL', avro: {} } as const
const puts = (name: string, ...outputs: readonly Topic[]) =>
  processor({
    name,
    input: { from: stream({ ...about, name: 'facts', records: [], retentionMs: 1 }), only: [] },
    lookups: {},
    keeps: [],
    outputs,
    reasons: [],
    process: () => [],
  })
const about = { key: 'k', partitions: 3, why: 'test' }
const directory = table({ ...about, name: 'directory', records: [Row] })

test('a table has one processor that puts its rows, and is provisioned with the other topics', () => {
  assert.deepEqual(processProblemsOf(topologyOf(puts('one', directory))), [])
  const [problem, ...more] = processProblemsOf(topologyOf(puts('one', directory), puts('two', directory)))
  assert.match(problem ?? '', /^one and two put rows into directory: only one/)
  assert.deepEqual(more, [])
  assert.ok(topicsOf({ ...topology, processors: [...topology.processors, puts('one', directory)] }).includes(directory))
})

test('a table that is put and looked up by the event’s own key has the partitions of the inputs', () => {
  const narrow = table({ ...about, name: 'narrow', partitions: 2, records: [Row] })
  const looking = { ...puts('one', narrow), lookups: { own: tableOf(narrow, Row) } }
  assert.match(processProblemsOf(topologyOf(looking)).join(), /^narrow has 2 partitions and test\.changelog has 3/)
  const fitting = { ...puts('one', directory), lookups: { own: tableOf(directory, Row) } }
  assert.deepEqual(processProblemsOf(topologyOf(fitting)), [])
})

test('a processor may not write to what a source publishes to, nor to what is the engine’s own', () => {
  const [adapter] = topology.adapters
  const [poller] = topology.pollers
  const [events] = adapter?.topics ?? []
  const [changes] = poller?.topics ?? []
  assert.ok(adapter && poller && events && changes)
  const problemsWith = (output: Topic) =>
    problemsOf({ ...topology, processors: [...topology.processors, { ...puts('one', output), input: unrelated }] })
  assert.match(
    problemsWith(events).join(),
    new RegExp(`^one writes to ${events.name}, which ${adapter.name} publishes to`),
  )
  assert.match(
    problemsWith(changes).join(),
    new RegExp(`one writes to ${changes.name}, which ${poller.name} publishes to`),
  )
  for (const own of [topology.control, topology.changelog, poller.state])
    assert.deepEqual(problemsWith(own), [`one writes to ${own.name}, which is the engine’s own`])
})
const unrelated = {
  from: stream({ ...about, name: 'unrelated', partitions: topology.changelog.partitions, records: [], retentionMs: 1 }),
  only: [],
}
