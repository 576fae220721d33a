import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { EventIds, hashId } from '../../src/stream/state/event-ids.ts'

const number = (max: number): number => Math.floor(Math.random() * max)
const hour = 3_600_000
const window = 72 * hour
const slice = window / 64

const hashed = (id: string, seed = 0): readonly [number, number] => {
  const bytes = Buffer.from(`..${id}..`)
  const { high, low } = hashId(bytes, 2, bytes.length - 2, seed)
  return [high, low]
}
const add = (ids: EventIds, id: string, at: number): boolean => ids.add(...hashed(id), at)

test('a hash depends on every byte, the length and the seed, and on nothing around', () => {
  const one = hashId(Buffer.from('evt-1'), 0, 5, 0)
  assert.equal(one, hashId(Buffer.from('evt-2'), 0, 5, 0), 'the object is reused')
  assert.deepEqual(hashed('evt-1'), hashed('evt-1'))
  const variants = ['', '\0', '\0\0', '\0\0\0\0', 'evt-1', 'evt-1\0', 'evt-2', 'Evt-1', 'evt1-', 'abcd', 'abce']
  const hashes = [...variants.map(id => hashed(id)), ...variants.map(id => hashed(id, 1))]
  assert.equal(new Set(hashes.map(String)).size, 2 * variants.length)
  for (const half of [0, 1]) assert.equal(new Set(hashes.map(hash => hash[half])).size, 2 * variants.length)
})

for (const [form, idOf] of [
  ['evt-<n>', (n: number) => `evt-${n}`],
  ['UUID', () => randomUUID()],
] as const)
  test(`a million ids of the form ${form} are spread evenly and none collide`, () => {
    const count = 1_000_000
    const words = new BigInt64Array(count)
    const lowBits = new Uint32Array(4_096)
    const ones = new Uint32Array(64)
    for (let n = 0; n < count; n++) {
      const [high, low] = hashed(idOf(n))
      words[n] = (BigInt(high) << 32n) | BigInt(low >>> 0)
      lowBits[low & 4_095] = (lowBits[low & 4_095] ?? 0) + 1
      for (let bit = 0; bit < 32; bit++) {
        ones[bit] = (ones[bit] ?? 0) + ((low >>> bit) & 1)
        ones[32 + bit] = (ones[32 + bit] ?? 0) + ((high >>> bit) & 1)
      }
    }
    words.sort()
    assert.ok(
      words.every((word, n) => n === 0 || word !== words[n - 1]),
      'a collision',
    )
    const expected = count / 4_096
    const chi = lowBits.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)
    // 4095 degrees of freedom: six standard deviations either way.
    assert.ok(Math.abs(chi - 4_095) < 6 * Math.sqrt(2 * 4_095), `chi square of the low bits ${chi}`)
    for (const seen of ones) assert.ok(Math.abs(seen - count / 2) < 6 * Math.sqrt(count / 4), `${seen} ones`)
  })

test('one bit more or less in an id turns half of the bits of its hash', () => {
  let turned = 0
  const rounds = 20_000
  for (let n = 0; n < rounds; n++) {
    const bytes = Buffer.from(randomUUID())
    const before = { ...hashId(bytes, 0, bytes.length, 0) }
    const place = number(36)
    bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << number(8)), place)
    const after = hashId(bytes, 0, bytes.length, 0)
    for (let bit = 0; bit < 32; bit++)
      turned += (((before.high ^ after.high) >>> bit) & 1) + (((before.low ^ after.low) >>> bit) & 1)
  }
  assert.ok(Math.abs(turned / rounds - 32) < 0.3, `${turned / rounds} of 64`)
})

