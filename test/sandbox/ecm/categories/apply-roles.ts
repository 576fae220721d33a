import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import { Refusal } from '../refusal.ts'
import type { World } from '../world.ts'
import { copyOf, emptyCategory } from './applied-category.ts'
import type { AppliedCategory } from './applied-category.ts'
import { parseKey } from './key.ts'
import { sentValues, writeValues } from './write-values.ts'
import type { ValueRules } from './write-values.ts'

/**
 * The categories a new item gets: what `roles.categories` says, flat keys or an object by category id, over those given.
 * Nothing is applied until all of it is good.
 */
export function categoriesFrom(
  world: World,
  sent: JsonObject | undefined,
  rules: ValueRules,
  given: ReadonlyMap<number, AppliedCategory> = new Map(),
): Map<number, AppliedCategory> {
  const result = new Map([...given].map(([id, applied]) => [id, copyOf(applied)]))
  for (const [id, values] of byCategory(sent ?? {})) {
    const applied = result.get(id) ?? emptyCategory(neededCategory(world, id))
    writeValues(applied, sentValues(values, id), rules)
    result.set(id, applied)
  }
  return result
}

export function neededCategory(world: World, id: number) {
  const category = world.categories.get(id)
  if (!category) throw new Refusal(400, `There is no category ${id}`)
  return category
}

function byCategory(sent: JsonObject): Map<number, JsonObject> {
  const grouped = new Map<number, JsonObject>()
  const put = (id: number, values: JsonObject) => grouped.set(id, { ...grouped.get(id), ...values })
  for (const [name, value] of Object.entries(sent)) {
    const key = parseKey(name)
    if (key) put(key.category, { [name]: value })
    else if (/^\d+$/.test(name)) put(Number(name), isJsonObject(value) ? value : {})
  }
  return grouped
}
