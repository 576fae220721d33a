/** The load that the chaos run sends: it repeats what is not heard, with the same ids, and counts what was acknowledged. */
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { hookTarget } from '../sandbox/http/contract/hook-target.ts'
import { secret } from '../sandbox/http/contract/signing.ts'
import { pushEvents, pushSource } from './push.ts'
import { xconnectorEvents, xconnectorSource } from './xconnector.ts'

const target = await hookTarget(secret)
after(() => target.stop())
beforeEach(() => target.clear())
const options = { url: target.url, secret, batch: 10, inFlight: 3, retryMs: 5, maxRetryMs: 10, timeoutMs: 500 }

test('every event is acknowledged once, however often its message had to be sent', async () => {
  const ids: string[] = []
  const source = pushSource({ ...options, acknowledged: some => void ids.push(...some) })
  target.reactions.push(503, 'silence', 500, 401, 202, 413)
  await source.emit(pushEvents({ run: 'r', count: 95, customers: 7 }))
  assert.deepEqual(ids.toSorted(), Array.from({ length: 95 }, (_, n) => `r-${n}`).toSorted())
  const { sent, accepted, rejected, messages, attempts, answers } = source.counters
  assert.deepEqual(
    { sent, accepted, rejected, messages, attempts },
    { sent: 95, accepted: 95, rejected: 0, messages: 10, attempts: 15 },
  )
  assert.deepEqual(answers, { 202: 10, 401: 1, 413: 1, 500: 1, 503: 1, timeout: 1 })
  const byId = new Map<string, Set<string>>()
  for (const { id, text, isSigned } of target.came) {
    assert.ok(isSigned)
    byId.set(id, (byId.get(id) ?? new Set()).add(text))
  }
  assert.deepEqual([byId.size, [...byId.values()].every(texts => texts.size === 1)], [10, true])
})

test('the rows are the same for the same arguments; versions of a record rise', () => {
  assert.deepEqual(
    [...pushEvents({ run: 'r', count: 9, customers: 2 })],
    [...pushEvents({ run: 'r', count: 9, customers: 2 })],
  )
  const versions = [...xconnectorEvents({ run: 'r', count: 6, records: 2 })].map(
    ({ event }) => JSON.stringify(event).match(/"version":(\d)/)?.[1],
  )
  assert.deepEqual(versions, ['1', '1', '2', '2', '3', '3'])
})

test('frames have an event on each line, batches are arrays', async () => {
  for (const mode of ['frame', 'batch'] as const)
    await xconnectorSource({ ...options, inFlight: 1 }, { mode }).emit(
      xconnectorEvents({ run: 'r', count: 12, records: 3 }),
    )
  assert.deepEqual(
    target.came.map(({ contentType, text }) => [contentType, text.trimEnd().split('\n').length]),
    [
      ['application/x-ndjson', 10],
      ['application/x-ndjson', 2],
      ['application/cloudevents-batch+json', 1],
      ['application/cloudevents-batch+json', 1],
    ],
  )
})

test('a source that is stopped gives up what nobody hears', async () => {
  const stop = new AbortController()
  const source = pushSource({ ...options, url: 'http://127.0.0.1:1/', signal: stop.signal })
  setTimeout(() => stop.abort(), 100)
  await source.emit(pushEvents({ run: 'r', count: 1_000, customers: 7 }))
  assert.equal(source.counters.accepted, 0)
})
