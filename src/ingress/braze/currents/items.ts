import type { Body, Item } from '../../frame/item.ts'
import { arrayItems, wholeBody } from '../../frame/items.ts'
import type { Problem } from '../../frame/problem.ts'
import { holdsLongNumbers, parseExactly } from '../exact-numbers.ts'
import { isObject } from '../fields.ts'

/** The events of a request: {"events": [...]} as Braze sends it, or one event by itself, as Braze's script of samples does. None where there is nothing in it. */
export function itemsOf(body: Body): readonly Item[] | Problem {
  const value = holdsLongNumbers(body.text) ? parseExactly(body.text) : body.value
  if (!isObject(value)) return notABatch
  if ('events' in value) return Array.isArray(value.events) ? arrayItems(value.events, body, ['events']) : notABatch
  if (Object.keys(value).length === 0) return []
  return 'event_type' in value ? [{ ...wholeBody(body), value }] : notABatch
}

const notABatch: Problem = {
  status: 400,
  word: 'invalid-batch',
  title: 'Not a batch',
  detail: 'The body is a JSON object with a list of events: {"events": [...]}.',
}
