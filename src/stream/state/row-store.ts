const headerBytes = 24
const firstAddress = 1

/** Anything smaller is not worth compacting. */
const worthCompacting = 262_144

/**
 * The rows of one store of one task: keys and values as bytes, appended to one log in memory, with a hash index of the newest entry per key.
 * An entry's address is its place in the log in units of eight bytes; 0 is no entry. Because the log only grows, it is at once the change log of a commit
 * cycle (`changedSince`), what a failed cycle is taken back by (`rollback`), and the order in which rows expire. No object per row.
 * Addresses hold until `compact` or a `rollback` below them.
 */
export class RowStore {
  /** The log's bytes; replaced when it grows, so do not keep it. */
  bytes: Buffer = Buffer.alloc(1_024)
  #words = new Int32Array(this.bytes.buffer, this.bytes.byteOffset, 256)
  #f64 = new Float64Array(this.bytes.buffer, this.bytes.byteOffset, 128)
  #index = new Int32Array(16)
  #mask = 15
  /** Slots in use, deleted keys included until the next compaction. */
  #slots = 0
  #live = 0
  #liveBytes = 0
  #tail = firstAddress
  /** Everything before it is older than the last expiry looked at. */
  #expired = firstAddress
  #spare: number[] = []

  /** Rows that are there. */
  get size(): number {
    return this.#live
  }
  /** Where the next entry will lie: what was put from here on can be listed, and taken back. */
  get mark(): number {
    return this.#tail
  }
  /** Memory held, in bytes. */
  get byteLength(): number {
    return this.bytes.length + this.#index.byteLength
  }
  /** True when more than half of the log is no longer of use: call `compact` when no mark is needed any more. */
  get wasteful(): boolean {
    const used = this.#tail * 8
    return used > worthCompacting && used > 2 * this.#liveBytes
  }

