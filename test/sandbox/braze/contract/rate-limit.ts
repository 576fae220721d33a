import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrazeCaller } from './caller.ts'
import { event } from './samples.ts'

/** Windows and headers, in both dialects. */
export function rateLimitContract({ track, settings, injectFault, appliedEvents }: BrazeCaller): void {
  for (const headerDialect of ['epoch', 'delta']) {
    test(`rate limit in windows aligned to the clock, ${headerDialect} headers`, async () => {
      await settings({ headerDialect, limits: { '/users/track': { requests: 2, windowSeconds: 1 } } })
      await sleep(1000 - (Date.now() % 1000) + 10)
      const endOfWindow = String(Math.floor(Date.now() / 1000) + 1)
      const heard = []
      for (let n = 0; n < 3; n++) heard.push(await track({ events: [event('u')] }))
      assert.deepEqual(
        heard.map(({ status }) => status),
        [201, 201, 429],
      )
      const rates = heard.map(({ headers }) =>
        ['limit', 'remaining', 'reset', 'retry-after'].map(name => headers.get(`x-ratelimit-${name}`)),
      )
      const reset = headerDialect === 'epoch' ? endOfWindow : '1'
      const refused = headerDialect === 'epoch' ? ['2', '0', endOfWindow, null] : [null, null, null, '1']
      assert.deepEqual(rates, [['2', '1', reset, null], ['2', '0', reset, null], refused])
      assert.equal(await appliedEvents(), 2)
      await sleep(1000 - (Date.now() % 1000) + 10)
      assert.equal((await track({ events: [event('u')] })).status, 201)
    })

    test(`an injected 429 speaks the ${headerDialect} dialect`, async () => {
      await settings({ headerDialect })
      await injectFault({ fault: 'rateLimited', seconds: 100 })
      const now = Date.now() / 1000
      const { headers, body } = await track({ events: [event('u')] })
      assert.deepEqual(body, { message: 'Rate limited' })
      assert.equal(headers.get('x-ratelimit-retry-after'), headerDialect === 'epoch' ? null : '100')
      assert.equal(headers.has('x-ratelimit-limit'), headerDialect === 'epoch')
      const reset = Number(headers.get('x-ratelimit-reset') ?? now + 100)
      assert.ok(reset >= now + 99 && reset <= now + 110, `reset ${reset}, now ${now}`)
    })
  }
}
