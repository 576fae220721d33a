import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, list, text } from './caller.ts'
import type { EcmCaller } from './caller.ts'

const path = '/v2/nodes/5000/categories/16878'

/** Checklist items 6 and 7: the shape of categories, partial writes, the optional token. */
export function categoriesContract({ as, get, effects, settings }: EcmCaller): void {
  const values = async () => at((await get(path)).body, 'results', 'data', 'categories')
  const put = (form: Record<string, string> | URLSearchParams) => as('PUT', `${path}/`, { form })
  const token = async () =>
    text(at((await get('/v2/nodes/5000?state')).body, 'results', 'state', 'categories', '16878_1', 'metadata_token'))

  test('6: all categories are a list, one is a dict; keys are flat; metadata tells what they mean', async () => {
    const all = at((await get('/v2/nodes/5000/categories?metadata')).body, 'results')
    assert.equal(list(all).length, 1)
    const one = at((await get(`${path}?metadata`)).body, 'results')
    assert.deepEqual(one, at(all, 0))
    assert.deepEqual(at(one, 'data', 'categories'), {
      ...{ '16878_2': 'unknown', '16878_3': null, '16878_4': null, '16878_5': '2026-03-01T00:00:00Z', '16878_6': null },
      ...{ '16878_7': [], '16878_8': null, '16878_9': null, '16878_30_1_31': null, '16878_30_1_32': null },
    })
    assert.equal(at((await get(path)).body, 'results', 'metadata'), undefined)
    const described = at(one, 'metadata', 'categories')
    assert.deepEqual(
      ['16878', '16878_30', '16878_30_x_31'].map(key => at(described, key, 'persona')),
      ['category', 'set', 'categoryattribute'],
    )
    const consent = ['type_name', 'max_length', 'valid_values'].map(name => at(described, '16878_2', name))
    assert.deepEqual(consent, ['String', 8, ['yes', 'no', 'unknown']])
    assert.deepEqual(at(one, 'metadata_order', 'categories'), ['16878'])
  })

  test('6: what is not sent stays; types are read from text; positions and rows are set one by one', async () => {
    assert.equal((await put({ '16878_4': '7', '16878_6': 'true', '16878_7': '["a","b"]' })).status, 200)
    assert.equal(
      (await put({ '16878_7': '["","","c"]', '16878_30_2_31': 'Oslo', '16878_30_2_32': '2026-05-01' })).status,
      200,
    )
    const now = await values()
    const keys = ['16878_2', '16878_4', '16878_6', '16878_7', '16878_30_1_31', '16878_30_2_31', '16878_30_2_32']
    assert.deepEqual(
      keys.map(key => at(now, key)),
      ['unknown', 7, true, ['a', 'b', 'c'], null, 'Oslo', '2026-05-01T00:00:00Z'],
    )
    assert.equal((await put({ '16878_30_1': '' })).status, 200)
    assert.deepEqual([at(await values(), '16878_30_1_31'), at(await values(), '16878_30_2_31')], ['Oslo', undefined])
    const repeated = new URLSearchParams([
      ['16878_7', 'x'],
      ['16878_7', 'y'],
    ])
    assert.equal((await put(repeated)).status, 200)
    assert.deepEqual(at(await values(), '16878_7'), ['x', 'y'])
    assert.equal((await put({ '16878_2': '' })).status, 200)
    assert.equal(at(await values(), '16878_2'), null)
  })

  test('6: one category in a PUT; bad entries are 500 and change nothing; nothing sent is 400', async () => {
    assert.equal((await put({ '16900_2': 'open', '16878_2': 'yes' })).status, 400)
    assert.equal((await put({})).status, 400)
    assert.equal((await as('PUT', '/v2/nodes/3001/categories/16878', { form: { '16878_2': 'yes' } })).status, 400)
    const bad = {
      '16878_2': 'perhaps',
      '16878_3': 'x'.repeat(33),
      '16878_4': 'seven',
      '16878_5': 'soon',
      '16878_8': 'me',
    }
    const more = {
      '16878_77': 'no such',
      '16878_30_4_31': 'beyond',
      '16878_30_1_31': '',
      '16878_9_multilingual': '{"de":"x"}',
    }
    for (const [key, value] of Object.entries({ ...bad, ...more })) {
      const { status, body } = await put({ '16878_6': 'true', [key]: value })
      assert.equal(status, 500, key)
      assert.match(String(at(body, 'error')), new RegExp(key))
    }
    assert.equal(at(await values(), '16878_6'), null)
    assert.deepEqual(await effects(), [])
    await settings({ languages: ['en', 'de'] })
    assert.equal((await put({ '16878_9_multilingual': '{"en":"Title","de":"Titel"}' })).status, 200)
    assert.equal(at(await values(), '16878_9'), 'Title')
  })

  test('6: apply, apply again, remove, inherit', async () => {
    const on = (form: Record<string, string>) => as('POST', '/v2/nodes/3001/categories', { form })
    assert.equal((await on({ category_id: '16900', '16900_2': 'open' })).status, 200)
    const again = await on({ category_id: '16900' })
    assert.deepEqual([again.status, at(again.body, 'error')], [400, "The attribute group 'Case' already exists."])
    assert.equal((await as('POST', '/v2/nodes/3001/categories/16900/inheritance')).status, 200)
    const made = await as('POST', '/v2/nodes', { form: { type: '0', parent_id: '3001', name: 'child' } })
    const id = String(at(made.body, 'results', 'data', 'properties', 'id'))
    assert.deepEqual(at((await get(`/v2/nodes/${id}?fields=categories`)).body, 'results', 'data'), {
      categories: [{ '16900_2': 'open' }],
    })
    assert.equal((await as('DELETE', '/v2/nodes/3001/categories/16900/')).status, 200)
    assert.deepEqual(at((await get('/v2/nodes/3001/categories')).body, 'results'), [])
    assert.deepEqual(
      (await effects()).map(({ kind }) => kind),
      ['category-applied', 'node-created', 'category-removed'],
    )
  })

  test('7: the token of ?state, of the form and of the PUT are one; stale is 409 and changes nothing', async () => {
    const first = await token()
    assert.match(first, /^[0-9a-f]{32}$/)
    const form = await get('/v1/forms/nodes/categories/update?id=5000&category_id=16878')
    assert.equal(at(form.body, 'forms', 0, 'data', '16878_1', 'metadata_token'), first)
    assert.deepEqual(at(form.body, 'forms', 0, 'schema', 'properties', '16878_2', 'enum'), ['yes', 'no', 'unknown'])
    const slot = (metadata_token: string) => ({ '16878_1': JSON.stringify({ metadata_token }) })
    const good = await put({ ...slot(first), '16878_2': 'yes' })
    const next = text(at(good.body, 'results', 'state', 'categories', '16878_1', 'metadata_token'))
    assert.notEqual(next, first)
    assert.equal(await token(), next)
    const stale = await put({ ...slot(first), '16878_2': 'no' })
    assert.deepEqual([stale.status, at(stale.body, 'error')], [409, 'Could not update metadata (edit conflict).'])
    assert.equal(at(await values(), '16878_2'), 'yes')
    assert.equal((await put({ ...slot(next), '16878_2': 'no' })).status, 200)
  })

  test('7: without a token the last writer wins in silence, and no token comes back', async () => {
    const first = await token()
    const silent = await put({ '16878_2': 'no' })
    assert.deepEqual([silent.status, at(silent.body, 'results')], [200, {}])
    assert.notEqual(await token(), first)
    const [effect] = await effects('category-updated')
    assert.deepEqual(effect?.['attributes'], { '16878_2': 'no' })
    assert.deepEqual([effect['token'], effect['subject'], effect['user']], [false, '5000', 'admin'])
  })

  test('7: the node itself has a token: 409 when stale, last writer wins without', async () => {
    const state = async () =>
      text(at((await get('/v2/nodes/3001?state')).body, 'results', 'state', 'properties', 'metadata_token'))
    const rename = (name: string, metadata_token?: string) =>
      as('PUT', '/v2/nodes/3001', {
        form: { body: JSON.stringify({ name, ...(metadata_token && { metadata_token }) }) },
      })
    const first = await state()
    assert.equal((await rename('One', first)).status, 200)
    assert.equal((await rename('Two', first)).status, 409)
    assert.equal((await rename('Three')).status, 200)
    assert.equal(at((await get('/v2/nodes/3001')).body, 'results', 'data', 'properties', 'name'), 'Three')
  })
}
