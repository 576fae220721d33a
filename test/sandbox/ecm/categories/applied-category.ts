import { createHash } from 'node:crypto'
import type { Category } from './catalog.ts'

/** Dates are kept as epoch milliseconds. */
export type Scalar = string | number | boolean | null
export type Value = Scalar | Scalar[]
export type Row = Map<number, Value>

/** A category on a node, with its values. */
export interface AppliedCategory {
  readonly category: Category
  /** Grows with every write; the metadata token follows from it. */
  revision: number
  /** Handed down to items made below the node. */
  inherited: boolean
  readonly values: Map<number, Value>
  /** Every set has a first row from the start. */
  readonly rows: Map<number, Row[]>
  /** By attribute, the values by language. */
  readonly multilingual: Map<number, Readonly<Record<string, string>>>
}

export function emptyCategory(category: Category): AppliedCategory {
  const rows = new Map([...category.sets.keys()].map(id => [id, [new Map<number, Value>()]]))
  return { category, revision: 1, inherited: false, values: new Map(), rows, multilingual: new Map() }
}

export function copyOf(applied: AppliedCategory): AppliedCategory {
  return {
    ...applied,
    revision: 1,
    values: new Map(applied.values),
    rows: new Map([...applied.rows].map(([id, rows]) => [id, rows.map(row => new Map(row))])),
    multilingual: new Map(applied.multilingual),
  }
}

/** 32 hex digits that change with every write to this category of this node. */
export function categoryToken(nodeId: number, { category, revision }: AppliedCategory): string {
  return tokenOf(`${nodeId}:${category.id}:${revision}`)
}

export function propertiesToken(node: { readonly id: number; readonly revision: number }): string {
  return tokenOf(`${node.id}:properties:${node.revision}`)
}

function tokenOf(text: string): string {
  return createHash('md5').update(text).digest('hex')
}
