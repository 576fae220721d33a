import type { Body, Item } from '../../frame/item.ts'
import { wholeBody } from '../../frame/items.ts'
import { holdsLongNumbers, parseExactly } from '../exact-numbers.ts'

/** A webhook is rendered for one user: its body is one item. A number without quotes may be an id, and keeps all its digits. */
export const itemsOf = (body: Body): readonly Item[] => [
  { ...wholeBody(body), value: holdsLongNumbers(body.text) ? parseExactly(body.text) : body.value },
]
