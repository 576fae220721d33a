import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, list } from './caller.ts'
import type { EcmCaller } from './caller.ts'

/** Checklist items 4, 5, 11 and 12: bodies, refusals, statuses, paths. */
export function encodingContract({ as, get, settings, effects }: EcmCaller): void {
  test('4: form, multipart and form with body make an item; JSON is refused on core node and category calls', async () => {
    const fields = { type: '0', parent_id: '3001', name: 'plain' }
    const parts = new FormData()
    for (const [name, value] of Object.entries({ ...fields, name: 'parts' })) parts.append(name, value)
    const body = { body: JSON.stringify({ type: 0, parent_id: 3001, name: 'body' }) }
    for (const form of [fields, parts, body]) assert.equal((await as('POST', '/v2/nodes', { form })).status, 200)
    const json = await as('POST', '/v2/nodes', { json: { ...fields, name: 'json' } })
    assert.equal(json.status, 400)
    const category = await as('POST', '/v2/nodes/3001/categories', { json: { category_id: 16878 } })
    assert.equal(category.status, 400)
    assert.deepEqual(
      (await effects()).map(({ name }) => name),
      ['plain', 'parts', 'body'],
    )
  })

  test('4: workspace calls take JSON, plain fields and form with body', async () => {
    const item = { template_id: 20, name: 'W1' }
    const sends = [
      { json: item },
      { form: { template_id: '20', name: 'W2' } },
      { form: { body: JSON.stringify({ ...item, name: 'W3' }) } },
    ]
    for (const sent of sends) {
      const { status, body } = await as('POST', '/v2/businessworkspaces', sent)
      assert.equal(status, 200)
      assert.equal(typeof at(body, 'results', 'id'), 'number')
    }
  })

  test('5: a missing item is 400, an unknown URL 400 with its text, a taken name 500 in v2 and 400 in v1', async () => {
    const missing = await get('/v2/nodes/99')
    assert.equal(missing.status, 400)
    assert.match(String(at(missing.body, 'error')), /^Sorry, the item you requested could not be accessed/)
    const invalid = await get('/v2/nodes/abc')
    assert.deepEqual([invalid.status, at(invalid.body, 'error')], [400, "Invalid datatype specified for argument 'id'"])
    const unknown = await get('/v2/nowhere')
    assert.deepEqual(
      [unknown.status, at(unknown.body, 'error')],
      [400, 'The REST API URL could not be found in the mappings registry'],
    )
    const form = { type: '0', parent_id: '2000', name: 'Inbox' }
    const [v2, v1] = [await as('POST', '/v2/nodes', { form }), await as('POST', '/v1/nodes', { form })]
    assert.deepEqual([v2.status, at(v2.body, 'error')], [500, "An item with the name 'Inbox' already exists."])
    assert.equal(v1.status, 400)
    for (const path of ['/v2/nodes/99/categories', '/v2/nodes/99/nodes']) {
      const gone = await get(path)
      assert.deepEqual([gone.status, at(gone.body, 'error')], [500, 'Could not get a node for 99'])
    }
    assert.equal((await get('/v2/nicknames/none/nodes')).status, 404)
    assert.equal((await get('/v2/nicknames/customers/nodes')).status, 200)
    assert.equal((await as('PUT', '/v2/nodes/3001', { form: {} })).status, 400)
    assert.deepEqual(await effects(), [])
  })

  test('5: names: only the taken ones come back; 248 characters at most', async () => {
    const form = { body: JSON.stringify({ parent_id: 2000, names: ['Inbox', 'free'] }) }
    const { body } = await as('POST', '/v1/validation/nodes/names', { form })
    assert.deepEqual(at(body, 'results'), [{ id: 3001, name: 'Inbox' }])
    const free = await as('POST', '/v1/validation/nodes/names', { form: { parent_id: '2000', names: '["free"]' } })
    assert.deepEqual(at(free.body, 'results'), [])
    const long = { type: '0', parent_id: '2000', name: 'x'.repeat(249) }
    assert.equal((await as('POST', '/v2/nodes', { form: long })).status, 400)
    await settings({ maxNameLength: 300 })
    assert.equal((await as('POST', '/v2/nodes', { form: long })).status, 200)
  })

  test('11: suppress_response_codes: always 200, the true status in the body', async () => {
    const bad = await get('/v2/nodes/99?suppress_response_codes')
    assert.deepEqual([bad.status, at(bad.body, 'statusCode'), typeof at(bad.body, 'error')], [200, 400, 'string'])
    const good = await get('/v2/nodes/2000?suppress_response_codes=true')
    assert.deepEqual([good.status, at(good.body, 'statusCode')], [200, 200])
    const field = await as('PUT', '/v2/nodes/99', { form: { name: 'x', suppress_response_codes: '' } })
    assert.deepEqual([field.status, at(field.body, 'statusCode')], [200, 400])
  })

  test('12: paths with and without a trailing slash are the same; a DELETE answers with a body', async () => {
    for (const path of ['/v2/nodes/2000', '/v2/nodes/2000/']) assert.equal((await get(path)).status, 200)
    const made = await as('POST', '/v2/nodes/', { form: { type: '0', parent_id: '2000', name: 'gone' } })
    const id = String(at(made.body, 'results', 'data', 'properties', 'id'))
    const gone = await as('DELETE', `/v2/nodes/${id}`)
    assert.equal(gone.status, 200)
    assert.notEqual(gone.said, '')
    assert.equal((await as('DELETE', '/v1/nodes/3001/')).said, '{}')
    assert.deepEqual(list((await effects('node-deleted')).map(({ name }) => name)), ['gone', 'seed.txt', 'Inbox'])
  })
}
