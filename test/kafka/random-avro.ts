import assert from 'node:assert/strict'
import avsc from 'avsc'

export const number = (max: number): number => Math.floor(Math.random() * max)

export function typeOf(schema: object): avsc.Type {
  const type: unknown = avsc.parse(JSON.stringify(schema), { wrapUnions: 'always' })
  assert.ok(type instanceof avsc.Type)
  return type
}

/** A random type, no two of the same name. */
class RandomType {
  #named = 0

  of(depth: number): object | string {
    const simple = ['null', 'boolean', 'int', 'long', 'float', 'double', 'string', 'bytes']
    const kind = number(depth > 0 ? 13 : 10)
    const name = `N${this.#named++}`
    if (kind < 8) return simple[kind] ?? 'null'
    if (kind === 8) return { type: 'enum', name, symbols: ['A', 'B', 'C'] }
    if (kind === 9) return { type: 'fixed', name, size: 1 + number(200) }
    if (kind === 10) return { type: 'array', items: this.of(depth - 1) }
    if (kind === 11) return { type: 'map', values: this.of(depth - 1) }
    return this.record(name, number(4), depth - 1)
  }

  /** A union now and then: of null and something, either way round, or of several. */
  field(depth: number): unknown {
    const kind = number(6)
    const one = this.of(depth)
    if (kind > 2 || one === 'null') return one
    return kind === 0 ? ['null', one] : kind === 1 ? [one, 'null'] : ['null', ...this.#branches(depth), one].slice(0, 4)
  }

  record(name: string, fields: number, depth: number): object {
    const field = (_: unknown, n: number) => ({ name: `f${n}`, type: this.field(depth) })
    return { type: 'record', name, namespace: `s${number(3)}`, fields: Array.from({ length: fields }, field) }
  }

  #branches(depth: number): object[] {
    const others = [this.record(`U${this.#named++}`, number(3), depth - 1), { type: 'map', values: 'string' }]
    return others.slice(0, 1 + number(2))
  }
}

/** avsc refuses some unions (two arrays, say): such a schema is no schema. */
export function randomRecord(): { schema: object; type: avsc.types.RecordType } {
  while (true) {
    const schema = new RandomType().record('Root', 1 + number(8), 3)
    try {
      const type = typeOf(schema)
      if (type instanceof avsc.types.RecordType) return { schema, type }
    } catch {
      continue
    }
  }
}
