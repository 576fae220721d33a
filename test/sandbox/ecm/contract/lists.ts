import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, list } from './caller.ts'
import type { EcmCaller } from './caller.ts'

/** Checklist items 8 and 10: where paging stands, and the audit. */
export function listsContract({ as, get, control, settings }: EcmCaller): void {
  const fill = async (count: number) => {
    for (let n = 1; n <= count; n++) {
      assert.equal(
        (await as('POST', '/v2/nodes', { form: { type: '0', parent_id: '3000', name: `n${n}` } })).status,
        200,
      )
    }
  }
  const names = (body: unknown) => list(at(body, 'results')).map(one => at(one, 'data', 'properties', 'name'))

  test('8: sub-nodes page under collection.paging, workspaces at the top, members at most 20, v1 flat', async () => {
    await fill(4)
    const page = (await get('/v2/nodes/3000/nodes?limit=2&page=2')).body
    assert.deepEqual(names(page), ['n2', 'n3'])
    const paging = at(page, 'collection', 'paging')
    const told = ['limit', 'page', 'page_total', 'range_min', 'range_max', 'total_count'].map(name => at(paging, name))
    assert.deepEqual(told, [2, 2, 3, 3, 4, 5])
    assert.match(String(at(paging, 'links', 'next', 'href')), /page=3/)
    assert.deepEqual(names((await get('/v2/nodes/3000/nodes?limit=2&page=9')).body), [])
    assert.equal(at((await get('/v1/nodes/3000/nodes?limit=2')).body, 'total_count'), 5)
    const workspaces = (await get('/v2/businessworkspaces?limit=1')).body
    assert.deepEqual([at(workspaces, 'paging', 'total_count'), at(workspaces, 'collection')], [1, undefined])
    const members = (await get('/v2/members?limit=100')).body
    assert.deepEqual([list(at(members, 'results')).length, at(members, 'collection', 'paging', 'limit')], [20, 20])
  })

  test('8: filter by type and part of the name, sort, limited fields', async () => {
    await fill(3)
    const only = async (query: string) => names((await get(`/v2/nodes/3000/nodes?${query}`)).body)
    assert.deepEqual(await only('where_type=848'), ['Acme'])
    assert.deepEqual(await only('where_name=2'), ['n2'])
    assert.deepEqual(await only('where_name=startswith_N'), ['n1', 'n2', 'n3'])
    assert.deepEqual(await only('where_type=0&sort=desc_name'), ['n3', 'n2', 'n1'])
    assert.deepEqual(await only('where_type=-3'), [])
    const one = (await get('/v2/nodes/3000?fields=properties{id,name}')).body
    assert.deepEqual(at(one, 'results', 'data'), { properties: { id: 3000, name: 'Customers' } })
    const many = await as('POST', '/v2/nodes/list', { form: { ids: '[3001,99,3000]' } })
    assert.deepEqual(names(many.body), ['Inbox', 'Customers'])
  })

  test('10: audit rows on creation, attribute and version; newest first; id is the item; whole days', async () => {
    const form = new FormData()
    for (const [name, value] of Object.entries({ type: '144', parent_id: '3001', name: 'doc' }))
      form.append(name, value)
    form.append('file', new Blob(['1']), 'd')
    const id = String(at((await as('POST', '/v2/nodes', { form })).body, 'results', 'data', 'properties', 'id'))
    await as('POST', `/v2/nodes/${id}/categories`, { form: { category_id: '16900' } })
    await control('PUT', '/clock', { skewMs: 1_800_000 })
    await as('PUT', `/v2/nodes/${id}/categories/16900`, { form: { '16900_2': 'open' } })
    const version = new FormData()
    version.append('file', new Blob(['2']), 'd')
    await as('POST', `/v2/nodes/${id}/versions`, { form: version })
    const audit = (await get(`/v2/nodes/${id}/audit`)).body
    const rows = list(at(audit, 'results', 'data', 'audit'))
    const types = new Map(
      list(at(audit, 'results', 'data', 'audit_event_types')).map(one => [at(one, 'id'), at(one, 'name')]),
    )
    const events = rows.map(row => types.get(at(row, 'event_type')))
    assert.deepEqual(events, ['Version Added', 'Attribute Value Changed', 'Category Added', 'Create'])
    assert.deepEqual([...new Set(rows.map(row => at(row, 'id')))], [Number(id)])
    assert.equal(at(rows[1], 'event_type'), 10)
    const count = async (query: string) =>
      list(at((await get(`/v2/nodes/${id}/audit?${query}`)).body, 'results', 'data', 'audit')).length
    const day = String(at(rows[3], 'audit_date')).slice(0, 10)
    const nextDay = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
    const lastDay = String(at(rows[0], 'audit_date')).slice(0, 10)
    assert.equal(await count(`where_audit_date_start=${day}T23:59:59&where_audit_date_end=${lastDay}T00:00:00`), 4)
    assert.equal(
      await count(`where_audit_date_start=${new Date(Date.parse(nextDay) + 86_400_000).toISOString().slice(0, 10)}`),
      0,
    )
    assert.equal(await count('where_type=10'), 1)
    assert.equal(await count('limit=3&page=2'), 1)
  })

  test('10: the v1 audit has a cursor that goes on where it stopped', async () => {
    await as('PUT', '/v2/nodes/5000/categories/16878', { form: { '16878_2': 'yes', '16878_3': 'e1' } })
    const first = (await get('/v1/nodes/5000/audit?limit=2')).body
    const cursor = at(first, 'offset_key', 'Identity')
    assert.deepEqual(
      [list(at(first, 'data')).length, at(first, 'data', 1, 'EventID'), at(first, 'NoMoreData')],
      [2, cursor, false],
    )
    const next = (
      await get(`/v1/nodes/5000/audit?limit=2&offset_key=${encodeURIComponent(JSON.stringify({ Identity: cursor }))}`)
    ).body
    assert.deepEqual([list(at(next, 'data')).length, at(next, 'NoMoreData')], [1, true])
  })

  test('dates without a zone are the local time of the server, also when they are read', async () => {
    await settings({ dates: 'zoneless', timeZone: 'Europe/Berlin' })
    const put = await as('PUT', '/v2/nodes/5000/categories/16878', { form: { '16878_5': '2026-07-01T12:00:00Z' } })
    assert.equal(put.status, 200)
    const read = async () =>
      at((await get('/v2/nodes/5000/categories/16878')).body, 'results', 'data', 'categories', '16878_5')
    assert.equal(await read(), '2026-07-01T14:00:00')
    await as('PUT', '/v2/nodes/5000/categories/16878', { form: { '16878_5': '2026-01-01T12:00:00' } })
    await settings({ dates: 'zoned' })
    assert.equal(await read(), '2026-01-01T11:00:00Z')
  })
}
