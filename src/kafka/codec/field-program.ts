import { fieldsOf, nothing, type Field, type FieldKind, type Shape } from './avro-shape.ts'

/**
 * The instructions of a FieldLocator: a number and its operands. Those above `call` are of the main program alone, `union` to `call` of routines alone.
 * Each has an operand at least: one read behind the program's end would slow down all reads.
 * The locator writes the numbers out in its switch, because only a switch over literals becomes a jump table.
 */
export const op = {
  end: 0, //             PADDING: the wanted fields are found, or the routine is over
  skip: 1, //            BYTES
  varints: 2, //         HOW MANY to skip
  sized: 3, //           HOW MANY to skip, each a length and its bytes
  nullable: 4, //        INDEX of null, TARGET: reads the index of one of two branches, goes to TARGET when it is null
  fixedBlocks: 5, //     BYTES of an item: skips a whole array
  union: 6, //           HOW MANY branches, a TARGET for each
  jump: 7, //            TARGET
  blocks: 8, //          TARGET once all blocks are over; goes on with the first item otherwise
  next: 9, //            TARGET of the item after this one; its `blocks` is right before it
  call: 10, //           ROUTINE, within a routine
  routine: 11, //        ROUTINE, from the main program
  varintField: 12, //    FIELD
  sizedField: 13, //     FIELD
  begin: 14, //          FIELD starts here
  done: 15, //           FIELD ends here
  doneUnlessNull: 16, // FIELD, INDEX of null: the field ends here and is a union
  copy: 17, //           FROM one field TO another that means the same
} as const

export interface FieldProgram {
  readonly code: Int32Array
  readonly kinds: readonly (FieldKind | 'none')[]
}

/** Compiles the walk through a writer's record up to the last of the wanted fields, each given by the names it may have. */
export function compile(writer: unknown, wanted: readonly (readonly string[])[]): FieldProgram {
  const fields = fieldsOf(writer)
  const places = wanted.map(names => placeOf(names, fields))
  const program = new Program()
  for (let place = 0; place <= Math.max(-1, ...places); place++) {
    const field = fields[place] as Field
    const [first, ...others] = places.flatMap((at, n) => (at === place ? [n] : []))
    if (first === undefined) program.pass(field.shape)
    else program.note(first, field.shape)
    for (const other of others) program.emit(op.copy, first as number, other)
  }
  return { code: program.finish(), kinds: places.map(place => fields[place]?.shape.kind ?? 'none') }
}

/** The place of the first name that the writer has; -1 where it has none. */
function placeOf(names: readonly string[], fields: readonly Field[]): number {
  const name = names.find(candidate => fields.some(field => field.name === candidate))
  return fields.findIndex(field => field.name === name)
}

class Program {
  readonly #code: number[] = []
  readonly #sizes = new Map<Shape, number>()
  /** Operands that wait for the address of a routine. */
  readonly #calls: { readonly at: number; readonly shape: Shape }[] = []
  /** Where the last instruction starts that a skip may merge with; -1 after a jump's target. */
  #last = -1
  #main = true

  emit(...instruction: number[]): number {
    this.#last = this.#code.length
    this.#code.push(...instruction)
    return this.#last
  }

