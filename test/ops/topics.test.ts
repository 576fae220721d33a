import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from '../../src/config.ts'
import { topicDifferences, wantedState } from '../../src/ops/topics.ts'
import { days, stream, table } from '../../src/stream/define.ts'

const about = { key: 'k', records: [], partitions: 6, why: 'w' }
const settings = readSettings({ SIGNALBOX_TOPIC_PREFIX: 'eu.', SIGNALBOX_REPLICATION: '3' })
const wanted = wantedState(stream({ name: 'events', ...about, retentionMs: days(30) }), settings)

test('a stream is deleted by time, a table compacted and never cut; both carry prefix and replicas', () => {
  assert.deepEqual(wanted, {
    name: 'eu.events',
    partitions: 6,
    replication: 3,
    config: { 'cleanup.policy': 'delete', 'max.message.bytes': '4194304', 'retention.ms': '2592000000' },
  })
  assert.deepEqual(wantedState(table({ name: 'rows', ...about }), settings).config, {
    'cleanup.policy': 'compact',
    'max.message.bytes': '4194304',
  })
})

test('the same is no difference, whatever else is set on the cluster', () => {
  assert.deepEqual(topicDifferences(wanted, { ...wanted, config: { ...wanted.config, 'segment.ms': '1' } }), [])
})

test('a topic that is not there is one difference', () => {
  assert.deepEqual(topicDifferences(wanted, undefined), ['topic eu.events: does not exist'])
})

test('every difference has a line with both values', () => {
  const found = { name: 'eu.events', partitions: 3, replication: 1, config: { 'cleanup.policy': 'compact' } }
  assert.deepEqual(topicDifferences(wanted, found), [
    'topic eu.events: partitions is 3, declared is 6',
    'topic eu.events: replication is 1, declared is 3',
    'topic eu.events: cleanup.policy is compact, declared is delete',
    'topic eu.events: max.message.bytes is not set, declared is 4194304',
    'topic eu.events: retention.ms is not set, declared is 2592000000',
  ])
})
