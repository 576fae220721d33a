import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HookTarget } from './hook-target.ts'
import { secret } from './signing.ts'

/** How a sandbox that sends webhooks is told to, and asked about it. */
export interface HookSource {
  readonly control: (
    method: string,
    path: string,
    body?: object,
  ) => Promise<{ status: number; body: Record<string, unknown> }>
  /** Lets it send one message with something in it. */
  readonly sendOne: () => Promise<void>
}

/** Signing and repeating: the same for every system that sends webhooks. */
export function sendingContract(name: string, { control, sendOne }: HookSource, target: () => HookTarget): void {
  const settings = (more: object = {}) =>
    control('PUT', '/settings', { webhook: { url: target().url, secret, retryMs: 5, maxRetryMs: 20, ...more } })
  const report = async () => (await control('GET', '/webhook')).body

  test(`${name}: a message is signed as Standard Webhooks says, and counted when it is heard`, async () => {
    await settings()
    await sendOne()
    const [came] = await target().attempts(1)
    assert.deepEqual([came?.isSigned, target().came.length], [true, 1])
    assert.deepEqual((await report())['answers'], { 202: 1 })
  })

  test(`${name}: whatever is not 2xx, and silence, is repeated with the same id and bytes, signed anew`, async () => {
    await settings({ timeoutMs: 100 })
    target().reactions.push(500, 400, 301, 'silence', { status: 503, retryAfter: 1 })
    const begun = Date.now()
    await sendOne()
    const came = await target().attempts(6)
    assert.equal(came.length, 6)
    assert.ok(Date.now() - begun >= 1_000, 'Retry-After is waited for')
    assert.deepEqual(
      new Set(came.map(({ id, text, isSigned }) => JSON.stringify([id, text, isSigned]))).size,
      1,
      'the same message in each attempt',
    )
    for (let waited = 0; (await report())['delivered'] !== 1 && waited < 100; waited++)
      await new Promise(resolve => setTimeout(resolve, 10))
    const { attempts, answers, waiting } = await report()
    assert.deepEqual([attempts, waiting], [6, 0])
    assert.deepEqual(answers, { 202: 1, 301: 1, 400: 1, 500: 1, 503: 1, timeout: 1 })
  })

  test(`${name}: a target that is not there is tried again; attempts may be bounded`, async () => {
    await settings({ url: 'http://127.0.0.1:1/hook', attempts: 3 })
    await sendOne()
    for (let waited = 0; (await report())['givenUp'] !== 1 && waited < 200; waited++)
      await new Promise(resolve => setTimeout(resolve, 10))
    assert.deepEqual((await report())['answers'], { unreachable: 3 })
  })

  test(`${name}: a message that was heard may come once more, late, with the same id`, async () => {
    await settings({ duplicates: 1 })
    await sendOne()
    const [one, two] = await target().attempts(2)
    assert.ok(one && two)
    assert.deepEqual([two.id, two.text], [one.id, one.text])
    await settings({ duplicates: 0 })
  })

  test(`${name}: wrong settings of the webhook are named`, async () => {
    const { status, body } = await control('PUT', '/settings', { webhook: { url: 'nowhere', duplicates: 2 } })
    assert.equal(status, 400)
    for (const field of ['webhook.url', 'webhook.secret', 'webhook.duplicates'])
      assert.match(JSON.stringify(body['errors']), new RegExp(`"${field}"`))
  })
}
