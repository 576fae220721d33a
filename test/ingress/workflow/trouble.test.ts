import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { PollOrder } from '../../../schemas/poll-order.generated.ts'
import { anew, inShort, later, PolledService, service } from './polled-service.ts'
import { valueOf } from './values.ts'

beforeEach(() => anew())

const task = async (id: string, more: object = {}) => {
  assert.equal((await service.control('POST', 'tasks', { id, ...more })).status, 200)
}
const known = async (env: Record<string, string> = {}) => {
  const polled = new PolledService(env)
  await later()
  await polled.round()
  return polled
}
const order = (what: PollOrder['what'], from: number | null = null): PollOrder => ({ what, from, by: 'test', at: 0 })

for (const skewMs of [-300_000, 300_000])
  test(`a service whose clock is ${skewMs / 60_000} minutes off, and then the other way: nothing is missed, nothing doubled`, async () => {
    await anew(skewMs)
    await task('old')
    const polled = await known({ SIGNALBOX_WORKFLOW_OVERLAP_MS: '60000' })
    await task('a')
    await service.complete('old')
    await later()
    assert.deepEqual((await polled.round()).sort(), ['task:a: task created a', 'task:old: task completed old'])
    // Set forward or back by ten minutes while two tasks come and go.
    await task('b')
    await service.complete('b')
    await later(-2 * skewMs)
    await task('c')
    await service.complete('c')
    await service.complete('a')
    for (let round = 0; round < 4; round++) {
      await polled.round()
      await later()
    }
    await later(600_000)
    await polled.round()
    const told = polled.events.map(inShort).slice(2)
    assert.deepEqual(told.sort(), [
      'task:a: task completed a',
      'task:b: task completed b',
      'task:b: task created b',
      'task:c: task completed c',
      'task:c: task created c',
    ])
  })

test('what happened at one and the same millisecond, more than a page of it', async () => {
  const polled = await known({ SIGNALBOX_WORKFLOW_POLL_PAGE: '10', SIGNALBOX_WORKFLOW_RECONCILE_MS: '86400000' })
  await task('e-{n}', { count: 45, everyMs: 0 })
  await later()
  assert.equal((await polled.round()).length, 45)
  for (let n = 1; n <= 45; n++) await service.complete(`e-${n}`)
  await later()
  assert.equal((await polled.round()).length, 45)
  assert.deepEqual(await polled.round(), [])
})

test('troubles of the service: said, waited for, and nothing is lost', async () => {
  const polled = await known()
  await task('t')
  await later()
  const faults: [object, RegExp, number][] = [
    [{ fault: 'rateLimited', seconds: 7 }, /^rate_limited: /, 7_000],
    [{ fault: 'status', status: 503, body: {}, headers: { 'Retry-After': '3' } }, /^status_503: /, 3_000],
    [{ fault: 'html200' }, /^not_workflow_service: status 200/, 0],
    [{ fault: 'html502' }, /^status_502: /, 0],
    [{ fault: 'truncatedJson' }, /^not_workflow_service: /, 0],
    [{ fault: 'reset' }, /^cut_off: /, 0],
    [{ fault: 'timeoutBeforeApply' }, /^timed_out: /, 0],
    [{ fault: 'status', status: 500, body: { exception: 'broken' } }, /^list_refused: .*status 500: broken/, 0],
  ]
  for (const [fault, words, afterMs] of faults) {
    polled.restart()
    await service.fault(fault)
    const { trouble, nextAfterMs } = await polled.step()
    assert.match(trouble ?? '', words)
    assert.equal(nextAfterMs, afterMs, trouble)
  }
  await service.fault({ fault: 'tokenExpired' })
  assert.deepEqual(await polled.round(), ['task:t: task created t'])
})

