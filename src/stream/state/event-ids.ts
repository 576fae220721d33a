/** What hashId answers: the two halves of a 64-bit hash, as signed 32-bit numbers. One object, overwritten by the next call. */
export interface IdHash {
  high: number
  low: number
}

const hash: IdHash = { high: 0, low: 0 }

/**
 * Hashes bytes[start, end), with `seed` setting apart ids that must not meet (those of different sources). Two lanes of MurmurHash3's steps that feed each other:
 * well spread, also in the low bits, but no defence against somebody who crafts ids that collide.
 */
export function hashId(bytes: Uint8Array, start: number, end: number, seed: number): IdHash {
  let high = seed | 0
  let low = seed ^ 0x9e3779b9
  let at = start
  let word: number
  for (; at + 4 <= end; at += 4) {
    word = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)
    high = mixed(high, word, 0x239b961b, 15, 0xab0e9789 | 0)
    high = (high + low) | 0
    low = mixed(low, word, 0x38b34ae5, 17, 0xa1e38b93 | 0)
    low = (low + high) | 0
  }
  word = 0
  for (let shift = 0; at < end; shift += 8) word |= (bytes[at++] ?? 0) << shift
  high = mixed(high, word, 0x239b961b, 15, 0xab0e9789 | 0)
  low = mixed(low, word, 0x38b34ae5, 17, 0xa1e38b93 | 0)
  high ^= end - start
  low ^= end - start
  high = finished((high + low) | 0)
  low = finished((low + high) | 0)
  hash.high = (high + low) | 0
  hash.low = low
  return hash
}

function mixed(lane: number, word: number, first: number, turn: number, second: number): number {
  const step = Math.imul(word, first)
  const next = lane ^ Math.imul((step << turn) | (step >>> (32 - turn)), second)
  return (Math.imul((next << 13) | (next >>> 19), 5) + 0x561ccd1b) | 0
}

/** Every bit of the answer depends on every bit given. */
function finished(lane: number): number {
  lane = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  lane = Math.imul(lane ^ (lane >>> 13), 0xc2b2ae35)
  return lane ^ (lane >>> 16)
}

const slicesPerWindow = 64
/** A slice's code in the table is its number modulo this, plus 1; 0 marks an empty place. */
const codes = 255
const fewest = 64

/**
 * The ids seen within a window of time, as 64-bit hashes: 9 bytes a place, of which 30 to 60 of 100 are taken. Two ids with the same hash are one:
 * among a hundred million remembered ids, a new one is taken for a known one once in 180 billion.
 *
 * Time is given and does not go back: an earlier time than one given before counts as that one. An id is remembered for `windowMs` at least, and up to a
 * 64th of it longer. Adds can be taken back to a mark, for a transaction that fails, and are kept for that until they are settled.
 */
export class EventIds {
  readonly #sliceMs: number
  /** High and low of a place side by side, so that a look at them is one access to memory. */
  #ids = new Int32Array(2 * fewest)
  #codes = new Uint8Array(fewest)
  #size = 0
  /** The slice of the latest time given, its code, and when it ends; and the oldest slice that the table may have ids of. */
  #newest = -Infinity
  #code = 0
  #newestEnds = -Infinity
  #oldest = Infinity
  /** The adds after #settled: high, low, high, low… */
  #journal = new Int32Array(16)
  #settled = 0
  #mark = 0

  /** `windowMs`: how long an id is remembered. */
  constructor(windowMs: number) {
    if (!(windowMs > 0)) throw new RangeError(`a window of ${windowMs} ms remembers nothing`)
    this.#sliceMs = windowMs / slicesPerWindow
  }

  /** How many ids are held, those that have left the window but were not expired yet included. */
  get size(): number {
    return this.#size
  }

