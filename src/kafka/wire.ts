/** Writes Kafka's wire types into one growing buffer. */
export class Writer {
  #buffer: Buffer
  #at = 0
  constructor(size = 256) {
    this.#buffer = Buffer.allocUnsafe(size)
  }

  /** What was written so far; shares memory with the writer. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at)
  }
  get length(): number {
    return this.#at
  }

  /** Begins again at the front, keeping the memory. */
  clear(): this {
    this.#at = 0
    return this
  }

  #room(size: number): number {
    const at = this.#at
    if (at + size > this.#buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(at + size, this.#buffer.length * 2))
      this.#buffer.copy(larger, 0, 0, at)
      this.#buffer = larger
    }
    this.#at = at + size
    return at
  }

  int8(value: number): this {
    const at = this.#room(1)
    this.#buffer.writeInt8(value, at)
    return this
  }
  int16(value: number): this {
    const at = this.#room(2)
    this.#buffer.writeInt16BE(value, at)
    return this
  }
  int32(value: number): this {
    const at = this.#room(4)
    this.#buffer.writeInt32BE(value, at)
    return this
  }
  /** A whole number within ±2^53. */
  int64(value: number): this {
    const at = this.#room(8)
    this.#buffer.writeInt32BE(Math.floor(value / 4_294_967_296), at)
    this.#buffer.writeUInt32BE(value >>> 0, at + 4)
    return this
  }
  #byte(value: number): this {
    const at = this.#room(1)
    this.#buffer[at] = value
    return this
  }
  unsignedVarint(value: number): this {
    let rest = value >>> 0
    while (rest >= 0x80) {
      this.#byte((rest & 0x7f) | 0x80)
      rest >>>= 7
    }
    return this.#byte(rest)
  }
  /** Zigzag varint of a 32-bit number. */
  varint(value: number): this {
    return this.unsignedVarint((value << 1) ^ (value >> 31))
  }
  /** Zigzag varint of a whole number within ±2^52. */
  varlong(value: number): this {
    if (value >= -0x40000000 && value < 0x40000000) return this.varint(value)
    let rest = value < 0 ? -value * 2 - 1 : value * 2
    while (rest >= 0x80) {
      this.#byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    return this.#byte(rest)
  }
  raw(value: Buffer): this {
    const at = this.#room(value.length)
    value.copy(this.#buffer, at)
    return this
  }
  utf8(value: string, byteLength: number): this {
    const at = this.#room(byteLength)
    this.#buffer.write(value, at, byteLength, 'utf8')
    return this
  }
  /** As in a record's headers: the size as a zigzag varint, then UTF-8. Short ASCII, which is nearly all there is, takes no buffer of its own. */
  varintString(value: string): this {
    const { length } = value
    if (length < 64) {
      const at = this.#room(length + 1)
      this.#buffer[at] = length << 1
      for (let n = 0; n < length; n++) {
        const code = value.charCodeAt(n)
        if (code < 0x80) this.#buffer[at + 1 + n] = code
        else {
          this.#at = at
          return this.#longVarintString(value)
        }
      }
      return this
    }
    return this.#longVarintString(value)
  }
  #longVarintString(value: string): this {
    const size = Buffer.byteLength(value)
    return this.varint(size).utf8(value, size)
  }
  string(value: string): this {
    const size = Buffer.byteLength(value)
    return this.int16(size).utf8(value, size)
  }
  nullableString(value: string | null): this {
    return value === null ? this.int16(-1) : this.string(value)
  }
  compactString(value: string | null): this {
    if (value === null) return this.unsignedVarint(0)
    const size = Buffer.byteLength(value)
    return this.unsignedVarint(size + 1).utf8(value, size)
  }
  array<T>(items: readonly T[], write: (item: T) => void): this {
    this.int32(items.length)
    items.forEach(write)
    return this
  }
  compactArray<T>(items: readonly T[], write: (item: T) => void): this {
    this.unsignedVarint(items.length + 1)
    items.forEach(write)
    return this
  }
  /** No tagged fields. */
  tags(): this {
    return this.unsignedVarint(0)
  }
}

/** Reads Kafka's wire types from a buffer; what it returns as bytes shares memory with it. Reading past the end throws RangeError. */
export class Reader {
  readonly #buffer: Buffer
  #at = 0
  constructor(buffer: Buffer) {
    this.#buffer = buffer
  }
  int8(): number {
    return this.#buffer.readInt8(this.#step(1))
  }
  int16(): number {
    return this.#buffer.readInt16BE(this.#step(2))
  }
  int32(): number {
    return this.#buffer.readInt32BE(this.#step(4))
  }
  int64(): number {
    const at = this.#step(8)
    return this.#buffer.readInt32BE(at) * 4_294_967_296 + this.#buffer.readUInt32BE(at + 4)
  }
  unsignedVarint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#buffer.readUInt8(this.#step(1))
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
  }
  raw(size: number): Buffer {
    const at = this.#step(size)
    if (this.#at > this.#buffer.length) throw new RangeError(`${size} bytes wanted, ${this.#buffer.length - at} left`)
    return this.#buffer.subarray(at, this.#at)
  }
  string(): string {
    return this.raw(this.int16()).toString('utf8')
  }
  nullableString(): string | null {
    const size = this.int16()
    return size < 0 ? null : this.raw(size).toString('utf8')
  }
  compactString(): string | null {
    const size = this.unsignedVarint()
    return size === 0 ? null : this.raw(size - 1).toString('utf8')
  }
  array<T>(read: () => T): T[] {
    return this.#times(this.int32(), read)
  }
  compactArray<T>(read: () => T): T[] {
    return this.#times(this.unsignedVarint() - 1, read)
  }
  tags(): void {
    this.#times(this.unsignedVarint(), () => {
      this.unsignedVarint()
      this.raw(this.unsignedVarint())
    })
  }
  #times<T>(count: number, read: () => T): T[] {
    const items: T[] = []
    for (let n = 0; n < count; n++) items.push(read())
    return items
  }
  #step(size: number): number {
    const at = this.#at
    this.#at += size
    return at
  }
}
