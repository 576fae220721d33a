import assert from 'node:assert/strict'
import { request } from 'node:http'
import { once } from 'node:events'
import { test } from 'node:test'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'
import { refusals } from './refusals.ts'
import { attributes, event, identifierRequired, nothingValid, purchase, someTime } from './samples.ts'

const errorList = z.array(z.strictObject({ type: z.string(), input_array: z.string(), index: z.int() }))

/** Answers of /users/track. */
export function trackContract({ sandbox, track, settings }: BrazeCaller): void {
  test('success: 201, counts of the arrays sent come first, and the headers of the live API in their case', async () => {
    const one = await track({ events: [event('u'), event('u')] })
    assert.deepEqual([one.status, one.body], [201, { events_processed: 2, message: 'success' }])
    const all = await track({
      purchases: [purchase('u')],
      attributes: [attributes('u')],
      events: [event('u')],
    })
    assert.equal(
      JSON.stringify(all.body),
      '{"attributes_processed":1,"events_processed":1,"purchases_processed":1,"message":"success"}',
    )
    assert.match(all.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
    assert.match(all.headers.get('etag') ?? '', /^W\/"[0-9a-f]{32}"$/)
    const raw = request(`${sandbox().url}/users/track`, { method: 'POST' }).end()
    const [response] = z.tuple([z.object({ rawHeaders: z.array(z.string()) })]).parse(await once(raw, 'response'))
    for (const name of ['X-Request-Id', 'X-Runtime', 'X-Ratelimit-Reset']) assert.ok(response.rawHeaders.includes(name))
    raw.destroy()
  })

  test('one bad object costs itself alone, and is told by array, index and type in both dialects', async () => {
    const good = new Map<string, object>()
    good.set('attributes', attributes('u')).set('events', event('u')).set('purchases', purchase('u'))
    for (const errorDialect of ['sentence', 'enum']) {
      await settings({ errorDialect, blockedExternalIds: ['blocked'] })
      for (const [array, bad, sentence, code] of refusals) {
        const answer = await track({ [array]: [good.get(array), bad, good.get(array)] })
        assert.deepEqual([answer.status, answer.body[`${array}_processed`]], [201, 2])
        const [error, ...others] = errorList.parse(answer.body['errors'])
        assert.deepEqual([others.length, error?.input_array, error?.index], [0, array, 1])
        const expected = errorDialect === 'enum' && code !== undefined ? code : sentence
        if (typeof expected === 'string') assert.equal(error?.type, expected)
        else assert.match(error?.type ?? '', expected)
      }
    }
  })

  test('nothing valid: 400 with the documented text', async () => {
    assert.deepEqual((await track({ partner: 'x' })).body, { message: nothingValid })
    const bad = await track({ events: [{ name: 'seen', time: someTime }] })
    const errors = [{ type: identifierRequired, input_array: 'events', index: 0 }]
    assert.deepEqual([bad.status, bad.body], [400, { message: nothingValid, errors }])
  })

  test('75 objects in all, or 75 in each array in the legacy mode', async () => {
    const events = (count: number) => Array.from({ length: count }, () => event('u'))
    const [people, purchases] = [Array.from({ length: 75 }, () => attributes('u')), events(75).map(() => purchase('u'))]
    assert.equal((await track({ events: events(75) })).status, 201)
    const over = await track({ events: events(75), attributes: [attributes('u')] })
    assert.deepEqual([over.status, over.body], [400, { message: 'Max Input Length Exceeded' }])
    await settings({ mode: 'legacy' })
    assert.equal((await track({ attributes: people, events: events(75), purchases })).status, 201)
    assert.equal((await track({ events: events(76) })).status, 400)
    await settings({ maxObjects: 5 })
    assert.equal((await track({ events: events(6) })).status, 400)
  })
}
