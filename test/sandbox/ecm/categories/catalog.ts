import type { CategoryDefinition, PlainAttribute, SetAttribute } from '../start-state.ts'

/** A set with its attributes by id. */
export interface SetOf {
  readonly definition: SetAttribute
  readonly attributes: ReadonlyMap<number, PlainAttribute>
}

/** A category made ready for look-ups by id. */
export interface Category {
  readonly id: number
  readonly name: string
  readonly definition: CategoryDefinition
  readonly attributes: ReadonlyMap<number, PlainAttribute>
  readonly sets: ReadonlyMap<number, SetOf>
}

export function compileCategory(definition: CategoryDefinition): Category {
  const attributes = new Map<number, PlainAttribute>()
  const sets = new Map<number, SetOf>()
  for (const attribute of definition.attributes) {
    if (attribute.type !== 'Set') attributes.set(attribute.id, attribute)
    else {
      const inner = new Map(attribute.attributes.map(one => [one.id, one]))
      sets.set(attribute.id, { definition: attribute, attributes: inner })
    }
  }
  return { id: definition.id, name: definition.name, definition, attributes, sets }
}
