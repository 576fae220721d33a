import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import type { BrazeCaller } from './caller.ts'
import { event, identifierRequired } from './samples.ts'

const mixed = { events: [event('u'), { name: 'seen' }] }
const success = { events_processed: 1, message: 'success' }
const fullError = { type: identifierRequired, input_array: 'events', index: 1 }
/** What the caller hears (a status or an error's name), and whether the sandbox took the data in. */
const faults: [fault: object, heard: number | string, applied: boolean, body?: unknown][] = [
  [{ fault: 'status', status: 503 }, 503, false, { message: 'Service Unavailable' }],
  [
    { fault: 'status', status: 400, body: { message: 'no' }, headers: { 'retry-after': '9' } },
    400,
    false,
    { message: 'no' },
  ],
  [{ fault: 'html502' }, 502, false],
  [{ fault: 'rateLimited', seconds: 7 }, 429, false],
  [{ fault: 'timeoutBeforeApply' }, 'TimeoutError', false],
  [{ fault: 'timeoutAfterApply' }, 'TimeoutError', true],
  [{ fault: 'reset' }, 'ECONNRESET', false],
  [{ fault: 'resetAfterApply' }, 'ECONNRESET', true],
  [{ fault: 'queued202' }, 202, true, { message: 'queued' }],
  [{ fault: 'slow', ms: 100 }, 201, true, { ...success, errors: [fullError] }],
  [{ fault: 'errorsWithoutIndex' }, 201, true, { ...success, errors: [{ type: identifierRequired }] }],
  [{ fault: 'plainStringErrors' }, 201, true, { ...success, errors: [identifierRequired] }],
]

/** Every injected fault: what the caller hears, and whether the data was taken in. */
export function faultsContract({ call, track, injectFault, exported, journal, appliedEvents }: BrazeCaller): void {
  for (const [fault, heard, applied, body] of faults) {
    test(`fault ${JSON.stringify(fault)}: strikes once, ${applied ? 'after' : 'before'} applying`, async () => {
      await injectFault({ ...fault, path: '/users/track' })
      await exported({ external_ids: ['u'] })
      const startedMs = Date.now()
      const answer = await call('POST', '/users/track', mixed, {}, 400).catch((error: unknown) => error)
      const tookMs = Date.now() - startedMs
      if (answer instanceof Error) assert.equal(failureOf(answer), heard)
      else {
        const { status, body: said } = z.object({ status: z.number(), body: z.unknown() }).parse(answer)
        assert.equal(status, heard)
        if (body !== undefined) assert.deepEqual(said, body)
      }
      if ('ms' in fault) assert.ok(tookMs >= 95, `answered after ${tookMs} ms`)
      assert.equal(await appliedEvents(), applied ? 1 : 0)
      const { fault: name } = z.object({ fault: z.string() }).parse(fault)
      const [, entry] = await journal()
      const status = typeof heard === 'number' ? heard : null
      assert.deepEqual([entry?.['status'], entry?.['fault'], entry?.['applied']], [status, name, applied])
      assert.equal((await track(mixed)).status, 201)
    })
  }

  test('faults: several times, until cleared, by chance, and only where they bite', async () => {
    const statuses = async (count: number) => {
      const heard = []
      for (let n = 0; n < count; n++) heard.push((await track({ events: [event('u')] })).status)
      return heard
    }
    await injectFault({ fault: 'status', status: 500, times: 2 })
    assert.deepEqual(await statuses(3), [500, 500, 201])
    await injectFault({ fault: 'plainStringErrors' })
    assert.deepEqual(await statuses(1), [201])
    assert.equal(z.array(z.unknown()).parse((await call('GET', '/_sandbox/faults')).body['faults']).length, 1)
    await injectFault({ fault: 'html502', times: 0, probability: 0.5 })
    const struck = (await statuses(200)).filter(status => status === 502).length
    assert.ok(struck > 50 && struck < 150, `struck ${struck} of 200`)
    await call('DELETE', '/_sandbox/faults')
    assert.deepEqual(await statuses(2), [201, 201])
  })
}

/** fetch wraps what befell the connection. */
function failureOf(error: Error): unknown {
  const { data: cause } = z.object({ code: z.string() }).safeParse(error.cause)
  return cause?.code ?? error.name
}
