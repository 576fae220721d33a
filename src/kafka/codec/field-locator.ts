import type { FieldKind } from './avro-shape.ts'
import { compile } from './field-program.ts'

/** Types within types go no deeper than this; what does is no value that anything could decode. */
const deepest = 65_536

/**
 * Walks the encoding of a writer's record and notes where the wanted top-level fields lie; makes no values.
 * It reads no further than the last wanted field and checks only what it needs to find its way: that what it found can be decoded is for the decoder to say.
 */
export class FieldLocator {
  /**
   * After `locate`, per wanted field: where its content starts, of strings and bytes behind their length. Other types (fixed, double, records, unions of
   * several types…) are noted whole, a union with its index. -1 where the writer has no such field or the value is null. Overwritten by the next `locate`.
   */
  readonly starts: Int32Array
  /** Where the content ends; says nothing where `starts` is -1. */
  readonly ends: Int32Array
  readonly #code: Int32Array
  readonly #kinds: readonly (FieldKind | 'none')[]
  /** Return addresses of routines and the items left in blocks. */
  #stack: Int32Array = new Int32Array(16)

  /**
   * `writer`: the schema the records were written with, as JSON. `fields`: per wanted field the names it may have there (its name, then its aliases);
   * the first that the writer has counts. Throws TypeError for a writer that is no Avro record.
   */
  constructor(writer: unknown, fields: readonly (readonly string[])[]) {
    const program = compile(writer, fields)
    this.#code = program.code
    this.#kinds = program.kinds
    this.starts = new Int32Array(fields.length).fill(-1)
    this.ends = new Int32Array(fields.length).fill(-1)
  }

  /** What the nth wanted field is in the writer; 'none' where it has no such field. Logical types count as what they are made of. */
  kindOf(n: number): FieldKind | 'none' {
    return this.#kinds[n] ?? 'none'
  }

  /** Walks bytes[at, end). Throws RangeError when they end too soon or are no encoding of the writer's record; `starts` and `ends` then say nothing. */
  locate(bytes: Buffer, at: number, end: number): void {
    if (!(at >= 0 && at <= end && end <= bytes.length)) throw new RangeError(`there are no bytes ${at} to ${end}`)
    const code = this.#code
    const { starts, ends } = this
    for (let n = 0; n < starts.length; n++) starts[n] = -1
    let from: number
    for (let pc = 0; ;) {
      const operand = code[pc + 1] as number
      switch (code[pc]) {
        case 0: // end
          return
        case 1: // skip
          at += operand
          if (at > end) throw tooShort(end)
          break
        case 2: // varints
          for (let left = operand; left > 0; left--) at = pastVarint(bytes, at, end)
          break
        case 3: // sized
          for (let left = operand; left > 0; left--) at = pastSized(bytes, at, end)
          break
        case 4: // nullable
          from = at
          at = pastVarint(bytes, from, end)
          pc = branchAt(bytes, from, 2) === operand ? (code[pc + 2] as number) - 2 : pc + 1
          break
        case 5: // fixedBlocks
          at = pastFixedBlocks(bytes, at, end, operand)
          break
        case 11: // routine
          at = this.#routine(operand, bytes, at, end)
          break
        case 12: // varintField
          starts[operand] = at
          ends[operand] = at = pastVarint(bytes, at, end)
          break
        case 13: // sizedField
          from = pastVarint(bytes, at, end)
          starts[operand] = from
          ends[operand] = at = from + lengthAt(bytes, at, end - from)
          break
        case 14: // begin
          starts[operand] = at
          break
        case 15: // done
          ends[operand] = at
          break
        case 16: // doneUnlessNull
          ends[operand] = at
          if (longAt(bytes, starts[operand] as number) === code[pc + 2]) starts[operand] = -1
          pc++
          break
        default: // copy
          starts[code[pc + 2] as number] = starts[operand] as number
          ends[code[pc + 2] as number] = ends[operand] as number
          pc++
      }
      pc += 2
    }
  }

