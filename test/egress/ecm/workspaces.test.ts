import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { outcomesOfItems } from '../../../src/egress/ecm/upsert-workspaces.ts'
import { setCategory, upsert } from './commands.ts'
import { client, control, effects, fault, send } from './content-server.ts'

beforeEach(() => control('DELETE', ''))

const path = '/otcs/cs/api/v2/businessworkspaces'
const kinds = (outcomes: readonly { kind: string }[]) => outcomes.map(({ kind }) => kind)

test('many workspaces in one call, each with its outcome; a second time they are updated', async () => {
  const ecm = client()
  const commands = [upsert('1'), upsert('2', { templateId: 77 }), upsert('3')]
  const { outcomes } = await send(ecm, ...commands)
  assert.deepEqual(kinds(outcomes), ['delivered', 'rejected', 'delivered'])
  const again = await send(ecm, ...commands)
  assert.deepEqual(again.outcomes, outcomes)
  const done = await effects()
  assert.deepEqual(
    done.map(kind => kind.replace('workspace-', '')),
    ['created', 'created', 'updated', 'updated'],
  )
})

test('the answer as an array or below results', async () => {
  await control('PUT', 'settings', { bulkAnswer: 'results' })
  const { outcomes } = await send(client(), upsert('1'))
  await control('PUT', 'settings', { bulkAnswer: 'array' })
  assert.deepEqual(kinds(outcomes), ['delivered'])
})

test('a call refused as a whole: its workspaces go one by one, and then together again', async () => {
  const ecm = client()
  await fault('permanent500', { path, text: 'Invalid attribute entry.' })
  const commands = [upsert('1'), upsert('2'), upsert('3')]
  assert.deepEqual(kinds((await send(ecm, ...commands)).outcomes), ['again', 'again', 'again'])
  for (const command of commands) {
    assert.deepEqual(ecm.plan(commands).call?.chosen, [0])
    assert.deepEqual(kinds((await send(ecm, command)).outcomes), ['delivered'])
  }
  assert.deepEqual(ecm.plan(commands).call?.chosen, [0, 1, 2])
})

test('a lost answer: in doubt, made again without harm', async () => {
  const ecm = client()
  assert.equal(ecm.plan([upsert('1')]).call?.inDoubt, 'resend')
  await fault('timeoutAfterApply', { path })
  assert.deepEqual(kinds((await send(ecm, upsert('1'), upsert('2'))).outcomes), ['inDoubt', 'inDoubt'])
})

test('an item’s words say whether it lasts; another number of answers says nothing', () => {
  const outcomes = outcomesOfItems(
    [{ id: 1 }, { id: 0, error_message: 'The node is locked by another user' }, { error_message: 'Invalid template' }],
    3,
  )
  assert.deepEqual(kinds(outcomes), ['delivered', 'retry', 'rejected'])
  assert.deepEqual(kinds(outcomesOfItems([{ id: 1 }], 2)), ['inDoubt', 'inDoubt'])
  assert.deepEqual(kinds(outcomesOfItems({ message: 'ok' }, 1)), ['inDoubt'])
})

const planned = (...commands: Parameters<ReturnType<typeof client>['plan']>[0]) => {
  const { call, refused } = client().plan(commands)
  return { endpoint: call?.endpoint, chosen: call?.chosen, refused: refused.map(({ at }) => at) }
}

test('the first command decides; what is no workspace goes alone', () => {
  assert.deepEqual(planned(setCategory(), upsert('1')), { endpoint: 'set-category', chosen: [0], refused: [] })
  assert.deepEqual(planned(upsert('1'), setCategory(), upsert('2')).chosen, [0, 2])
})

test('no workspace before an earlier command of its subject, and none twice', () => {
  const subject = 'ada'
  assert.deepEqual(planned(upsert('1'), setCategory({ subject }), upsert('2', { subject }), upsert('3')).chosen, [0, 3])
  assert.deepEqual(planned(upsert('1'), upsert('1'), upsert('2'), upsert('3', { subject: 'case-1' })).chosen, [0, 2])
})

test('what must not be sent is refused, and holds nobody up', () => {
  const plan = planned(setCategory({ nodeId: null }), upsert('1', { name: '' }), setCategory({ subject: 'ada' }))
  assert.deepEqual(plan, { endpoint: 'set-category', chosen: [2], refused: [0, 1] })
  assert.deepEqual(planned({ schema: 'signalbox.ecm.Other', value: {} }), {
    endpoint: undefined,
    chosen: undefined,
    refused: [0],
  })
})

test('fifty at most, and a megabyte', () => {
  assert.equal(planned(...Array.from({ length: 60 }, (_, at) => upsert(`${at}`))).chosen?.length, 50)
  const properties = { Text: ['x'.repeat(400_000)] }
  assert.deepEqual(
    planned(upsert('1', { properties }), upsert('2', { properties }), upsert('3', { properties })).chosen,
    [0, 1],
  )
})
