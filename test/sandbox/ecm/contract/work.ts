import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, list } from './caller.ts'
import type { EcmCaller } from './caller.ts'

/** Reminders, and workflows as far as they go here. */
export function workContract({ as, get, call, logIn, effects }: EcmCaller): void {
  test('a reminder needs its rule and recipients; its follow-up can be read and set', async () => {
    const data = {
      RSTYPE: 1,
      RSRULE: 0,
      recipients: [1001],
      PRIORITY: 50,
      RSDESCRIPTION: 'low engagement',
      RSDATE: 'D/2026/5/28:0:0:0',
    }
    const add = (sent: object) =>
      as('POST', '/v2/resubmission/5000/addreminder', { form: { data: JSON.stringify(sent) } })
    assert.equal((await add({ ...data, recipients: [] })).status, 400)
    const made = await add(data)
    assert.deepEqual([made.status, at(made.body, 'results', 'id')], [200, 1])
    const shown = (await get('/v2/nodes/5000/followups')).body
    assert.equal(at(shown, 'results', 0, 'data', 'followup', 'due_date'), 'D/2026/5/28:0:0:0')
    assert.equal((await as('PUT', '/v2/nodes/5000/followups/1', { form: { status: '2' } })).status, 200)
    assert.equal((await as('PUT', '/v2/nodes/5000/followups/1', { form: { status: '7' } })).status, 400)
    assert.deepEqual(
      (await effects()).map(({ kind }) => kind),
      ['reminder-created', 'reminder-updated'],
    )
  })

  test('a workflow: draft, values, start; its tasks are personal and done in order', async () => {
    const drafted = await as('POST', '/v2/draftprocesses', { form: { workflow_id: '4000', doc_ids: '[3003]' } })
    const draft = `/v2/draftprocesses/${String(at(drafted.body, 'results', 'draftprocess_id'))}`
    const body = (value: object) => ({ form: { body: JSON.stringify(value) } })
    assert.equal((await as('PUT', draft, body({ action: 'formUpdate', values: { WorkflowForm_1: 'x' } }))).status, 200)
    const started = await as('PUT', draft, body({ action: 'Initiate', comment: 'go' }))
    const id = String(at(started.body, 'results', 'process_id'))
    const [alice, bob] = [await logIn('alice', 'alice-pass'), await logIn('bob', 'bob-pass')]
    const act = (ticket: string, task: number, value: object) =>
      call('PUT', `/v2/processes/${id}/subprocesses/${id}/tasks/${task}`, { ticket, ...body(value) })
    assert.equal(
      list(at((await call('GET', '/v2/members/assignments', { ticket: alice })).body, 'results', 'data', 'assignments'))
        .length,
      1,
    )
    assert.equal((await act(bob, 1, { action: 'SendOn' })).status, 400)
    assert.equal((await act(alice, 1, { action: 'SendOn', custom_action: 'Approve' })).status, 400)
    assert.equal((await act(alice, 1, { custom_action: 'Approve' })).status, 200)
    assert.equal((await act(alice, 1, { custom_action: 'Approve' })).status, 400)
    assert.equal((await act(bob, 2, { action: 'SendOn' })).status, 200)
    const status = (await get(`/v2/workflows/status/processes/${id}`)).body
    assert.equal(at(status, 'results', 'wf_details', 'status'), 'completed')
    assert.deepEqual(
      (await effects()).map(({ kind }) => kind),
      ['process-started', 'process-task-done', 'process-task-done'],
    )
  })
}
