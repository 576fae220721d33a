import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashOf, RowStore } from '../../src/stream/state/row-store.ts'

function put(store: RowStore, key: string, value: string | null, at = 0): void {
  const keyBytes = Buffer.from(key)
  const valueBytes = value === null ? null : Buffer.from(value)
  const hash = hashOf(keyBytes, 0, keyBytes.length)
  store.put(keyBytes, 0, keyBytes.length, hash, valueBytes, 0, valueBytes?.length ?? 0, at)
}
function get(store: RowStore, key: string): string | undefined {
  const bytes = Buffer.from(key)
  const address = store.find(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length))
  return address === 0 ? undefined : valueAt(store, address)
}
const valueAt = (store: RowStore, address: number) =>
  store.bytes.toString('utf8', store.valueStart(address), store.valueEnd(address))
const keyAt = (store: RowStore, address: number) =>
  store.bytes.toString('utf8', store.keyStart(address), store.keyEnd(address))
const all = (store: RowStore): Record<string, string> => {
  const rows: Record<string, string> = {}
  store.forEach(address => (rows[keyAt(store, address)] = valueAt(store, address)))
  return rows
}

/** A small generator of its own, so that a failure can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

test('rows are what a map would hold, over puts, deletes, roll-backs and compactions', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const pick = random(seed)
    const store = new RowStore()
    let model = new Map<string, string>()
    for (let round = 0; round < 60; round++) {
      const before = new Map(model)
      const mark = store.mark
      const changed = new Map<string, string | null>()
      for (let n = pick(40); n > 0; n--) {
        const key = `key-${pick(50)}`
        const value = pick(4) === 0 ? null : `${'x'.repeat(pick(100))}${n}`
        put(store, key, value)
        changed.set(key, value)
        if (value === null) model.delete(key)
        else model.set(key, value)
      }
      const seen = new Map<string, string | null>()
      store.changedSince(mark, store.mark, address => {
        assert.ok(!seen.has(keyAt(store, address)), 'each changed key once')
        seen.set(keyAt(store, address), store.isDeleted(address) ? null : valueAt(store, address))
      })
      assert.deepEqual(seen, changed)
      if (pick(3) === 0) {
        store.rollback(mark)
        model = before
      } else if (pick(5) === 0) store.compact()
      assert.equal(store.size, model.size)
      assert.deepEqual(all(store), Object.fromEntries(model))
      for (let key = 0; key < 50; key++) assert.equal(get(store, `key-${key}`), model.get(`key-${key}`))
    }
  }
})

test('changes of a cycle do not show what a later cycle did', () => {
  const store = new RowStore()
  const first = store.mark
  put(store, 'a', '1')
  put(store, 'b', '1')
  const second = store.mark
  put(store, 'a', '2')
  const values: string[] = []
  store.changedSince(first, second, address => values.push(valueAt(store, address)))
  assert.deepEqual(values, ['1', '1'])
})

test('the oldest rows come first when they expire, and those written again later do not', () => {
  const store = new RowStore()
  put(store, 'a', '1', 100)
  put(store, 'b', '1', 200)
  put(store, 'a', '2', 300)
  assert.equal(store.oldestBefore(200), 0)
  const due = store.oldestBefore(201)
  assert.equal(keyAt(store, due), 'b')
  put(store, 'b', null, 301)
  assert.equal(store.oldestBefore(300), 0)
  assert.equal(keyAt(store, store.oldestBefore(301)), 'a')
})

test('what is no longer of use is found and left behind', () => {
  const store = new RowStore()
  for (let n = 0; n < 20_000; n++) put(store, `key-${n % 10}`, `value ${n}`)
  assert.ok(store.wasteful)
  const before = store.byteLength
  store.compact()
  assert.ok(!store.wasteful)
  assert.ok(store.byteLength < before / 20)
  assert.equal(store.size, 10)
  assert.equal(get(store, 'key-9'), 'value 19999')
})