  /** Ends the main program and appends the routines it calls. */
  finish(): Int32Array {
    this.emit(op.end, 0)
    this.#main = false
    const routines = new Map<Shape, number>()
    for (const { at, shape } of this.#calls) {
      const address = routines.get(shape) ?? this.#routine(shape)
      routines.set(shape, address)
      this.#code[at] = address
    }
    return Int32Array.from(this.#code)
  }

  /** The wanted field n lies here. */
  note(n: number, shape: Shape): void {
    const nullAt = shape.parts.indexOf(nothing)
    if (shape === nothing) return
    if (shape.form === 'varint') this.emit(op.varintField, n)
    else if (shape.form === 'sized') this.emit(op.sizedField, n)
    else if (shape.form === 'union' && shape.parts.length === 2 && shape.kind !== 'other')
      this.#nullable(nullAt, () => this.note(n, shape.parts[1 - nullAt] as Shape))
    else {
      this.emit(op.begin, n)
      this.pass(shape)
      if (shape.form === 'union' && nullAt >= 0) this.emit(op.doneUnlessNull, n, nullAt)
      else this.emit(op.done, n)
    }
  }

  /** Something that nobody wants lies here. */
  pass(shape: Shape): void {
    const size = this.#sizeOf(shape)
    if (size >= 0) this.#merge(op.skip, size)
    else if (shape.form === 'varint') this.#merge(op.varints, 1)
    else if (shape.form === 'sized') this.#merge(op.sized, 1)
    else if (shape.form === 'blocks' && this.#sizeOfParts(shape) >= 0)
      this.emit(op.fixedBlocks, this.#sizeOfParts(shape))
    else if (shape.form === 'union' && shape.parts.length === 2 && shape.parts.includes(nothing))
      this.#passNullable(shape)
    else if (this.#main || shape.form === 'record') this.#call(shape)
    else if (shape.form === 'union') this.#union(shape)
    else this.#blocks(shape)
  }

  #passNullable(shape: Shape): void {
    const nullAt = shape.parts.indexOf(nothing)
    this.#nullable(nullAt, () => this.pass(shape.parts[1 - nullAt] as Shape))
  }

  #routine(shape: Shape): number {
    const address = this.#label()
    if (shape.form === 'record') for (const part of shape.parts) this.pass(part)
    else this.pass(shape)
    this.emit(op.end, 0)
    return address
  }

  #call(shape: Shape): void {
    this.#calls.push({ at: this.emit(this.#main ? op.routine : op.call, 0) + 1, shape })
  }

  #nullable(nullAt: number, value: () => void): void {
    const at = this.emit(op.nullable, nullAt, 0)
    value()
    this.#code[at + 2] = this.#label()
  }

  #union(shape: Shape): void {
    const targets = this.emit(op.union, shape.parts.length, ...shape.parts.map(() => 0)) + 2
    const jumps = shape.parts.map((branch, n) => {
      this.#code[targets + n] = this.#label()
      this.pass(branch)
      return this.emit(op.jump, 0)
    })
    const after = this.#label()
    for (const jump of jumps) this.#code[jump + 1] = after
  }

  #blocks(shape: Shape): void {
    const at = this.emit(op.blocks, 0)
    const item = this.#label()
    for (const part of shape.parts) this.pass(part)
    this.emit(op.next, item)
    this.#code[at + 1] = this.#label()
  }

  /** Adds to the instruction before, where that is the same one. */
  #merge(code: number, amount: number): void {
    if (amount === 0 && code === op.skip) return
    const sum = (this.#code[this.#last + 1] ?? 0) + amount
    if (this.#last >= 0 && this.#code[this.#last] === code && sum < 2 ** 31) this.#code[this.#last + 1] = sum
    else this.emit(code, amount)
  }

  /** A jump comes here: what follows is not merged with what is before. */
  #label(): number {
    this.#last = -1
    return this.#code.length
  }

  /** The bytes of a type that always takes as many; -1 where the value decides, also for a type within itself. */
  #sizeOf(shape: Shape): number {
    if (shape.form === 'fixed') return shape.size
    if (shape.form !== 'record') return -1
    const known = this.#sizes.get(shape)
    if (known !== undefined) return known
    this.#sizes.set(shape, -1)
    const size = this.#sizeOfParts(shape)
    this.#sizes.set(shape, size)
    return size
  }

  #sizeOfParts(shape: Shape): number {
    const sizes = shape.parts.map(part => this.#sizeOf(part))
    return sizes.includes(-1) ? -1 : sizes.reduce((sum, size) => sum + size, 0)
  }
}
