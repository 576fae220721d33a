import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, list, text } from './caller.ts'
import type { EcmCaller } from './caller.ts'

const category = '/v2/nodes/5000/categories/16878'

/** Checklist item 13: every fault, and what it leaves behind. */
export function faultsContract({ as, get, call, logIn, injectFault, control, effects, settings }: EcmCaller): void {
  const write = (form: Record<string, string>) => as('PUT', category, { form })
  const consent = async () => at((await get(category)).body, 'results', 'data', 'categories', '16878_2')
  const token = async () =>
    text(at((await get('/v2/nodes/5000?state')).body, 'results', 'state', 'categories', '16878_1', 'metadata_token'))
  const make = (name: string) => as('POST', '/v2/nodes', { form: { type: '0', parent_id: '3001', name } })

  test('13: expiredTicket: one ticket dies in the middle of a run, the fresh one of the answer before does not', async () => {
    const [first, other] = [await logIn(), await logIn()]
    const fresh = text((await call('GET', '/v1/auth', { ticket: first })).headers.get('otcsticket'))
    await injectFault({ fault: 'expiredTicket' })
    const struck = await call('GET', '/v2/nodes/2000', { ticket: first })
    assert.deepEqual([struck.status, struck.body], [401, { error: 'Authentication Required' }])
    assert.equal((await call('GET', '/v2/nodes/2000', { ticket: first })).status, 401)
    for (const ticket of [fresh, other]) assert.equal((await call('GET', '/v2/nodes/2000', { ticket })).status, 200)
  })

  test('13: expiredTicket, all: every session is gone, and a new log-in works', async () => {
    const tickets = [await logIn(), await logIn('alice', 'alice-pass')]
    await injectFault({ fault: 'expiredTicket', scope: 'all' })
    for (const ticket of tickets) assert.equal((await call('GET', '/v2/nodes/2000', { ticket })).status, 401)
    assert.equal((await call('GET', '/v2/nodes/2000', { ticket: await logIn() })).status, 200)
  })

  test('13: editConflict: 409 once, nothing is changed, the same call then succeeds', async () => {
    await injectFault({ fault: 'editConflict' })
    const sent = { '16878_1': JSON.stringify({ metadata_token: await token() }), '16878_2': 'yes' }
    assert.equal((await write(sent)).status, 409)
    assert.equal(await consent(), 'unknown')
    assert.equal((await write(sent)).status, 200)
    await injectFault({ fault: 'editConflict' })
    assert.equal((await as('PUT', '/v2/nodes/3001', { form: { name: 'x' } })).status, 409)
  })

  test('13: lostUpdate: another writer comes between; a token tells it, without one the other value is lost', async () => {
    const before = await token()
    await injectFault({ fault: 'lostUpdate', values: { '16878_2': 'no', '16878_3': 'other' } })
    const guarded = await write({ '16878_1': JSON.stringify({ metadata_token: before }), '16878_2': 'yes' })
    assert.equal(guarded.status, 409)
    assert.equal(await consent(), 'no')
    await injectFault({ fault: 'lostUpdate', values: { '16878_2': 'no' } })
    assert.equal((await write({ '16878_2': 'yes' })).status, 200)
    assert.equal(await consent(), 'yes')
    const kinds = (await effects()).map(({ kind }) => kind)
    assert.deepEqual(kinds, ['category-updated-elsewhere', 'category-updated-elsewhere', 'category-updated'])
  })

  test('13: permanent500: the text of a taken name, whatever is sent, until it is cleared', async () => {
    await injectFault({ fault: 'permanent500', path: '/otcs/cs/api/v2/nodes', times: 0 })
    for (const name of ['a', 'b']) {
      const { status, body } = await make(name)
      assert.deepEqual([status, body], [500, { error: "An item with the name 'report.pdf' already exists." }])
    }
    await control('DELETE', '/faults')
    assert.equal((await make('a')).status, 200)
    assert.equal((await effects()).length, 1)
  })

  test('13: html200 before the work, cutBody and truncatedJson after it', async () => {
    await get('/v1/auth')
    const path = '/otcs/cs/api/v2/nodes'
    await injectFault({ fault: 'html200', path })
    const page = await make('a')
    assert.deepEqual([page.status, page.body], [200, undefined])
    assert.match(page.said, /<html>/)
    await injectFault({ fault: 'truncatedJson', path })
    const half = await make('b')
    assert.deepEqual([half.status, half.body], [200, undefined])
    await injectFault({ fault: 'cutBody', path })
    await assert.rejects(make('c'))
    assert.deepEqual(
      (await effects()).map(({ name }) => name),
      ['b', 'c'],
    )
  })

  test('13: slow, hang and reset, before and after the effect', async () => {
    await get('/v1/auth')
    const path = '/otcs/cs/api/v2/nodes'
    await injectFault({ fault: 'slow', ms: 150, path })
    const startedMs = Date.now()
    assert.equal((await make('slow')).status, 200)
    assert.ok(Date.now() - startedMs >= 145)
    for (const fault of ['timeoutBeforeApply', 'timeoutAfterApply', 'reset', 'resetAfterApply']) {
      await injectFault({ fault, path })
      await assert.rejects(
        as('POST', '/v2/nodes', { form: { type: '0', parent_id: '3001', name: fault }, timeoutMs: 300 }),
      )
    }
    assert.deepEqual(
      (await effects()).map(({ name }) => name),
      ['slow', 'timeoutAfterApply', 'resetAfterApply'],
    )
    const calls = list((await control('GET', `/calls?path=${path}`))['calls'])
    const seen = calls.map(one => [at(one, 'status'), at(one, 'applied'), at(one, 'fault')])
    assert.deepEqual(seen.slice(1), [
      [null, false, 'timeoutBeforeApply'],
      [null, true, 'timeoutAfterApply'],
      [null, false, 'reset'],
      [null, true, 'resetAfterApply'],
    ])
  })

  test('13: zonelessDates: one answer without zones, the next one with them', async () => {
    await get('/v1/auth')
    await injectFault({ fault: 'zonelessDates', path: '/otcs/cs/api/v2/nodes/5000' })
    const date = async () =>
      String(at((await get('/v2/nodes/5000?fields=properties')).body, 'results', 'data', 'properties', 'create_date'))
    assert.match(await date(), /^1970-01-01T00:00:00$/)
    assert.match(await date(), /^1970-01-01T00:00:00Z$/)
  })

  test('13: a page past the end of a search is empty, or the last rows again', async () => {
    for (const name of ['n1', 'n2', 'n3']) await make(name)
    const page = async (number: number) => {
      const { body } = await as('POST', '/v2/search', {
        form: { where: 'OTName: n', limit: '2', page: String(number) },
      })
      const names = list(at(body, 'results')).map(one => String(at(one, 'data', 'properties', 'name')))
      return { names, last: Number(at(body, 'collection', 'paging', 'page_total')) }
    }
    const { last } = await page(1)
    assert.deepEqual((await page(last + 1)).names, [])
    await injectFault({ fault: 'pagePastEnd', path: '/otcs/cs/api/v2/search' })
    assert.deepEqual((await page(last + 3)).names, (await page(last)).names)
    await settings({ pagePastEnd: 'rows' })
    assert.notDeepEqual((await page(last + 3)).names, [])
  })

  test('429 is a proxy’s: off unless set, and as a fault', async () => {
    await get('/v1/auth')
    await injectFault({ fault: 'rateLimited', seconds: 7 })
    const struck = await get('/v2/nodes/2000')
    assert.deepEqual([struck.status, struck.headers.get('retry-after')], [429, '7'])
    await settings({ requestLimit: { requests: 2, windowSeconds: 3600 } })
    const statuses = []
    for (let n = 0; n < 3; n++) statuses.push((await get('/v2/nodes/2000')).status)
    assert.deepEqual(statuses, [200, 200, 429])
  })

  test('clockSkew shifts the Date header and the dates of the answer', async () => {
    await get('/v1/auth')
    await injectFault({ fault: 'clockSkew', ms: 3_600_000 })
    const made = await make('later')
    const date = Date.parse(String(at(made.body, 'results', 'data', 'properties', 'create_date')))
    assert.ok(date - Date.now() > 3_500_000)
    assert.ok(Date.parse(text(made.headers.get('date'))) - Date.now() > 3_500_000)
  })
}
