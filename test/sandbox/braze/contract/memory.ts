import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Newest } from '../../frame/newest.ts'
import { ObjectLog } from '../object-log.ts'

/** What the journal forgets, tried on its store: the program's own bounds take minutes to reach. */
export function memoryContract(): void {
  const filled = (count: number, maxEntries: number, maxBytes: number) => {
    const newest = new Newest<{ lastSeq: number; bytes: number }>(maxEntries, maxBytes)
    for (let seq = 1; seq <= count; seq++) newest.push({ lastSeq: seq, bytes: 10 })
    return newest
  }
  const seqs = (newest: ReturnType<typeof filled>, since: number) =>
    [...newest.after(since)].map(({ lastSeq }) => lastSeq)

  test('the newest are kept, within a count and within a sum of bytes', () => {
    assert.deepEqual(seqs(filled(20_000, 3, 1e9), 0), [19_998, 19_999, 20_000])
    assert.deepEqual(seqs(filled(20_000, 3, 1e9), 19_999), [20_000])
    assert.deepEqual(seqs(filled(20_000, 1e9, 25), 0), [19_999, 20_000])
    assert.deepEqual(seqs(filled(5, 1e9, 1), 0), [5])
    assert.equal(filled(20_000, 9000, 1e9).size, 9000)
  })

  test('objects that fell out of the bounds are counted, and a clearing starts anew', () => {
    const log = new ObjectLog()
    const append = (bytes: number) =>
      log.append('{"events":[1,2]}', bytes, { attributes: [], events: [0, 1], purchases: [] })
    const page = () => {
      const { total, forgotten, objects } = log.page({ since: 0, limit: 100 })
      return { events: total.events, forgotten, kept: objects.length }
    }
    for (const bytes of [2e8, 2e8, 1]) append(bytes)
    assert.deepEqual(page(), { events: 6, forgotten: 2, kept: 4 })
    log.clear()
    append(1)
    assert.deepEqual(page(), { events: 2, forgotten: 0, kept: 2 })
  })
}
