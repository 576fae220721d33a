import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, list } from './caller.ts'
import type { EcmCaller } from './caller.ts'

const account = (id: string, more: object = {}) => ({ ext_system_id: 'CRM', bo_type: 'account', bo_id: id, ...more })

/** Checklist item 9: workspaces, one by one and in bulk, and the look-up by business object. */
export function workspacesContract({ as, get, effects, settings, control }: EcmCaller): void {
  const byObject = (id: string) => get(`/v2/externalsystems/CRM/botypes/account/boids/${id}?metadata`)
  const names = async (query: string) =>
    list(at((await get(`/v2/businessworkspaces?${query}`)).body, 'results')).map(one =>
      at(one, 'data', 'properties', 'name'),
    )

  test('9: found by business object, as one or as a list of one; 404 when there is none', async () => {
    const single = (await byObject('A-1')).body
    assert.equal(at(single, 'results', 'data', 'properties', 'id'), 5000)
    assert.equal(at(single, 'results', 'data', 'business_properties', 'business_object_id'), 'A-1')
    await settings({ businessObjectAnswer: 'list' })
    const many = (await byObject('A-1')).body
    assert.equal(at(many, 'results', 0, 'data', 'properties', 'id'), 5000)
    assert.equal(at(many, 'paging', 'total_count'), 1)
    assert.equal((await byObject('none')).status, 404)
    assert.equal((await get('/v2/businessworkspaces/3001')).status, 404)
  })

  test('9: created from a template with its folders and categories; a second for the object is refused', async () => {
    const json = {
      ...account('A-2'),
      template_id: 20,
      name: 'Beta',
      roles: { categories: { 16878: { '16878_2': 'yes' } } },
    }
    const made = await as('POST', '/v2/businessworkspaces', { json })
    const id = String(at(made.body, 'results', 'id'))
    const node = await control('GET', `/nodes/${id}`)
    assert.deepEqual(
      list(at(node, 'children')).map(one => at(one, 'name')),
      ['Contracts', 'Letters'],
    )
    assert.equal(at(made.body, 'results', 'sub_folder_id'), at(node, 'children', 0, 'id'))
    assert.equal(at(node, 'categories', '16878', '16878_2'), 'yes')
    assert.equal((await as('POST', '/v2/businessworkspaces', { json: { ...json, name: 'Gamma' } })).status, 400)
    const taken = await as('POST', '/v2/businessworkspaces', { json: { template_id: 20, name: 'Beta' } })
    assert.equal(taken.status, 500)
    const below = String(at(node, 'children', 0, 'id'))
    assert.equal(at((await get(`/v1/nodes/${below}/businessworkspace`)).body, 'id'), Number(id))
    assert.equal((await get('/v1/nodes/3001/businessworkspace')).said, '{}')
    assert.deepEqual(
      (await effects()).map(({ kind, name }) => [kind, name]),
      [['workspace-created', 'Beta']],
    )
  })

  test('9: bulk: creates or updates by business object; 200 with an error_message for each item that failed', async () => {
    const property = (name: string, value: string) => ({ bo_properties: [{ name, values: [value] }] })
    const bws_infos = [
      account('A-1', property('CONSENT', 'yes')),
      account('B-1', { name: 'New', ...property('SCORE', '5') }),
      account('A-1', property('CONSENT', 'perhaps')),
      account('B-2', {}),
      { wksp_type_id: 10, name: 'Acme' },
    ]
    const bulk = await as('PUT', '/v2/businessworkspaces', { json: { bws_infos } })
    assert.equal(bulk.status, 200)
    const failed = list(bulk.body).map(one => typeof at(one, 'error_message') === 'string')
    assert.deepEqual(failed, [false, false, true, true, true])
    assert.equal(at(bulk.body, 0, 'id'), 5000)
    assert.equal(at(await control('GET', '/nodes/5000'), 'categories', '16878', '16878_2'), 'yes')
    assert.equal(at((await byObject('B-1')).body, 'results', 'data', 'categories', 0, '16878_4'), 5)
    assert.deepEqual(
      (await effects()).map(({ kind }) => kind),
      ['workspace-updated', 'workspace-created'],
    )
    await settings({ bulkAnswer: 'results' })
    const again = await as('PUT', '/v2/businessworkspaces', { json: { bws_infos: [account('A-1')] } })
    assert.equal(at(again.body, 'results', 0, 'id'), 5000)
  })

  test('9: searched by type, name, business object and configured columns; lists never have categories', async () => {
    const json = {
      ...account('C-1'),
      template_id: 20,
      name: 'Corp Test',
      roles: { categories: { '16878_5': '2026-09-01', '16878_4': 3 } },
    }
    assert.equal((await as('POST', '/v2/businessworkspaces', { json })).status, 200)
    assert.deepEqual(await names('where_workspace_type_name=Cust'), ['Acme', 'Corp Test'])
    assert.deepEqual(await names('where_name=startswith_corp'), ['Corp Test'])
    assert.deepEqual(await names('where_ext_system_id=CRM&where_bo_type=account&where_bo_id=A-1'), ['Acme'])
    const queries: [string, string[]][] = [
      ['WNF_ATT_35S_2 > 2026-03-20', ['Corp Test']],
      ["name LIKE '*Test' AND (WNF_ATT_35S_3 = 3 OR WNF_ATT_35S_2 < 2020-01-01T08:20:00)", ['Corp Test']],
      ["NOT name LIKE '*Test'", ['Acme']],
    ]
    for (const [query, found] of queries)
      assert.deepEqual(await names(`where_column_query=${encodeURIComponent(query)}`), found)
    assert.equal((await get('/v2/businessworkspaces?where_column_query=OTHER%20%3D%201')).status, 400)
    const [first] = list(at((await get('/v2/businessworkspaces?fields=properties&fields=categories')).body, 'results'))
    assert.equal(at(first, 'data', 'categories'), undefined)
  })

  test('types with templates; references; roles; related workspaces', async () => {
    const types = (await get('/v2/businessworkspacetypes?expand_templates=true')).body
    assert.deepEqual(at(types, 'results', 0, 'data', 'properties', 'templates'), [
      { id: 20, name: 'Customer template', subtype: 848 },
    ])
    assert.equal(
      (await as('PUT', '/v2/businessworkspaces/5000/workspacereferences', { json: account('A-1b') })).status,
      200,
    )
    assert.equal(at((await byObject('A-1b')).body, 'results', 'data', 'properties', 'id'), 5000)
    const role = at((await get('/v2/businessworkspaces/5000/roles')).body, 'results', 0, 'data', 'properties', 'id')
    const members = `/v2/businessworkspaces/5000/roles/${String(role)}/members`
    assert.equal((await as('POST', members, { form: { id: '1001' } })).status, 200)
    assert.equal(at((await get(members)).body, 'results', 0, 'data', 'properties', 'name'), 'alice')
    assert.equal((await as('DELETE', `${members}/1001`)).status, 200)
    assert.deepEqual(at((await get(members)).body, 'results'), [])
  })
}