  /** Skips what the routine at `pc` describes; answers where it ends. */
  #routine(pc: number, bytes: Buffer, at: number, end: number): number {
    const code = this.#code
    let stack = this.#stack
    let from: number
    for (let top = 0; ;) {
      const operand = code[pc + 1] as number
      switch (code[pc]) {
        case 0: // end
          if (top === 0) return at
          pc = (stack[--top] as number) - 2
          break
        case 1: // skip
          at += operand
          if (at > end) throw tooShort(end)
          break
        case 2: // varints
          for (let left = operand; left > 0; left--) at = pastVarint(bytes, at, end)
          break
        case 3: // sized
          for (let left = operand; left > 0; left--) at = pastSized(bytes, at, end)
          break
        case 4: // nullable
          from = at
          at = pastVarint(bytes, from, end)
          pc = branchAt(bytes, from, 2) === operand ? (code[pc + 2] as number) - 2 : pc + 1
          break
        case 5: // fixedBlocks
          at = pastFixedBlocks(bytes, at, end, operand)
          break
        case 6: // union
          from = at
          at = pastVarint(bytes, from, end)
          pc = (code[pc + 2 + branchAt(bytes, from, operand)] as number) - 2
          break
        case 7: // jump
          pc = operand - 2
          break
        case 8: // blocks
          from = pastSizedBlocks(bytes, at, end)
          at = pastVarint(bytes, from, end)
          if (top === stack.length) stack = this.#deepen(at)
          if ((stack[top] = itemsAt(bytes, from, end - at)) > 0) top++
          else pc = operand - 2
          break
        case 9: // next
          if ((stack[top - 1] = (stack[top - 1] as number) - 1) > 0) pc = operand - 2
          else {
            top--
            pc = operand - 4
          }
          break
        default: // call
          if (top === stack.length) stack = this.#deepen(at)
          stack[top++] = pc + 2
          pc = operand - 2
      }
      pc += 2
    }
  }

  #deepen(at: number): Int32Array {
    if (this.#stack.length >= deepest) throw new RangeError(`types within types go too deep at byte ${at}`)
    const deeper = new Int32Array(this.#stack.length * 2)
    deeper.set(this.#stack)
    return (this.#stack = deeper)
  }
}

/** The zigzag varint at `at` as a number, exact within ±2^53. Its bytes must be known to be there, as those that a FieldLocator found are. */
export function longAt(bytes: Buffer, at: number): number {
  let byte = bytes[at] as number
  if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1)
  const odd = byte & 1
  // The first four bytes, of 7 bits each, fit a number's bit operations; the rest is added up.
  let low = byte & 0x7f
  for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
    byte = bytes[++at] as number
    low |= (byte & 0x7f) << shift
  }
  let half = low >>> 1
  for (let unit = 134_217_728; byte >= 0x80; unit *= 128) {
    byte = bytes[++at] as number
    half += (byte & 0x7f) * unit
  }
  return odd === 0 ? half : -half - 1
}

/** Where the varint at `at` ends. */
function pastVarint(bytes: Buffer, at: number, end: number): number {
  const last = at + 10
  while (at < end) {
    if ((bytes[at++] as number) < 0x80) return at
    if (at === last) throw new RangeError(`the varint at byte ${at - 10} is longer than ten bytes`)
  }
  throw tooShort(end)
}

/** Where a length and that many bytes end. */
function pastSized(bytes: Buffer, at: number, end: number): number {
  const from = pastVarint(bytes, at, end)
  return from + lengthAt(bytes, at, end - from)
}

function lengthAt(bytes: Buffer, at: number, left: number): number {
  const length = longAt(bytes, at)
  if (length >= 0 && length <= left) return length
  if (length < 0) throw new RangeError(`the length at byte ${at} is negative: ${length}`)
  throw new RangeError(`the bytes end too soon for the length at byte ${at}: ${length}`)
}

/** Where an array or map ends whose items always take `size` bytes. */
function pastFixedBlocks(bytes: Buffer, at: number, end: number, size: number): number {
  while (true) {
    const from = pastVarint(bytes, at, end)
    const count = longAt(bytes, at)
    if (count === 0) return from
    at = count < 0 ? pastSized(bytes, from, end) : from + count * size
  }
}

/** Where the first block lies that does not say how many bytes it takes; the end of an array or map is one. */
function pastSizedBlocks(bytes: Buffer, at: number, end: number): number {
  while (true) {
    const from = pastVarint(bytes, at, end)
    if (longAt(bytes, at) >= 0) return at
    at = pastSized(bytes, from, end)
  }
}

/** How many items a block has, of which each takes a byte at least: items of none are fixed blocks. */
function itemsAt(bytes: Buffer, at: number, left: number): number {
  const count = longAt(bytes, at)
  if (count > left) throw new RangeError(`the block at byte ${at} has ${count} items, more than bytes are left`)
  return count
}

function branchAt(bytes: Buffer, at: number, branches: number): number {
  const index = longAt(bytes, at)
  if (index >= 0 && index < branches) return index
  throw new RangeError(`the union at byte ${at} has ${branches} branches and no index ${index}`)
}

const tooShort = (end: number) => new RangeError(`the bytes end too soon, at byte ${end}`)
