import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { z } from 'zod'
import { outcomeByState } from '../../../src/egress/workflow/complete-task.ts'
import { claim, complete } from './commands.ts'
import { client, control, effects, fault, findingOf, outcomeOf } from './workflow-service.ts'

beforeEach(() => control('DELETE', ''))

const path = '/workflow/v1/tasks/*'
const done = async () => (await effects()).filter(({ kind }) => kind === 'task-completed').length
const Task = z.looseObject({ outcome: z.string().nullable(), variables: z.array(z.looseObject({ name: z.string() })) })

test('a task is completed with its outcome, variables and comment', async () => {
  const command = complete({ comment: 'well done', variables: { score: 9, sure: true } })
  assert.deepEqual(await outcomeOf(client(), command), { kind: 'delivered', destinationId: 't-1' })
  const [effect] = await effects()
  assert.equal(effect?.['comment'], 'well done')
  assert.deepEqual(effect['variables'], { score: 9, sure: true })
  assert.equal(Task.parse(await control('GET', 'tasks/t-1')).outcome, 'approved')
})

test('a task that another has completed: rejected with what it was completed with; never was one: not found', async () => {
  const service = client()
  await outcomeOf(service, complete({ outcome: 'rejected' }))
  const taken = await outcomeOf(service, complete())
  assert.deepEqual(taken, { kind: 'rejected', reason: 'already_completed: with the outcome rejected' })
  const none = await outcomeOf(service, complete({ taskId: 'none' }))
  assert.ok(none?.kind === 'rejected' && none.reason.startsWith('not_found: '), JSON.stringify(none))
  assert.equal(await done(), 1)
})

test('already completed with this very outcome: delivered, with a note; without an outcome nobody can tell', async () => {
  const service = client()
  await outcomeOf(service, complete())
  const same = await outcomeOf(service, complete())
  assert.ok(same?.kind === 'delivered' && same.note?.startsWith('already_completed: '), JSON.stringify(same))
  await outcomeOf(service, complete({ taskId: 't-2', outcome: null }))
  const silent = await outcomeOf(service, complete({ taskId: 't-2', outcome: null }))
  assert.deepEqual(silent, { kind: 'rejected', reason: 'already_completed: without an outcome' })
})

test('another completes it in the same moment', async () => {
  await fault('completedByAnother', { outcome: 'rejected' })
  const outcome = await outcomeOf(client(), complete())
  assert.deepEqual(outcome, { kind: 'rejected', reason: 'already_completed: with the outcome rejected' })
})

test('a conflict with a change of the same moment: tried again; an outcome the model lacks: rejected', async () => {
  await fault('updatedAtOnce')
  const conflict = await outcomeOf(client(), complete())
  assert.ok(conflict?.kind === 'retry' && conflict.reason.startsWith('conflict: '), JSON.stringify(conflict))
  const wrong = await outcomeOf(client(), complete({ outcome: 'perhaps' }))
  assert.ok(wrong?.kind === 'rejected' && wrong.reason.startsWith('invalid: '), JSON.stringify(wrong))
})

for (const [name, finding] of [
  ['timeoutAfterApply', 'applied'],
  ['resetAfterApply', 'applied'],
  ['cutBody', 'applied'],
  ['timeoutBeforeApply', 'notApplied'],
  ['html200', 'notApplied'],
  ['html502', 'notApplied'],
] as const)
  test(`completing and ${name}: in doubt; the look-up says ${finding}`, async () => {
    await control('PUT', 'settings', { actionAnswer: 'task' })
    const service = client()
    const command = complete()
    assert.equal(service.plan([command]).call?.inDoubt, 'lookup')
    await fault(name, { path, method: 'POST' })
    const outcome = await outcomeOf(service, command)
    assert.equal(outcome?.kind, 'inDoubt', JSON.stringify(outcome))
    assert.equal((await findingOf(service, command))?.kind, finding)
    assert.equal(await done(), finding === 'applied' ? 1 : 0)
  })

test('in doubt, and completed with another outcome, or gone: unknown for good', async () => {
  const service = client()
  await outcomeOf(service, complete({ outcome: 'rejected' }))
  const expected = { kind: 'unknown', reason: 'already_completed: with the outcome rejected', afterMs: null }
  assert.deepEqual(await findingOf(service, complete()), expected)
  const gone = await findingOf(service, complete({ taskId: 'none' }))
  assert.ok(gone?.kind === 'unknown' && gone.afterMs === null)
})

test('in doubt, and the service fails when it is asked: asked again, and found then', async () => {
  const service = client()
  await outcomeOf(service, complete())
  await fault('status', { method: 'GET', status: 500, times: 0 })
  const failing = await findingOf(service, complete())
  assert.ok(failing?.kind === 'unknown' && failing.afterMs !== null, JSON.stringify(failing))
  await control('DELETE', 'faults')
  assert.equal((await findingOf(service, complete()))?.kind, 'applied')
})

test('after a 500 the state decides', async () => {
  const refused = { kind: 'refused', status: 500, error: 'x' } as const
  const work = { operation: 'complete-task', taskId: 't', outcome: 'approved', json: '' } as const
  const kinds = (['approved', 'rejected', undefined] as const).map(
    outcome => outcomeByState({ kind: 'completed', outcome }, work, refused).kind,
  )
  assert.deepEqual(kinds, ['delivered', 'rejected', 'rejected'])
  assert.equal(outcomeByState({ kind: 'open' }, work, refused).kind, 'retry')
  await fault('status', { path, method: 'POST', status: 500 })
  const outcome = await outcomeOf(client(), complete())
  assert.ok(outcome?.kind === 'retry' || outcome?.kind === 'inDoubt', JSON.stringify(outcome))
})

test('a claim: again for the same user without harm, another’s stays', async () => {
  const service = client()
  assert.equal(service.plan([claim()]).call?.inDoubt, 'resend')
  const outcomes = [await outcomeOf(service, claim()), await outcomeOf(service, claim())]
  assert.deepEqual(
    outcomes,
    [1, 2].map(() => ({ kind: 'delivered', destinationId: 't-1' })),
  )
  const other = await outcomeOf(service, claim({ assignee: 'bob' }))
  assert.ok(other?.kind === 'rejected' && other.reason.startsWith('already_claimed: '), JSON.stringify(other))
})

test('a claim that meets a change of the same moment is nobody’s claim: tried again', async () => {
  await fault('updatedAtOnce')
  const outcome = await outcomeOf(client(), claim())
  assert.ok(outcome?.kind === 'retry' && outcome.reason.startsWith('conflict: '), JSON.stringify(outcome))
})
