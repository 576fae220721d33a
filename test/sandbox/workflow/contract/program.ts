import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSandbox } from '../../start.ts'
import { client, workflowCaller } from './caller.ts'
import type { WorkflowCaller } from './caller.ts'

/** Faults of any sandbox, wrong settings, and many tasks. */
export function programContract({ api, act, control, fault, effects, tasks }: WorkflowCaller): void {
  test('3.5.7 401, 429 and 503 by a switch; a limit of calls, where one is set', async () => {
    await tasks()
    for (const status of [401, 503]) {
      await fault({ fault: 'status', status })
      assert.equal((await api('GET', 'tasks')).status, status)
    }
    await fault({ fault: 'rateLimited', seconds: 9 })
    const limited = await api('GET', 'tasks')
    assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '9'])
    await control('PUT', 'settings', { limit: { requests: 1, windowSeconds: 3600 } })
    assert.deepEqual([(await api('GET', 'tasks')).status, (await api('GET', 'tasks')).status], [200, 429])
  })

  test('3.5.7 a slow list; what is no list is quick', async () => {
    await tasks()
    await fault({ fault: 'slowList', ms: 300 })
    const startedMs = performance.now()
    await api('GET', 'tasks/free')
    const betweenMs = performance.now()
    await tasks()
    const endedMs = performance.now()
    assert.ok(endedMs - betweenMs >= 290, `${endedMs - betweenMs} ms`)
    assert.ok(betweenMs - startedMs < 290, `${betweenMs - startedMs} ms`)
  })

  test('a completion whose answer is lost took effect', async () => {
    await tasks()
    await fault({ fault: 'resetAfterApply', method: 'POST' })
    await assert.rejects(act('free', { action: 'complete' }))
    assert.equal((await effects('task-completed')).length, 1)
  })

  test('wrong settings are named, at the start and later', async () => {
    const steps = [{ type: 'user', id: 'a', next: 'b' }]
    const wrong = { processDefinitions: [{ key: 'k', steps }], tasks: { assignee: 1 }, tokenSecond: 1 }
    await assert.rejects(startSandbox('workflow', { settings: wrong }), (error: Error) => {
      assert.match(error.message, /code 2/)
      for (const field of [/tokenSecond/, /tasks/]) assert.match(error.message, field)
      return true
    })
    const { status, text } = await control('PUT', 'settings', { processDefinitions: wrong.processDefinitions })
    assert.equal(status, 400)
    assert.match(text, /processDefinitions\.0\.steps\.0\.next/)
    assert.equal((await control('POST', 'tasks', { processDefinitionKey: 'nope' })).status, 400)
  })

  test('a hundred thousand tasks made at the start are found and completed fast', { timeout: 120_000 }, async t => {
    const settings = {
      processDefinitions: [{ key: 'k', steps: [{ type: 'user', id: 'a', outcomes: { ok: 'end' } }] }],
      tenants: { acme: {} },
      tasks: { count: 100_000, assignee: 'user-{n}', processDefinitionKey: 'k', businessKey: 'case-{n}' },
    }
    const many = await startSandbox('workflow', { client: client.client_id, secret: client.client_secret, settings })
    t.after(() => many.stop())
    const caller = workflowCaller(() => many)
    assert.equal((await caller.tasks()).total, 100_000)
    assert.equal((await caller.task('task-100000'))['assignee'], 'user-100000')
    assert.deepEqual((await caller.tasks('assignee=user-77777')).ids, ['task-77777'])
    const count = 1000
    const readsMs = await timed(count, async n => {
      assert.equal((await caller.api('GET', `tasks/task-${n * 25}`)).status, 200)
    })
    const completionsMs = await timed(count, async n => {
      assert.equal((await caller.complete(`task-${n * 25}`, { outcome: 'ok' })).status, 200)
    })
    t.diagnostic(`${count} reads: ${Math.round(readsMs)} ms, ${count} completions: ${Math.round(completionsMs)} ms`)
    assert.equal((await caller.tasks()).total, 100_000 - count)
    assert.equal((await caller.effects('task-completed')).length, count)
    assert.ok(completionsMs < 5 * readsMs + 1000, `${completionsMs} ms`)
  })
}

/** Milliseconds for calls with 1 to `count`, sixteen at a time. */
async function timed(count: number, work: (n: number) => Promise<void>): Promise<number> {
  const startedMs = performance.now()
  let next = 1
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (next <= count) await work(next++)
    }),
  )
  return performance.now() - startedMs
}