test('trouble in the middle of a round does not begin it anew', async () => {
  const polled = await known({ SIGNALBOX_WORKFLOW_POLL_PAGE: '10' })
  await task('t-{n}', { count: 100 })
  await later()
  await service.control('DELETE', 'calls')
  await service.fault({ fault: 'html502', path: '/workflow/v1/tasks', times: 0, probability: 0.5, seed: 7 })
  let troubles = 0
  for (let ended = false; !ended;) {
    const { trouble, roundEnded } = await polled.step()
    if (trouble !== undefined) troubles++
    ended = roundEnded
  }
  assert.ok(troubles > 3, `${troubles} troubles`)
  assert.equal(polled.events.length, 100)
  const { text } = await service.control('GET', 'calls?path=/workflow/v1/tasks')
  const offsets = text.match(/[?&]offset=\d+/g) ?? []
  assert.ok(offsets.length > 11)
  assert.ok(offsets.length - new Set(offsets).size <= troubles, 'a page is asked for again only where it failed')
})

test('what cannot be read goes to the dead letters once, with where and why; the others are told', async () => {
  const polled = await known()
  await task('good-1')
  const fields = { dueDate: 'tomorrow', priority: 'high' }
  await service.fault({ fault: 'spoiledItem', id: 'bad', fields, times: 0 })
  await task('bad')
  await task('good-2')
  await later()
  assert.deepEqual(await polled.round(), ['task:good-1: task created good-1', 'task:good-2: task created good-2'])
  const [letter, ...more] = polled.refusals
  assert.equal(more.length, 0)
  assert.equal(letter?.key, 'task:bad')
  assert.match(letter.reason, /^unreadable_task: \/dueDate must be a time with an offset.*\/priority must be a/)
  assert.match(letter.bytes.toString(), /"dueDate":"tomorrow"/)
  polled.kill()
  await polled.round()
  assert.equal(polled.refusals.length, 1, 'once')
  await service.control('DELETE', 'faults')
  await later()
  assert.deepEqual(await polled.round(), ['task:bad: task created bad'])
})

test('a service without a list of jobs is polled for everything else', async () => {
  const polled = await known()
  await service.fault({ fault: 'status', status: 405, body: {}, path: '/workflow/v1/external-jobs', times: 0 })
  polled.kill()
  await task('t')
  await later()
  assert.deepEqual(await polled.round(), ['task:t: task created t'])
  const { requests } = polled
  await polled.round()
  await polled.round()
  const calls = (await service.control('GET', 'calls?path=/workflow/v1/external-jobs')).body['total']
  assert.ok(requests > 0 && typeof calls === 'number')
})

test('orders: reconcile compares everything at once; readFrom reads further back and tells only what is not known', async () => {
  await task('t', { assignee: 'ann' })
  const polled = await known({ SIGNALBOX_WORKFLOW_RECONCILE_MS: '86400000', SIGNALBOX_WORKFLOW_OVERLAP_MS: '1000' })
  await later(10_000)
  await polled.round()
  await service.api('PUT', 'tasks/t', { assignee: 'bob' })
  await later()
  assert.deepEqual(await polled.round(), [])
  polled.orders = [order('reconcile')]
  assert.deepEqual(await polled.round(), ['task:t: task assigned t bob'])
  const beforeMs = Date.now()
  await service.complete('t')
  await later()
  assert.deepEqual(await polled.round(), ['task:t: task completed t'])
  await later(3_000_000)
  await polled.round()
  assert.deepEqual([...polled.rows.keys()], ['cursor'], 'long forgotten')
  polled.orders = [order('readFrom', beforeMs - 60_000), order('poll')]
  polled.kill()
  await polled.step()
  polled.kill()
  const again = await polled.round()
  assert.deepEqual(again, ['task:t: task completed t'])
  const ids = polled.events.map(event => valueOf(event).eventId)
  assert.equal(ids.at(-1), ids.at(-2), 'the same event')
})

test('no faster than it may be', async () => {
  await task('t-{n}', { count: 100 })
  const polled = new PolledService({
    ...{ SIGNALBOX_WORKFLOW_POLL_RATE: '20', SIGNALBOX_WORKFLOW_POLL_PAGE: '10', SIGNALBOX_WORKFLOW_BASELINE: 'all' },
  })
  const startedMs = performance.now()
  await polled.round()
  const seconds = (performance.now() - startedMs) / 1_000
  assert.ok(polled.requests > 12 && polled.requests / seconds < 22, `${polled.requests} requests in ${seconds} s`)
})
