import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { calls, client, control, effects, fault, outcomeOf, valuesOf } from './content-server.ts'
import { case4711, setCategory } from './commands.ts'

beforeEach(() => control('DELETE', ''))

const put = '/otcs/cs/api/v2/nodes/5000/categories/*'

test('attributes that are named are set, the others stay, and the node’s id is what it is known by', async () => {
  const ecm = client()
  await outcomeOf(ecm, setCategory({ values: { 3: ['mail', 'phone'], 8: 4 } }))
  const outcome = await outcomeOf(ecm, setCategory())
  assert.deepEqual(outcome, { kind: 'delivered', destinationId: '5000' })
  const values = await valuesOf(5000)
  assert.deepEqual([values?.['16878_2'], values?.['16878_3'], values?.['16878_8']], ['granted', ['mail', 'phone'], 4])
})

test('null and an empty list clear', async () => {
  await outcomeOf(client(), setCategory({ values: { 3: ['mail'] } }))
  assert.equal((await outcomeOf(client(), setCategory({ values: { 2: null, 3: [] } })))?.kind, 'delivered')
  const values = await valuesOf(5000)
  assert.deepEqual([values?.['16878_2'], values?.['16878_3']], [null, []])
})

test('a workspace by its business object; one that is not there is rejected', async () => {
  const nowhere = { nodeId: null, ...case4711 }
  assert.deepEqual(await outcomeOf(client(), setCategory(nowhere)), { kind: 'delivered', destinationId: '5001' })
  const unknown = await outcomeOf(client(), setCategory({ ...nowhere, businessObjectId: 'none' }))
  assert.ok(unknown?.kind === 'rejected' && unknown.reason.startsWith('not_found: '), JSON.stringify(unknown))
})

test('meant only for a workspace that is there: without one nothing is done, and the receipt says so', async () => {
  const nowhere = { nodeId: null, ...case4711, businessObjectId: 'none', whereThere: true }
  const outcome = await outcomeOf(client(), setCategory(nowhere))
  assert.ok(outcome?.kind === 'delivered' && outcome.note?.startsWith('not_found: '), JSON.stringify(outcome))
  assert.deepEqual(await effects(), [])
  const wrong = await outcomeOf(
    client(),
    setCategory({ nodeId: null, ...case4711, whereThere: true, values: { 99: 'x' } }),
  )
  assert.equal(wrong?.kind, 'rejected')
})

test('a category that the node lacks is put on it', async () => {
  assert.equal((await outcomeOf(client(), setCategory({ nodeId: 5200 })))?.kind, 'delivered')
  assert.equal((await valuesOf(5200))?.['16878_2'], 'granted')
  assert.deepEqual(await effects(), ['category-applied'])
})

test('no such node, no such attribute, a value of another type: rejected, with its words', async () => {
  const ecm = client()
  const reasons = [
    await outcomeOf(ecm, setCategory({ nodeId: 99 })),
    await outcomeOf(ecm, setCategory({ values: { 99: 'x' } })),
    await outcomeOf(ecm, setCategory({ values: { 8: 'four' } })),
  ].map(outcome => (outcome?.kind === 'rejected' ? outcome.reason.replace(/:.*/, '') : JSON.stringify(outcome)))
  assert.deepEqual(reasons, ['not_found', 'invalid', 'invalid'])
})

test('of two writes the newer one stays, in whatever order they come', async () => {
  const ecm = client()
  const at = (writtenAt: number, value: string) =>
    setCategory({ values: { 2: value }, writtenAt, writtenAtAttribute: '7' })
  assert.equal((await outcomeOf(ecm, at(2_000, 'new')))?.kind, 'delivered')
  const older = await outcomeOf(ecm, at(1_000, 'old'))
  assert.ok(older?.kind === 'delivered' && older.note?.startsWith('kept_newer: '), JSON.stringify(older))
  assert.equal((await valuesOf(5000))?.['16878_2'], 'new')
  assert.equal((await outcomeOf(ecm, at(2_000, 'again')))?.kind, 'delivered')
  assert.equal((await valuesOf(5000))?.['16878_2'], 'again')
})

test('somebody writes between reading and writing: read again, and the newer one stays', async () => {
  await fault('lostUpdate', { values: { '16878_2': 'theirs', '16878_7': '2026-03-01T12:00:01Z' } })
  const outcome = await outcomeOf(client(), setCategory({ writtenAtAttribute: '7' }))
  assert.ok(outcome?.kind === 'delivered' && outcome.note?.startsWith('kept_newer: '), JSON.stringify(outcome))
  assert.equal((await valuesOf(5000))?.['16878_2'], 'theirs')
  assert.deepEqual(await effects(), ['category-updated-elsewhere'])
})

test('somebody older writes between: this one follows, and loses nothing of theirs', async () => {
  await fault('lostUpdate', { values: { '16878_8': 7, '16878_7': '2026-03-01T11:00:00Z' } })
  assert.deepEqual(await outcomeOf(client(), setCategory({ writtenAtAttribute: '7' })), {
    kind: 'delivered',
    destinationId: '5000',
  })
  const values = await valuesOf(5000)
  assert.deepEqual([values?.['16878_2'], values?.['16878_8']], ['granted', 7])
})

test('three conflicts are mended inside the call; with a fourth the command waits', async () => {
  await fault('editConflict', { times: 3 })
  assert.equal((await outcomeOf(client(), setCategory()))?.kind, 'delivered')
  await fault('editConflict', { times: 0 })
  const outcome = await outcomeOf(client(), setCategory())
  assert.ok(outcome?.kind === 'retry' && outcome.reason.startsWith('edit_conflict: '), JSON.stringify(outcome))
  assert.equal((await calls()).filter(call => call.startsWith('PUT')).length, 8)
})

test('an answer that does not come, or is a page: in doubt, and such a call is made again', async () => {
  const plan = client().plan([setCategory()])
  assert.deepEqual([plan.call?.endpoint, plan.call?.inDoubt], ['set-category', 'resend'])
  for (const name of ['timeoutAfterApply', 'html200', 'resetAfterApply', 'truncatedJson']) {
    await fault(name, { path: put })
    const outcome = await outcomeOf(client(), setCategory())
    assert.equal(outcome?.kind, 'inDoubt', `${name}: ${JSON.stringify(outcome)}`)
  }
})

test('a page or no answer to what only reads: nothing was done', async () => {
  const form = '/otcs/cs/api/v1/forms/*'
  await fault('html200', { path: form })
  assert.equal((await outcomeOf(client(), setCategory()))?.kind, 'unavailable')
  await fault('html502', { path: form })
  assert.equal((await outcomeOf(client(), setCategory()))?.kind, 'unavailable')
  await fault('timeoutBeforeApply', { path: form })
  assert.equal((await outcomeOf(client(), setCategory()))?.kind, 'retry')
  assert.deepEqual(await effects(), [])
})