test('an id is new once, for the window and up to a slice longer', () => {
  for (const [windowMs, seen] of [
    [window, 1_000],
    [window, 7 * slice - 1],
    [10, 3],
    [1_000, 999],
    [1, 0],
  ] as const) {
    const ids = new EventIds(windowMs)
    assert.equal(add(ids, 'a', seen), true)
    assert.equal(add(ids, 'a', seen), false)
    assert.equal(add(ids, 'a', seen + windowMs - 1), false, `just within ${windowMs}`)
    ids.expire(seen + windowMs - 1)
    assert.equal(ids.size, 1)
    const later = seen + windowMs + Math.ceil(windowMs / 64)
    assert.equal(add(ids, 'a', later), true, `a slice after ${windowMs}`)
    assert.deepEqual([add(ids, 'a', later), ids.size], [false, 1])
  }
})

test('an id seen again does not stay longer for it', () => {
  const ids = new EventIds(window)
  add(ids, 'a', 0)
  assert.equal(add(ids, 'a', window / 2), false)
  assert.equal(add(ids, 'a', window + slice), true)
})

test('a time before the latest counts as the latest', () => {
  const ids = new EventIds(window)
  add(ids, 'a', window)
  assert.equal(add(ids, 'b', 0), true)
  assert.equal(add(ids, 'b', 2 * window - 1), false)
  assert.throws(() => ids.add(1, 1, NaN), RangeError)
  assert.throws(() => new EventIds(window).add(1, 1, NaN), RangeError)
  assert.throws(() => new EventIds(0), RangeError)
})

test('what comes again after a long silence is new, however long it was', () => {
  for (let slices = 60; slices < 1_100; slices++) {
    const ids = new EventIds(window)
    for (let n = 0; n < 5; n++) add(ids, `old-${n}`, n * slice)
    assert.equal(add(ids, 'old-4', (4 + slices) * slice), slices > 64, `${slices} slices later`)
  }
})

test('adds are logged, taken back to a mark and settled', () => {
  const ids = new EventIds(window)
  add(ids, 'a', 0)
  const mark = ids.mark
  assert.equal(ids.addedSince(mark).length, 0)
  for (let n = 0; n < 1_000; n++) add(ids, `b-${n}`, 0)
  add(ids, 'b-7', 0)
  assert.equal(ids.mark, mark + 1_000, 'what was seen is no add')
  const log = ids.addedSince(mark)
  assert.equal(log.length, 8_000)
  assert.deepEqual([log.readInt32BE(56), log.readInt32BE(60)], hashed('b-7'))
  ids.rollback(mark)
  assert.deepEqual([ids.size, ids.mark, ids.addedSince(mark).length], [1, mark, 0])
  for (let n = 0; n < 1_000; n++) assert.equal(add(ids, `b-${n}`, 0), true)
  ids.settle(mark + 400)
  assert.deepEqual(ids.addedSince(mark + 400), log.subarray(3_200), 'what is not settled can still be logged')
  for (const refused of [mark, mark + 399, mark + 1_001]) {
    assert.throws(() => ids.rollback(refused), RangeError)
    assert.throws(() => ids.addedSince(refused), RangeError)
    assert.throws(() => ids.settle(refused), RangeError)
  }
  ids.rollback(mark + 400)
  assert.equal(ids.size, 401)
  assert.equal(add(ids, 'b-399', 0), false)
  assert.equal(add(ids, 'b-400', 0), true)
})

test('loaded ids are remembered as of their time, are no adds, and what is too old is passed over', () => {
  const source = new EventIds(window)
  for (let n = 0; n < 500; n++) add(source, `a-${n}`, 0)
  const log = source.addedSince(0)
  const ids = new EventIds(window)
  ids.load(log, window)
  ids.load(log, 0)
  assert.deepEqual([ids.size, ids.mark, ids.addedSince(0).length], [500, 0, 0])
  assert.equal(add(ids, 'a-3', 2 * window - 1), false, 'the later time counts')
  assert.equal(add(ids, 'a-3', 2 * window + slice), true)
  ids.load(log.subarray(0, 8), 0)
  assert.equal(add(ids, 'a-0', 2 * window + slice), true, 'what left the window long ago is not loaded')
  const late = new EventIds(window)
  add(late, 'now', 400 * slice)
  // The code of 255 slices ago is that of now.
  for (const slices of [65, 254, 255, 300]) late.load(log, (400 - slices) * slice)
  assert.equal(late.size, 1)
  late.load(log.subarray(0, 80), 340 * slice)
  late.expire(404 * slice)
  assert.equal(late.size, 11)
  late.expire(405 * slice)
  assert.equal(late.size, 1, 'loaded ids leave with the window of their time')
  const earlier = new EventIds(window)
  add(earlier, 'now', window)
  earlier.load(log, window / 2)
  assert.equal(add(earlier, 'a-3', window * 1.5 - 1), false)
  assert.equal(add(earlier, 'a-3', window * 1.5 + slice), true)
  assert.throws(() => ids.load(Buffer.alloc(9), 0), RangeError)
})

