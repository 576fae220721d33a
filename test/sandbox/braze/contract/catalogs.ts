import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'

const errors = z.array(
  z.strictObject({
    id: z.string(),
    message: z.string(),
    parameters: z.array(z.string()),
    parameter_values: z.array(z.unknown()),
  }),
)

/** Catalogs and their items. */
export function catalogsContract({ call, get, post, effects, settings }: BrazeCaller): void {
  const bulk = (method: string, ...items: unknown[]) => call(method, '/catalogs/shop/items', { items })
  const one = (method: string, id: string, item?: object) => {
    return call(method, `/catalogs/shop/items/${id}`, item && { items: [item] })
  }
  const itemOf = async (id: string) => (await get(`/catalogs/shop/items/${id}`)).body['items']
  const errorOf = ({ body }: { body: Record<string, unknown> }) => errors.parse(body['errors'])[0]?.id

  test('bulk items: 202, created, edited, replaced, deleted, each an effect', async () => {
    const created = await bulk('POST', { id: 'cap', price: 1, more: { a: 1 } }, { id: 'tie', price: 2 })
    assert.deepEqual([created.status, created.body], [202, { message: 'success' }])
    await bulk('PATCH', { id: 'cap', price: 3 })
    assert.deepEqual(await itemOf('cap'), [{ id: 'cap', price: 3, more: { a: 1 } }])
    await bulk('PUT', { id: 'cap', price: 4 })
    assert.deepEqual(await itemOf('cap'), [{ id: 'cap', price: 4 }])
    assert.equal((await bulk('DELETE', { id: 'cap' })).status, 202)
    assert.equal((await get('/catalogs/shop/items/cap')).status, 404)
    assert.deepEqual(
      (await effects('catalog item')).map(({ subject, change }) => [subject, change]),
      [
        ['cap', 'create'],
        ['tie', 'create'],
        ['cap', 'edit'],
        ['cap', 'replace'],
        ['cap', 'delete'],
      ],
    )
  })

  test('one bad item refuses the whole request, by the documented error ids', async () => {
    const wrong: [unknown[], string][] = [
      [[{ id: 1 }], 'ids-not-strings'],
      [[{ id: 'a' }, { id: 'a' }], 'ids-not-unique'],
      [[{ id: 'x'.repeat(251) }], 'ids-too-large'],
      [[{ id: 'a b' }], 'invalid-ids'],
      [[{ id: 'a', colour: 1 }], 'invalid-fields'],
      [[{ id: 'a', more: { 'a.b': 1 } }], 'invalid-keys-in-value-object'],
      [['a'], 'item-array-invalid'],
      [[{ price: 1 }], 'items-missing-ids'],
      [[{ id: 'a', more: { text: 'x'.repeat(5000) } }], 'items-too-large'],
      [Array.from({ length: 51 }, (_, n) => ({ id: `i${n}` })), 'request-includes-too-many-items'],
      [[{ id: 'a', price: 'cheap' }], 'unable-to-coerce-value'],
      [[{ id: 'hat' }], 'item-already-exists'],
    ]
    for (const [items, id] of wrong) {
      const refused = await bulk('POST', { id: `good-${id}` }, ...items)
      assert.deepEqual([refused.status, errorOf(refused)], [400, id])
      assert.equal(refused.body['message'], 'Invalid Request')
    }
    const missing = await call('POST', '/catalogs/no/items', { items: [] })
    assert.deepEqual([missing.status, errorOf(missing)], [404, 'catalog-not-found'])
    assert.deepEqual(await effects('catalog item'), [])
  })

  test('one item: created 201, upserted by PUT, edited, deleted, listed in pages', async () => {
    assert.equal((await one('POST', 'sock', { price: 1 })).status, 201)
    assert.equal((await one('POST', 'sock', { price: 1 })).status, 400)
    assert.equal(errorOf(await one('PUT', 'sock', { id: 'sock' })), 'id-in-body')
    assert.equal((await one('PUT', 'belt', { price: 2 })).status, 200)
    assert.equal((await one('PATCH', 'belt', { price: 3 })).status, 200)
    assert.deepEqual(await itemOf('belt'), [{ id: 'belt', price: 3 }])
    assert.equal((await one('DELETE', 'belt')).status, 200)
    assert.equal((await one('DELETE', 'belt')).status, 404)
    await bulk('PUT', ...Array.from({ length: 50 }, (_, n) => ({ id: `n${n}` })))
    const page = await get('/catalogs/shop/items')
    assert.equal(z.array(z.unknown()).parse(page.body['items']).length, 50)
    assert.match(page.headers.get('link') ?? '', /^<\/catalogs\/shop\/items\?cursor=50>; rel="next"$/)
    assert.equal(z.array(z.unknown()).parse((await get('/catalogs/shop/items?cursor=50')).body['items']).length, 2)
  })

  test('catalogs: created once per name, listed, deleted; their limits are pools of their own', async () => {
    const catalog = { name: 'new', description: 'd', fields: [{ name: 'id', type: 'string' }] }
    const made = await post('/catalogs', { catalogs: [catalog] })
    assert.equal(made.status, 201)
    assert.equal(errorOf(await post('/catalogs', { catalogs: [catalog] })), 'catalog-name-already-exists')
    const listed = z.array(z.looseObject({ name: z.string() })).parse((await get('/catalogs')).body['catalogs'])
    assert.deepEqual(
      listed.map(({ name }) => name),
      ['shop', 'new'],
    )
    const gone = await call('DELETE', '/catalogs/new')
    assert.deepEqual([gone.status, gone.body], [200, { message: 'success' }])
    assert.equal((await call('DELETE', '/catalogs/new')).status, 404)
    await settings({ limits: { catalogs: { requests: 0, windowSeconds: 60 } } })
    assert.deepEqual([(await get('/catalogs')).status, (await get('/catalogs/shop/items/hat')).status], [429, 200])
  })
}
