import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkflowCaller } from './caller.ts'
import { decision } from './samples.ts'

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `task-${from + n}`)

/** Lists: pages, order, filters. */
export function listsContract({ tasks, list, api, control }: WorkflowCaller): void {
  test('3.5.2 lists are HAL with offset and count', async () => {
    const first = await tasks('category=&sort=createTime&offset=0&count=7')
    assert.deepEqual([first.name, first.ids, first.total], ['tasks', range(2, 8), 32])
    assert.deepEqual(first.page, { size: 7, totalElements: 32, totalPages: 5, number: 0 })
    assert.deepEqual(Object.keys(first.links), ['self', 'next'])
    assert.deepEqual((await tasks('offset=28&count=7')).ids, ['task-30', 'task-31', decision, 'free'])
    assert.deepEqual((await tasks()).ids.length, 10)
    const processes = await list(
      '/workflow/v1/process-instances?processDefinitionKey=leave&includeProcessVariables=true',
    )
    assert.deepEqual([processes.name, processes.total], ['process-instances', 1])
    assert.equal((await api('GET', 'tasks?count=many')).status, 400)
  })

  test('3.5.2 the order by createTime is stable, both ways', async () => {
    await control('POST', 'tasks', { count: 40, everyMs: 0, createdAt: '2026-02-01T00:00:00Z', assignee: 'same' })
    const all = (await tasks('assignee=same&count=100')).ids
    assert.equal(all.length, 40)
    const pages = []
    for (let offset = 0; offset < 40; offset += 9)
      pages.push(...(await tasks(`assignee=same&offset=${offset}&count=9`)).ids)
    assert.deepEqual(pages, all)
    assert.deepEqual((await tasks('assignee=same&count=100&order=desc')).ids, all.toReversed())
  })

  test('3.5.2 an unknown sort or order is a 400 with an exception', async () => {
    for (const query of ['sort=colour', 'order=up']) {
      const { status, body } = await api('GET', `tasks?${query}`)
      assert.equal(status, 400)
      assert.match(String(body['exception']), /is not (a )?valid/)
    }
    assert.deepEqual((await tasks('sort=name&order=desc&count=1')).ids, ['task-9'])
  })

  test('tasks are filtered by assignee, candidates, process, name, due date', async () => {
    const ids = async (query: string) => (await tasks(query)).ids
    assert.deepEqual(await ids('assignee=user-3'), ['task-4'])
    assert.deepEqual(await ids('unassigned=true'), ['free'])
    assert.deepEqual(await ids('candidateUser=ann'), ['free'])
    assert.deepEqual(await ids('candidateGroups=no,crew'), ['free'])
    assert.deepEqual(await ids('candidateGroup=leads'), [])
    assert.deepEqual(await ids('candidateOrAssigned=ann'), ['free'])
    assert.deepEqual(await ids('involvedUser=bob'), [decision])
    assert.deepEqual(await ids('processInstanceBusinessKey=leave-1'), [decision])
    assert.deepEqual(await ids('processInstanceId=process-1'), [decision])
    assert.deepEqual(await ids('processDefinitionKey=leave'), [decision])
    assert.deepEqual(await ids('nameLike=Free%25'), ['free'])
    assert.deepEqual(await ids('dueBefore=2031-01-01'), ['free'])
    assert.deepEqual(await ids('nobody=knows&assignee=bob'), [decision])
    assert.equal((await tasks('withoutDueDate=true')).total, 31)
    assert.equal((await tasks('active=false')).total, 0)
  })

  test('createdAfter and createdBefore leave out the bound itself; a plus sign must be encoded', async () => {
    const ids = async (query: string) => (await tasks(query)).ids
    const after = encodeURIComponent('2026-01-01T00:00:03.000+0000')
    assert.deepEqual(await ids(`createdAfter=${after}&createdBefore=2026-01-01T00:00:06Z`), ['task-6', 'task-7'])
    assert.deepEqual(await ids(`createdOn=${after}`), ['task-5'])
    assert.equal((await api('GET', 'tasks?createdAfter=2026-01-01T00:00:03.000+0000')).status, 400)
  })

  test('a task has the fields of the service, its times with an offset without a colon', async () => {
    const [task] = (await tasks(`assignee=bob&includeProcessVariables=true&includeTaskAssignments=true`)).entries
    assert.ok(task)
    assert.match(String(task['createTime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
    const { id, name, assignee, processInstanceId, taskDefinitionKey, tenantId } = task
    assert.deepEqual(
      [id, name, assignee, processInstanceId, taskDefinitionKey, tenantId],
      [decision, 'Decide for zoe', 'bob', 'process-1', 'decide', 'acme'],
    )
    assert.deepEqual(task['variables'], [
      { name: 'boss', type: 'string', value: 'bob', scope: 'global' },
      { name: 'who', type: 'string', value: 'zoe', scope: 'global' },
    ])
    assert.deepEqual(task['assignments'], [{ user: null, group: 'leads', type: 'candidate' }])
    assert.deepEqual((await tasks('assignee=bob')).entries[0]?.['variables'], [])
  })
}