  /** True when the id is new, and then it is remembered as of nowMs; false when it was seen within the window. */
  add(high: number, low: number, nowMs: number): boolean {
    if (!(nowMs < this.#newestEnds)) this.#advance(nowMs)
    const at = this.#find(high | 0, low | 0)
    const code = this.#codes[at] ?? 0
    if (code !== 0 && this.#age(code) <= slicesPerWindow) return false
    this.#put(at, high | 0, low | 0, this.#code)
    this.#note(high | 0, low | 0)
    return true
  }

  /** How many adds were answered with true, less those taken back: where `addedSince` and `rollback` count from. */
  get mark(): number {
    return this.#mark
  }

  /** The ids added since a mark, to be logged: 8 bytes each, high then low, big-endian. Throws RangeError for a mark before the last `settle`. */
  addedSince(mark: number): Buffer {
    this.#check(mark)
    const bytes = Buffer.allocUnsafe((this.#mark - mark) * 8)
    let at = 0
    for (let n = mark - this.#settled; n < this.#mark - this.#settled; n++) {
      at = bytes.writeInt32BE(this.#journal[2 * n] ?? 0, at)
      at = bytes.writeInt32BE(this.#journal[2 * n + 1] ?? 0, at)
    }
    return bytes
  }

  /** Takes back everything added since the mark, as if it had never been seen. Throws RangeError for a mark before the last `settle`. */
  rollback(mark: number): void {
    this.#check(mark)
    for (let n = this.#mark - 1; n >= mark; n--) {
      const at = 2 * (n - this.#settled)
      const found = this.#find(this.#journal[at] ?? 0, this.#journal[at + 1] ?? 0)
      if (this.#codes[found] !== 0) this.#remove(found)
    }
    this.#mark = mark
  }

  /** What was added before the mark counts for good. Throws RangeError for a mark before the last `settle`. */
  settle(mark: number): void {
    this.#check(mark)
    const kept = this.#journal.subarray((mark - this.#settled) * 2, (this.#mark - this.#settled) * 2)
    // The room that a burst took is given back once most of it stands empty.
    const unused = (this.#mark - this.#settled) * 2 < this.#journal.length / 8
    if (unused && this.#journal.length > 1_024) this.#journal = enlarged(kept, this.#journal.length / 2)
    else this.#journal.set(kept)
    this.#settled = mark
  }

  /** Remembers ids logged as of atMs, in the form of `addedSince`. They are not adds: no mark counts them. What is older than the window is passed over. */
  load(bytes: Buffer, atMs: number): void {
    if (bytes.length % 8 !== 0) throw new RangeError(`${bytes.length} bytes are no ids of 8 bytes each`)
    if (!(atMs < this.#newestEnds)) this.#advance(atMs)
    const slice = Math.floor(atMs / this.#sliceMs)
    if (this.#newest - slice > slicesPerWindow) return
    this.#oldest = Math.min(this.#oldest, slice)
    const code = codeOf(slice)
    for (let at = 0; at < bytes.length; at += 8) {
      const high = bytes.readInt32BE(at)
      const low = bytes.readInt32BE(at + 4)
      const found = this.#find(high, low)
      const known = this.#codes[found] ?? 0
      if (known === 0 || this.#age(known) > this.#age(code)) this.#put(found, high, low, code)
    }
  }

  /** Forgets the ids that have left the window and gives their memory back. Costs nothing until a 64th of the window has passed, then a walk over all ids. */
  expire(nowMs: number): void {
    if (!(nowMs < this.#newestEnds)) this.#advance(nowMs)
    if (this.#newest - this.#oldest > slicesPerWindow) this.#rebuild(this.#newest)
  }

  /** The place of an id, or the empty one where it belongs. */
  #find(high: number, low: number): number {
    const taken = this.#codes
    const ids = this.#ids
    const mask = taken.length - 1
    let at = low & mask
    while (taken[at] !== 0 && (ids[2 * at] !== high || ids[2 * at + 1] !== low)) at = (at + 1) & mask
    return at
  }

  #put(at: number, high: number, low: number, code: number): void {
    if (this.#codes[at] === 0) this.#size++
    this.#ids[2 * at] = high
    this.#ids[2 * at + 1] = low
    this.#codes[at] = code
    if (this.#size > this.#codes.length * 0.6) this.#rebuild(this.#newest)
  }

  /** Moves up those behind that would no longer be found past an empty place. */
  #remove(at: number): void {
    const mask = this.#codes.length - 1
    const ids = this.#ids
    let hole = at
    for (let next = (at + 1) & mask; this.#codes[next] !== 0; next = (next + 1) & mask) {
      const home = (ids[2 * next + 1] ?? 0) & mask
      if (((next - home) & mask) < ((next - hole) & mask)) continue
      ids[2 * hole] = ids[2 * next] ?? 0
      ids[2 * hole + 1] = ids[2 * next + 1] ?? 0
      this.#codes[hole] = this.#codes[next] ?? 0
      hole = next
    }
    this.#codes[hole] = 0
    this.#size--
  }

  #note(high: number, low: number): void {
    const at = (this.#mark - this.#settled) * 2
    if (at === this.#journal.length) this.#journal = enlarged(this.#journal, at * 2)
    this.#journal[at] = high
    this.#journal[at + 1] = low
    this.#mark++
  }

  #check(mark: number): void {
    if (mark < this.#settled || mark > this.#mark)
      throw new RangeError(`mark ${mark} is not between the settled ${this.#settled} and the latest ${this.#mark}`)
  }

  /** Time has come to a new slice. What would be mistaken for a later slice's, because codes come round again, leaves first. */
  #advance(nowMs: number): void {
    const slice = Math.floor(nowMs / this.#sliceMs)
    if (!Number.isFinite(slice)) throw new RangeError(`${nowMs} is no time`)
    if (this.#size === 0) this.#oldest = slice
    else if (slice - this.#oldest >= codes) this.#rebuild(slice)
    this.#newest = slice
    this.#code = codeOf(slice)
    this.#newestEnds = (slice + 1) * this.#sliceMs
  }

  /** How many slices ago the one of this code was. */
  #age(code: number): number {
    return (this.#code - code + codes) % codes
  }

  /** Moves the ids that are within the window of the given slice to a table of the right size. */
  #rebuild(slice: number): void {
    const [ids, taken] = [this.#ids, this.#codes]
    const eldest = this.#newest - slice + slicesPerWindow
    const live = this.#countUpTo(eldest)
    let length = fewest
    while (live > length / 2) length *= 2
    this.#ids = new Int32Array(2 * length)
    this.#codes = new Uint8Array(length)
    const newest = this.#code
    let most = 0
    for (let at = 0; at < taken.length; at++) {
      const code = taken[at] ?? 0
      const age = code <= newest ? newest - code : newest - code + codes
      if (code === 0 || age > eldest) continue
      if (age > most) most = age
      const [high, low] = [ids[2 * at] ?? 0, ids[2 * at + 1] ?? 0]
      const to = this.#find(high, low)
      this.#ids[2 * to] = high
      this.#ids[2 * to + 1] = low
      this.#codes[to] = code
    }
    this.#size = live
    this.#oldest = live === 0 ? slice : this.#newest - most
  }

  #countUpTo(eldest: number): number {
    const taken = this.#codes
    const newest = this.#code
    let count = 0
    for (let at = 0; at < taken.length; at++) {
      const code = taken[at] ?? 0
      if (code !== 0 && (code <= newest ? newest - code : newest - code + codes) <= eldest) count++
    }
    return count
  }
}

const codeOf = (slice: number): number => (((slice % codes) + codes) % codes) + 1

function enlarged(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length)
  to.set(from)
  return to
}
