/** A key of the category grammar, taken apart. Attribute 1 is the slot of the metadata token. */
export type AttributeKey =
  | { readonly at: 'attribute'; readonly category: number; readonly attribute: number }
  | { readonly at: 'multilingual'; readonly category: number; readonly attribute: number }
  | { readonly at: 'row'; readonly category: number; readonly set: number; readonly row: number }
  | {
      readonly at: 'cell'
      readonly category: number
      readonly set: number
      readonly row: number
      readonly attribute: number
    }

/** `{cat}_{attr}`, `{cat}_{attr}_multilingual`, `{cat}_{set}_{row}` or `{cat}_{set}_{row}_{attr}`; undefined for other names. */
export function parseKey(key: string): AttributeKey | undefined {
  const found = /^(\d+)_(\d+)(?:_(?:(multilingual)|(\d+)(?:_(\d+))?))?$/.exec(key)
  if (!found) return undefined
  const [, category, second, multilingual, row, inner] = found
  const at = { category: Number(category) }
  if (multilingual !== undefined) return { at: 'multilingual', ...at, attribute: Number(second) }
  if (row === undefined) return { at: 'attribute', ...at, attribute: Number(second) }
  if (inner === undefined) return { at: 'row', ...at, set: Number(second), row: Number(row) }
  return { at: 'cell', ...at, set: Number(second), row: Number(row), attribute: Number(inner) }
}
