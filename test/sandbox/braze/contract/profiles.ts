import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'
import { alias, event, purchase } from './samples.ts'

/** What data does to profiles, read back through /users/export/ids. */
export function profilesContract({
  call,
  track,
  change,
  settings,
  exported,
  attributesOf,
  appliedEvents,
}: BrazeCaller): void {
  test('numeric ids and times apart by blanks are taken', async () => {
    const times = [
      '2019-02-15 00:00:00 -0500',
      '2019-02-15T05:00:00:000Z',
      '2019-02-15T06:00:00.000+01:00',
      '2019-02-15',
    ]
    const answer = await track({ events: times.map(time => event(12345, { time })) })
    assert.deepEqual(answer.body, { events_processed: 4, message: 'success' })
    const [user] = await exported({ external_ids: ['12345'], fields_to_export: ['external_id', 'custom_events'] })
    const [first, last] = ['2019-02-15T00:00:00.000Z', '2019-02-15T05:00:00.000Z']
    assert.deepEqual(user, { external_id: '12345', custom_events: [{ name: 'seen', first, last, count: 4 }] })
  })

  test('attribute operators', async () => {
    await change('u', {
      n: 1,
      list: ['a', 'a', 'b'],
      gone: true,
      nest: { a: 1, deep: { x: 1 } },
      pets: [{ id: 1 }, { id: 2 }],
    })
    await change('u', { n: { inc: 4 }, fresh: { inc: 2 }, list: { add: ['b', 'c'] }, gone: null })
    const pets = { $add: [{ id: 3 }], $remove: [{ $identifier_key: 'id', $identifier_value: 1 }] }
    await change('u', { list: { remove: ['a'] }, nest: { deep: { y: 2 } }, pets, _merge_objects: true })
    await change('u', { nest: { b: 'ok', 'bad name': 1 } })
    const nest = { a: 1, deep: { x: 1, y: 2 } }
    assert.deepEqual(await attributesOf('u'), { n: 5, list: ['b', 'c'], nest, pets: [{ id: 2 }, { id: 3 }], fresh: 2 })
    await change('u', { nest: { b: 1 } })
    assert.deepEqual(z.object({ nest: z.unknown() }).parse(await attributesOf('u')).nest, { b: 1 })
  })

  test('who is created: by alias only with an explicit false, by braze_id never, others unless told otherwise', async () => {
    const found = async () => (await exported({ user_aliases: [alias] })).length
    await track({
      attributes: [{ user_alias: alias, a: 1 }],
      events: [{ ...event(undefined), user_alias: alias, _update_existing_only: false }],
    })
    assert.equal(await found(), 0)
    await track({ attributes: [{ user_alias: alias, a: 1, _update_existing_only: false }] })
    assert.equal(await found(), 1)
    await track({
      attributes: [
        { external_id: 'u', a: 1, _update_existing_only: true },
        { braze_id: 'b', a: 1 },
      ],
    })
    const answer = await call('POST', '/users/export/ids', { external_ids: ['u'], braze_id: 'b' })
    assert.deepEqual([answer.status, answer.body], [201, { users: [], invalid_user_ids: ['u'], message: 'success' }])
    assert.equal((await call('POST', '/users/export/ids', { external_ids: Array(51).fill('u') })).status, 400)
  })

  test('email identifies before phone; an unknown external_id with a known email makes a second profile', async () => {
    await track({ attributes: [{ email: 'a@b.co', phone: '+4912345', a: 1 }] })
    await track({ attributes: [{ email: 'a@b.co', b: 2 }] })
    await track({ attributes: [{ external_id: 'new', email: 'a@b.co', c: 3 }] })
    assert.deepEqual(await attributesOf('new'), { c: 3 })
    const [byPhone] = await exported({ phone: '+4912345' })
    assert.deepEqual(byPhone?.['custom_attributes'], { a: 1, b: 2 })
  })

  test('an event by email alone makes a profile that is found by it', async () => {
    await track({ events: [event(undefined, { email: 'c@d.co' }), event(undefined, { email: 'c@d.co' })] })
    const [user] = await exported({ email_address: 'c@d.co', fields_to_export: ['email', 'custom_events'] })
    const { custom_events } = z.strictObject({ email: z.literal('c@d.co'), custom_events: z.unknown() }).parse(user)
    const first = '2024-05-05T10:00:00.000Z'
    assert.deepEqual(custom_events, [{ name: 'seen', first, last: first, count: 2 }])
  })

  test('equal events are kept apart; a quantity counts as so many purchases; the future becomes now', async () => {
    await track({
      events: [event('u'), event('u')],
      purchases: [purchase('u', { quantity: 3, time: '2999-01-01T00:00:00Z' })],
    })
    const [user] = await exported({
      external_ids: ['u'],
      fields_to_export: ['custom_events', 'purchases', 'total_revenue'],
    })
    const shape = z.strictObject({
      custom_events: z.tuple([z.object({ count: z.literal(2) })]),
      purchases: z.tuple([z.object({ name: z.literal('sku'), count: z.literal(3), last: z.iso.datetime() })]),
      total_revenue: z.literal(7.5),
    })
    assert.ok(Date.parse(shape.parse(user).purchases[0].last) <= Date.now())
    assert.equal(await appliedEvents(), 2)
  })

  test('with a visibility delay data shows later, in order', async () => {
    await settings({ visibilityDelayMs: 150 })
    await track({ attributes: [{ external_id: 'u', a: 1 }] })
    await track({ attributes: [{ external_id: 'u', a: { inc: 1 } }] })
    assert.deepEqual(await attributesOf('u'), {})
    await sleep(200)
    assert.deepEqual(await attributesOf('u'), { a: 2 })
  })
}
