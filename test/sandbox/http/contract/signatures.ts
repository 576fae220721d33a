import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignedCaller } from './caller.ts'
import { secret } from './signing.ts'

/** What every receiver of Standard Webhooks checks. */
export function signatureContract({ post, effects }: SignedCaller, path: string, body: object, good: number): void {
  const minutes = (count: number): number => Date.now() + count * 60_000
  const wrong: [why: string, headers: Record<string, string | null>, how: object][] = [
    ['another secret', {}, { secret: 'whsec_b3RoZXI=' }],
    ['another body', {}, { body: '{}' }],
    ['a timestamp six minutes old', {}, { atMs: minutes(-6) }],
    ['a timestamp six minutes ahead', {}, { atMs: minutes(6) }],
    ['another id', { 'webhook-id': 'other' }, {}],
    ['a timestamp changed afterwards', { 'webhook-timestamp': String(Math.floor(minutes(1) / 1000)) }, {}],
    ['no signature', { 'webhook-signature': null }, {}],
    ['no id', { 'webhook-id': null }, {}],
    ['no timestamp', { 'webhook-timestamp': null }, {}],
    ['a timestamp that is no number', { 'webhook-timestamp': 'now' }, {}],
    ['a signature of another scheme', { 'webhook-signature': 'v1a,abc' }, {}],
  ]
  for (const [why, headers, how] of wrong) {
    test(`signature: ${why} is a 401, and nothing took effect`, async () => {
      const { status, body: said } = await post(path, 'k', body, headers, how)
      assert.deepEqual([status, said['status']], [401, 401])
      assert.deepEqual(await effects(), [])
    })
  }

  test('signature: one of several is enough, and four minutes off are fine', async () => {
    assert.equal((await post(path, 'k1', body, {}, { before: 'v1,b3RoZXI=' })).status, good)
    assert.equal((await post(path, 'k2', body, {}, { atMs: minutes(-4) })).status, good)
    assert.equal((await post(path, 'k3', body, {}, { atMs: minutes(4), secret })).status, good)
  })
}