  /** The address of a key's row, 0 where there is none. `hash` is hashOf the same bytes. */
  find(key: Buffer, start: number, end: number, hash: number): number {
    const address = this.#index[this.#slotOf(key, start, end, hash)] ?? 0
    return address !== 0 && this.#valueSize(address) >= 0 ? address : 0
  }
  /** Whether the entry is what its key has now. */
  isCurrent(address: number): boolean {
    if (address < firstAddress || address >= this.#tail) return false
    const key = address * 8 + headerBytes
    const slot = this.#slotOf(this.bytes, key, key + this.#word(address, 4), this.#word(address, 0))
    return this.#index[slot] === address && this.#valueSize(address) >= 0
  }
  keyStart(address: number): number {
    return address * 8 + headerBytes
  }
  keyEnd(address: number): number {
    return address * 8 + headerBytes + this.#word(address, 4)
  }
  /** Where the value lies in `bytes`; meaningless for a deleted row. */
  valueStart(address: number): number {
    return this.keyEnd(address)
  }
  valueEnd(address: number): number {
    return this.keyEnd(address) + Math.max(0, this.#valueSize(address))
  }
  isDeleted(address: number): boolean {
    return this.#valueSize(address) < 0
  }
  /** When the entry was put, ms since 1970. */
  writtenAt(address: number): number {
    return this.#f64[address + 1] ?? 0
  }

  /** The key's row becomes a copy of value[valueStart, valueEnd), null deletes it. Answers the entry's address. */
  put(
    key: Buffer,
    start: number,
    end: number,
    hash: number,
    value: Buffer | null,
    valueStart: number,
    valueEnd: number,
    at: number,
  ): number {
    const size = value === null ? 0 : valueEnd - valueStart
    const address = this.#append(key, start, end, value, valueStart, size)
    const slot = this.#slotOf(this.bytes, address * 8 + headerBytes, address * 8 + headerBytes + end - start, hash)
    const previous = this.#index[slot] ?? 0
    this.#words[address * 2] = hash
    this.#words[address * 2 + 1] = previous
    this.#f64[address + 1] = at
    this.#words[address * 2 + 4] = end - start
    this.#words[address * 2 + 5] = value === null ? -1 : size
    this.#index[slot] = address
    if (previous === 0) this.#grow()
    else this.#count(previous, -1)
    this.#count(address, 1)
    return address
  }

  /** Deletes the row whose entry this is. */
  delete(address: number, at: number): void {
    this.put(this.bytes, this.keyStart(address), this.keyEnd(address), this.#word(address, 0), null, 0, 0, at)
  }

  /** Calls `visit` with the address of every entry put since the mark, and before `until`, that was the last of its key by then. */
  changedSince(mark: number, until: number, visit: (address: number) => void): void {
    for (let address = mark; address < until; address = this.#after(address)) {
      if (this.#isLastBefore(address, until)) visit(address)
    }
  }

  /** Takes back everything put since the mark. */
  rollback(mark: number): void {
    this.#spare.length = 0
    for (let address = mark; address < this.#tail; address = this.#after(address)) this.#spare.push(address)
    for (let n = this.#spare.length - 1; n >= 0; n--) this.#undo(this.#spare[n] ?? 0)
    this.#tail = mark
    this.#expired = firstAddress
  }

  /** Calls `visit` with every row's address, in the order in which the rows were written. */
  forEach(visit: (address: number) => void): void {
    for (let address = firstAddress; address < this.#tail; address = this.#after(address))
      if (this.isCurrent(address)) visit(address)
  }

  /** The oldest row, if it was written before `time`; 0 where there is none. Delete it before asking again. Costs nothing while nothing is due. */
  oldestBefore(time: number): number {
    for (; this.#expired < this.#tail; this.#expired = this.#after(this.#expired)) {
      if (!this.isCurrent(this.#expired)) continue
      return this.writtenAt(this.#expired) < time ? this.#expired : 0
    }
    return 0
  }

  /** Leaves only what is of use. Every address and mark changes. */
  compact(): void {
    const old = new RowStore()
    old.#adopt(this)
    this.#adopt(new RowStore(), old.#liveBytes)
    old.forEach(address => {
      const start = old.keyStart(address)
      const end = old.keyEnd(address)
      this.put(
        old.bytes,
        start,
        end,
        old.#word(address, 0),
        old.bytes,
        end,
        old.valueEnd(address),
        old.writtenAt(address),
      )
    })
  }

  #adopt(other: RowStore, room = 0): void {
    const bytes = Math.max(other.bytes.length, Math.ceil((room * 1.25) / 8) * 8 + 1_024)
    this.#memory(bytes === other.bytes.length ? other.bytes : Buffer.from(new ArrayBuffer(bytes)))
    this.#index = other.#index
    this.#mask = other.#mask
    this.#slots = other.#slots
    this.#live = other.#live
    this.#liveBytes = other.#liveBytes
    this.#tail = other.#tail
    this.#expired = firstAddress
  }

  #word(address: number, word: number): number {
    return this.#words[address * 2 + word] ?? 0
  }
  #valueSize(address: number): number {
    return this.#words[address * 2 + 5] ?? 0
  }
  #after(address: number): number {
    const size = headerBytes + this.#word(address, 4) + Math.max(0, this.#valueSize(address))
    return address + ((size + 7) >>> 3)
  }
  #isLastBefore(address: number, until: number): boolean {
    const key = address * 8 + headerBytes
    let newest = this.#index[this.#slotOf(this.bytes, key, key + this.#word(address, 4), this.#word(address, 0))] ?? 0
    while (newest >= until) newest = this.#word(newest, 1)
    return newest === address
  }

  #count(address: number, by: 1 | -1): void {
    if (this.#valueSize(address) < 0) return
    this.#live += by
    this.#liveBytes += by * (this.#after(address) - address) * 8
  }

  #undo(address: number): void {
    const key = address * 8 + headerBytes
    const slot = this.#slotOf(this.bytes, key, key + this.#word(address, 4), this.#word(address, 0))
    const previous = this.#word(address, 1)
    this.#count(address, -1)
    if (previous === 0) this.#free(slot)
    else {
      this.#index[slot] = previous
      this.#count(previous, 1)
    }
  }

  #append(key: Buffer, start: number, end: number, value: Buffer | null, valueStart: number, size: number): number {
    const address = this.#tail
    const at = address * 8
    const next = address + ((headerBytes + end - start + size + 7) >>> 3)
    if (next * 8 > this.bytes.length) this.#enlarge(next * 8)
    copy(key, start, end, this.bytes, at + headerBytes)
    if (value !== null) copy(value, valueStart, valueStart + size, this.bytes, at + headerBytes + end - start)
    this.#tail = next
    return address
  }

  #enlarge(needed: number): void {
    const now = this.bytes.length
    const wanted = Math.max(needed, now < 16_777_216 ? now * 2 : now * 1.5)
    const larger = Buffer.from(new ArrayBuffer(Math.ceil(wanted / 8) * 8))
    this.bytes.copy(larger, 0, 0, this.#tail * 8)
    this.#memory(larger)
  }
  #memory(bytes: Buffer): void {
    this.bytes = bytes
    this.#words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    this.#f64 = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
  }

  /** The key's slot, or the empty one where it would go. */
  #slotOf(key: Buffer, start: number, end: number, hash: number): number {
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const address = this.#index[slot] ?? 0
      if (address === 0) return slot
      if (this.#word(address, 0) === hash && this.#hasKey(address, key, start, end)) return slot
    }
  }
  #hasKey(address: number, key: Buffer, start: number, end: number): boolean {
    const size = end - start
    if (this.#word(address, 4) !== size) return false
    const at = address * 8 + headerBytes
    const { bytes } = this
    for (let n = 0; n < size; n++) if (bytes[at + n] !== key[start + n]) return false
    return true
  }

  #grow(): void {
    this.#slots++
    if (this.#slots * 3 < this.#index.length * 2) return
    const old = this.#index
    this.#index = new Int32Array(old.length * 2)
    this.#mask = this.#index.length - 1
    for (const address of old) if (address !== 0) this.#place(address)
  }
  #place(address: number): void {
    let slot = this.#word(address, 0) & this.#mask
    while (this.#index[slot] !== 0) slot = (slot + 1) & this.#mask
    this.#index[slot] = address
  }
  /** Empties a slot and moves up those that had to pass it by. */
  #free(slot: number): void {
    this.#slots--
    let hole = slot
    for (let next = (slot + 1) & this.#mask; ; next = (next + 1) & this.#mask) {
      const address = this.#index[next] ?? 0
      if (address === 0) break
      const home = this.#word(address, 0) & this.#mask
      if (((next - home) & this.#mask) < ((next - hole) & this.#mask)) continue
      this.#index[hole] = address
      hole = next
    }
    this.#index[hole] = 0
  }
}

function copy(from: Buffer, start: number, end: number, to: Buffer, at: number): void {
  if (end - start > 64) from.copy(to, at, start, end)
  else for (let n = start; n < end; n++) to[at + n - start] = from[n] ?? 0
}

/** A signed 32-bit hash of bytes[start, end) (FNV-1a, then mixed so that its low bits are as good as the high). */
export function hashOf(bytes: Buffer, start: number, end: number): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
