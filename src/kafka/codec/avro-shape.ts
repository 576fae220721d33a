/** What a field's content is, as far as a reader of bytes cares; a nullable union of one of these counts as that one. */
export type FieldKind = 'string' | 'bytes' | 'long' | 'int' | 'enum' | 'other'

/**
 * How an Avro type lies in bytes: so many bytes (`fixed`), a varint, a length and that many bytes (`sized`),
 * a branch's index and the branch (`union`), items in counted blocks (`blocks`), or its parts one after another (`record`).
 */
export interface Shape {
  readonly form: 'fixed' | 'varint' | 'sized' | 'union' | 'blocks' | 'record'
  readonly kind: FieldKind
  /** Of `fixed`: its bytes. */
  readonly size: number
  /** Branches, the parts of an item, or a record's fields. A recursive type is among its own parts. */
  readonly parts: Shape[]
}

export interface Field {
  readonly name: string
  readonly shape: Shape
}

type Json = Readonly<Record<string, unknown>>

const shape = (form: Shape['form'], kind: FieldKind = 'other', size = 0, parts: Shape[] = []): Shape => ({
  form,
  kind,
  size,
  parts,
})

export const nothing = shape('fixed')

const primitives: ReadonlyMap<unknown, Shape> = new Map([
  ['null', nothing],
  ['boolean', shape('fixed', 'other', 1)],
  ['float', shape('fixed', 'other', 4)],
  ['double', shape('fixed', 'other', 8)],
  ['int', shape('varint', 'int')],
  ['long', shape('varint', 'long')],
  ['string', shape('sized', 'string')],
  ['bytes', shape('sized', 'bytes')],
])

/** The fields of a record schema, in their order. Throws TypeError for what is no Avro record. */
export function fieldsOf(schema: unknown): readonly Field[] {
  if (!isJson(schema) || !Array.isArray(schema['fields'])) throw new TypeError('the writer’s schema is no record')
  const { parts } = shapeOf(schema, '', new Map())
  const names = schema['fields'].map((field: Json) => String(field['name']))
  return parts.map((part, n) => ({ name: names[n] as string, shape: part }))
}

function shapeOf(schema: unknown, namespace: string, named: Map<string, Shape>): Shape {
  const primitive = primitives.get(schema)
  if (primitive) return primitive
  if (typeof schema === 'string') return reference(schema, namespace, named)
  if (Array.isArray(schema)) return unionOf(schema.map(branch => shapeOf(branch, namespace, named)))
  if (!isJson(schema)) throw new TypeError(`${JSON.stringify(schema)} is no Avro type`)
  switch (schema['type']) {
    case 'array':
      return shape('blocks', 'other', 0, [shapeOf(schema['items'], namespace, named)])
    case 'map':
      return shape('blocks', 'other', 0, [shape('sized', 'string'), shapeOf(schema['values'], namespace, named)])
    case 'enum':
      return declare(schema, namespace, named, shape('varint', 'enum'))
    case 'fixed':
      return declare(schema, namespace, named, shape('fixed', 'other', Number(schema['size'])))
    case 'record':
    case 'error':
      return recordOf(schema, namespace, named)
    default:
      return shapeOf(schema['type'], namespace, named)
  }
}

function recordOf(schema: Json, namespace: string, named: Map<string, Shape>): Shape {
  const record = declare(schema, namespace, named, shape('record', 'other', 0, []))
  if (!Array.isArray(schema['fields'])) throw new TypeError(`the record ${String(schema['name'])} has no fields`)
  const inside = fullName(schema, namespace).replace(/\.?[^.]*$/, '')
  for (const field of schema['fields'] as Json[]) record.parts.push(shapeOf(field['type'], inside, named))
  return record
}

/** A union of null and one other type is of that one's kind. */
function unionOf(branches: Shape[]): Shape {
  const value =
    branches.length === 2 && branches.includes(nothing) ? branches.find(branch => branch !== nothing) : undefined
  return shape('union', value?.kind, 0, branches)
}

function declare(schema: Json, namespace: string, named: Map<string, Shape>, declared: Shape): Shape {
  named.set(fullName(schema, namespace), declared)
  return declared
}

function reference(name: string, namespace: string, named: ReadonlyMap<string, Shape>): Shape {
  const found = named.get(namespace === '' ? name : `${namespace}.${name}`) ?? named.get(name)
  if (!found) throw new TypeError(`the type ${name} is not defined`)
  return found
}

function fullName(schema: Json, namespace: string): string {
  const name = String(schema['name'])
  const within = typeof schema['namespace'] === 'string' ? schema['namespace'] : namespace
  return name.includes('.') || within === '' ? name : `${within}.${name}`
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null