test('memory grows with the ids and is given back when they leave the window', async () => {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  const held = async (): Promise<number> => {
    assert.ok(typeof collect === 'function')
    for (let n = 0; n < 3; n++) {
      Reflect.apply(collect, undefined, [])
      await setTimeout(20)
    }
    return process.memoryUsage().arrayBuffers
  }
  const before = await held()
  const ids = new EventIds(window)
  for (let n = 0; n < 300_000; n++) {
    ids.add(Math.imul(n, 0x9e3779b1), Math.imul(n, 0x85ebca6b), n)
    ids.settle(ids.mark)
  }
  const full = (await held()) - before
  assert.ok(full > 9 * 300_000 && full < 9 * 300_000 * 3.4, `${full / 300_000} bytes an id`)
  ids.expire(300_000 + window + slice)
  assert.equal(ids.size, 0)
  const left = (await held()) - before
  assert.ok(left < 50_000, `${left} bytes are left`)
})

/** What EventIds says it is, with a Map: when each id was seen, and copies for the marks. */
class Model {
  seen = new Map<number, number>()
  readonly journal: number[] = []

  rollback(mark: number): void {
    for (const id of this.journal.splice(mark)) this.seen.delete(id)
  }
}

test('it does as a plain map does, whatever the order of adds, rollbacks, settlements, expiries and leaps in time', () => {
  for (let round = 0; round < 150; round++) {
    const windowMs = 64 * (1 + number(50))
    const [ids, model] = [new EventIds(windowMs), new Model()]
    // Few low bits: neighbours collide all the time.
    const low = (id: number) => (round % 2 === 0 ? (id % 7) << 28 : id % 61)
    const universe = 50 + number(2_000)
    let [now, settled] = [number(1e9), 0]
    for (let step = 0; step < 3_000; step++) {
      const dice = number(1_000)
      const id = number(universe)
      if (dice < 900) {
        const age = now - (model.seen.get(id) ?? -Infinity)
        const isNew = ids.add(id, low(id), now)
        if (age < windowMs) assert.equal(isNew, false, `${id} was seen ${age} of ${windowMs} ms ago`)
        if (age >= windowMs + windowMs / 64) assert.equal(isNew, true, `${id} was seen ${age} of ${windowMs} ms ago`)
        if (isNew) model.journal.push(id)
        if (isNew) model.seen.set(id, now)
      } else if (dice < 930) {
        const mark = settled + number(ids.mark - settled + 1)
        ids.rollback(mark)
        model.rollback(mark)
      } else if (dice < 950) {
        settled += number(ids.mark - settled + 1)
        ids.settle(settled)
      } else if (dice < 960) {
        ids.expire(now)
        const oldest = now - windowMs
        assert.ok(ids.size >= [...model.seen.values()].filter(at => at > oldest).length)
        assert.ok(ids.size <= [...model.seen.values()].filter(at => at > oldest - windowMs / 64).length)
      } else now += dice < 999 ? number(windowMs / 16) : number(windowMs * 8)
      assert.equal(ids.mark, model.journal.length)
    }
    const log = ids.addedSince(settled)
    const logged = Array.from({ length: log.length / 8 }, (_, n) => log.readUInt32BE(n * 8))
    assert.deepEqual(logged, model.journal.slice(settled))
  }
})
