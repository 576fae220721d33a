import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'
import { alias, attributes, event, identifierRequired, nothingValid } from './samples.ts'

/** The siblings of /users/track. */
export function usersContract({ post, track, settings, exported, attributesOf, call }: BrazeCaller): void {
  const found = async (body: object) => (await exported(body)).map(({ external_id }) => external_id)
  const makeAlias = () => track({ attributes: [{ user_alias: alias, a: 1, _update_existing_only: false }] })

  test('track/bulk: 1,000 objects, 100 a user, 2 MB, the answers of /users/track', async () => {
    const bulk = (body: object) => post('/users/track/bulk', body)
    const events = Array.from({ length: 1000 }, (_, n) => event(`u${n}`))
    const full = await bulk({ events: [...events.slice(1), { name: 'seen' }] })
    const errors = [{ type: identifierRequired, input_array: 'events', index: 999 }]
    assert.deepEqual([full.status, full.body], [201, { events_processed: 999, message: 'success', errors }])
    const over = await bulk({ events: [...events, event('u')] })
    assert.deepEqual([over.status, over.body], [400, { message: 'Max Input Length Exceeded' }])
    const same = (count: number) => ({ attributes: Array.from({ length: count }, (_, n) => attributes('u', { a: n })) })
    assert.equal((await bulk(same(100))).status, 201)
    assert.equal((await bulk(same(101))).status, 400)
    assert.equal((await bulk({ events: [event('u')], padding: 'x'.repeat(2 * 1024 * 1024) })).status, 400)
  })

  test('track/sync: one object, applied at once whatever the delay, answered with the user', async () => {
    await settings({ visibilityDelayMs: 60_000 })
    const sync = (body: object) => post('/users/track/sync', body)
    const { status, body } = await sync({ events: [event('ada')] })
    const first = '2024-05-05T10:00:00.000Z'
    const custom_events = [{ name: 'seen', first, last: first, count: 1 }]
    assert.deepEqual([status, body], [201, { users: [{ external_id: 'ada', custom_events }], message: 'success' }])
    assert.equal((await sync({ events: [event('u'), event('u')] })).status, 400)
    const invalid = await sync({ attributes: [{ a: 1 }] })
    assert.deepEqual([invalid.status, invalid.body['message']], [400, nothingValid])
  })

  test('identify: an alias takes the id or is merged into who has it; success also when nobody is found', async () => {
    const identify = (id: string) => {
      return post('/users/identify', { aliases_to_identify: [{ external_id: id, user_alias: alias }] })
    }
    await makeAlias()
    const { status, body } = await identify('new')
    assert.deepEqual([status, body], [201, { aliases_processed: 1, message: 'success' }])
    assert.deepEqual(await attributesOf('new'), { a: 1 })
    const other = { alias_name: 'b', alias_label: 'm' }
    await track({ attributes: [{ user_alias: other, b: 2, _update_existing_only: false }] })
    await post('/users/identify', { aliases_to_identify: [{ external_id: 'new', user_alias: other }] })
    assert.deepEqual(await attributesOf('new'), { a: 1, b: 2 })
    assert.deepEqual(await found({ user_aliases: [other] }), ['new'])
    const sameLabel = { ...alias, alias_name: 'c' }
    await track({ attributes: [{ user_alias: sameLabel, c: 3, _update_existing_only: false }] })
    await post('/users/identify', { aliases_to_identify: [{ external_id: 'new', user_alias: sameLabel }] })
    assert.deepEqual(await attributesOf('new'), { a: 1, b: 2 })
    assert.equal((await identify('nobody')).status, 201)
    assert.equal((await post('/users/identify', {})).status, 400)
    await track({ attributes: [{ email: 'x@y.co', d: 4 }] })
    const emails_to_identify = [{ external_id: 'mail', email: 'x@y.co', prioritization: ['unidentified'] }]
    assert.equal((await post('/users/identify', { emails_to_identify })).status, 201)
    assert.deepEqual(await attributesOf('mail'), { d: 4 })
  })

  test('merge: 202, the merged user is gone, its events and attributes are with the other; documented refusals', async () => {
    const merge = (...merge_updates: unknown[]) => post('/users/merge', { merge_updates })
    const pair = (from: string, to: string) => {
      return { identifier_to_merge: { external_id: from }, identifier_to_keep: { external_id: to } }
    }
    await track({
      attributes: [attributes('ada', { a: 1 }), attributes('bob', { a: 2, b: 2 })],
      events: [event('bob')],
    })
    await track({ events: [event('ada')] })
    const { status, body } = await merge(pair('bob', 'ada'), pair('vanished', 'ada'))
    assert.deepEqual([status, body], [202, { message: 'success' }])
    assert.deepEqual(await attributesOf('ada'), { a: 1, b: 2 })
    const [ada] = await exported({ external_ids: ['ada', 'bob'] })
    z.object({ custom_events: z.tuple([z.object({ count: z.literal(2) })]) }).parse(ada)
    const shared = (rule: string[]) => ({ identifier_to_merge: { email: 'shared@example.com', prioritization: rule } })
    const keep = { identifier_to_keep: { external_id: 'ada' } }
    assert.equal((await merge({ ...shared([]), ...keep })).status, 202)
    assert.deepEqual(await found({ external_ids: ['cyd'] }), [])
    const messages = [
      (await post('/users/merge', { merge_updates: 'x' })).body['message'],
      (await merge(...Array.from({ length: 51 }, () => pair('a', 'b')))).body['message'],
      (await merge({ ...pair('a', 'b'), more: 1 })).body['message'],
    ]
    assert.deepEqual(messages, [
      "'merge_updates' must be an array of objects",
      'a single request may not contain more than 50 merge updates',
      "'merge_updates' must only have 'identifier_to_merge' and 'identifier_to_keep'",
    ])
    assert.match(
      String((await merge({ ...pair('a', 'b'), identifier_to_keep: 'b' })).body['message']),
      /^identifiers must/,
    )
  })

  test('several users share an email: a merge that leaves more than one does nothing', async () => {
    const identifier_to_merge = { email: 'shared@example.com', prioritization: ['identified'] }
    await post('/users/merge', { merge_updates: [{ identifier_to_merge, identifier_to_keep: { external_id: 'ada' } }] })
    assert.deepEqual((await found({ external_ids: ['bob', 'cyd'] })).length, 2)
    assert.deepEqual(await found({ email_address: 'shared@example.com' }), ['bob', 'cyd'])
  })

  test('alias/new: for a known user or a new one, safe to repeat; nothing for an unknown external id', async () => {
    const add = (...user_aliases: object[]) => post('/users/alias/new', { user_aliases })
    const { status, body } = await add({ external_id: 'ada', ...alias }, { alias_name: 'free', alias_label: 'l' })
    assert.deepEqual([status, body], [201, { aliases_processed: 2, message: 'success' }])
    assert.equal((await add({ external_id: 'bob', ...alias })).status, 201)
    assert.deepEqual(await found({ user_aliases: [alias, { alias_name: 'free', alias_label: 'l' }] }), [
      'ada',
      undefined,
    ])
    await add({ external_id: 'nobody', alias_name: 'z', alias_label: 'l' })
    assert.deepEqual(await found({ user_aliases: [{ alias_name: 'z', alias_label: 'l' }] }), [])
    assert.equal((await add({ alias_name: 'x' })).status, 400)
    const alias_updates = [{ alias_label: 'l', old_alias_name: 'a', new_alias_name: 'a2' }]
    assert.equal((await post('/users/alias/update', { alias_updates })).status, 201)
    assert.deepEqual(await found({ user_aliases: [{ ...alias, alias_name: 'a2' }] }), ['ada'])
  })

  test('delete: counts the ids asked for, also the second time', async () => {
    for (let n = 0; n < 2; n++) {
      const { status, body } = await post('/users/delete', { external_ids: ['ada', 'bob', 'nobody'] })
      assert.deepEqual([status, body], [201, { deleted: 3, message: 'success' }])
    }
    assert.deepEqual(await found({ external_ids: ['ada', 'cyd'], email_address: 'ada@example.com' }), ['cyd'])
    assert.equal((await post('/users/delete', { external_ids: Array(51).fill('u') })).status, 400)
  })

  test('external_ids: a renamed id still leads to the user until it is removed', async () => {
    const external_id_renames = [{ current_external_id: 'ada', new_external_id: 'ada2' }]
    const { status, body } = await post('/users/external_ids/rename', { external_id_renames })
    assert.deepEqual(
      [status, body],
      [201, { rename_errors: [], external_ids: external_id_renames, message: 'success' }],
    )
    await track({ attributes: [attributes('ada', { a: 1 })] })
    assert.deepEqual(await attributesOf('ada2'), { a: 1 })
    const removed = await post('/users/external_ids/remove', { external_ids: ['ada', 'bob'] })
    assert.deepEqual(removed.body['removed_ids'], ['ada'])
    assert.equal(z.array(z.unknown()).parse(removed.body['removal_errors']).length, 1)
    assert.deepEqual(await found({ external_ids: ['ada', 'ada2'] }), ['ada2'])
  })

  test('a key with few permissions: 403 for the rest, and it works where it may', async () => {
    const headers = { authorization: 'Bearer limited' }
    const refused = await call('POST', '/users/track', { events: [event('u')] }, headers)
    assert.deepEqual(
      [refused.status, refused.body],
      [403, { message: 'You do not have permission to access this resource' }],
    )
    assert.equal((await call('POST', '/users/export/ids', { external_ids: ['ada'] }, headers)).status, 201)
  })
}
