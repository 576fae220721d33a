import type { BrazeDeleteCatalogItem } from '../../../schemas/braze-delete-catalog-item.generated.ts'
import type { BrazePutCatalogItem } from '../../../schemas/braze-put-catalog-item.generated.ts'
import { arrayOf, type Kind } from './kind.ts'
import { valuesRefusal, type Part, type Refused } from './part.ts'

/** Items of one call, and characters of one item. */
const mostItems = 50
const longestItem = 5_000

/** PUT or DELETE /catalogs/{catalog}/items. An item is named once per call; one that is wrong has Braze refuse them all. */
const itemsKind = (method: 'PUT' | 'DELETE'): Kind => ({
  endpoint: '/catalogs/items',
  most: mostItems,
  mostPerList: mostItems,
  pair: () => 'waits',
  request: (lists, { shared }) => ({
    method,
    path: `/catalogs/${encodeURIComponent(shared)}/items`,
    body: `{"items":${arrayOf(lists.get('items'))}}`,
  }),
  inDoubt: () => 'resend',
  sharedIsWrong: /catalog-not-found/,
})

export const putItemsKind = itemsKind('PUT')
export const deleteItemsKind = itemsKind('DELETE')

export function putItemPart({ deliveryId, catalog, itemId, fields }: BrazePutCatalogItem): Part | Refused {
  const refusal = itemRefusal(itemId) ?? valuesRefusal(fields)
  if (refusal !== undefined) return { refusal }
  const entry = { ...fields, id: itemId }
  if (JSON.stringify(entry).length > longestItem)
    return { refusal: `item_too_large: Braze takes items of ${longestItem} characters` }
  return { deliveryId, shared: catalog, list: 'items', about: itemId, entry }
}

export function deleteItemPart({ deliveryId, catalog, itemId }: BrazeDeleteCatalogItem): Part | Refused {
  const refusal = itemRefusal(itemId)
  if (refusal !== undefined) return { refusal }
  return { deliveryId, shared: catalog, list: 'items', about: itemId, entry: { id: itemId } }
}

const itemRefusal = (itemId: string): string | undefined =>
  /^[A-Za-z0-9_-]{1,250}$/.test(itemId)
    ? undefined
    : 'no_such_item_id: Braze takes 250 letters, digits, dashes and underscores'
