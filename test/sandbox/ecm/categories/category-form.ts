import { neededInteger } from '../reading/arguments.ts'
import { Refusal, noNode } from '../refusal.ts'
import type { EcmRequest } from '../request.ts'
import type { PlainAttribute } from '../start-state.ts'
import type { JsonObject } from '../../json.ts'
import { categoryToken, emptyCategory } from './applied-category.ts'
import type { AppliedCategory } from './applied-category.ts'
import { neededCategory } from './apply-roles.ts'
import { shown } from './show-category.ts'

/** GET /v1/forms/nodes/categories/create|update?id&category_id: an Alpaca form; the one for update carries the token. */
export function categoryForm(request: EcmRequest): object {
  const { world, call, settings } = request
  const asked = Object.fromEntries(call.query)
  const id = neededInteger(asked, 'id')
  const node = world.nodes.get(id)
  if (!node) throw noNode(id)
  const category = neededCategory(world, neededInteger(asked, 'category_id'))
  const present = node.categories.get(category.id)
  const isUpdate = call.path.endsWith('/update')
  if (isUpdate && !present) throw new Refusal(400, `The category ${category.id} is not on the item`)
  const applied = present ?? emptyCategory(category)
  const token = isUpdate ? { [`${category.id}_1`]: { metadata_token: categoryToken(id, applied) } } : {}
  const fields = formFields(applied)
  return {
    forms: [
      {
        data: { ...token, ...formData(applied, settings) },
        options: { fields: Object.fromEntries(fields.map(([key, { name }], order) => [key, { label: name, order }])) },
        schema: { type: 'object', properties: Object.fromEntries(fields.map(([key, one]) => [key, schemaOf(one)])) },
      },
    ],
  }
}

function formFields({ category }: AppliedCategory): [string, PlainAttribute][] {
  const sets = [...category.sets].flatMap(([setId, { attributes }]) =>
    [...attributes].map(([id, one]): [string, PlainAttribute] => [`${category.id}_${setId}_x_${id}`, one]),
  )
  return [
    ...[...category.attributes].map(([id, one]): [string, PlainAttribute] => [`${category.id}_${id}`, one]),
    ...sets,
  ]
}

function formData({ category, values, rows }: AppliedCategory, settings: EcmRequest['settings']): JsonObject {
  const data: JsonObject = {}
  for (const [id, one] of category.attributes) data[`${category.id}_${id}`] = shown(one, values.get(id), settings)
  for (const [setId, { attributes }] of category.sets) {
    data[`${category.id}_${setId}`] = (rows.get(setId) ?? []).map(row =>
      Object.fromEntries(
        [...attributes].map(([id, one]) => [`${category.id}_${setId}_x_${id}`, shown(one, row.get(id), settings)]),
      ),
    )
  }
  return data
}

const jsonTypes = { String: 'string', Integer: 'integer', Assoc: 'integer', User: 'integer', Real: 'number' } as const

function schemaOf({ type, required, readOnly, maxLength, validValues }: PlainAttribute) {
  return {
    type: type === 'Boolean' ? 'boolean' : type === 'Date' ? 'string' : jsonTypes[type],
    ...(type === 'Date' && { format: 'datetime' }),
    ...(validValues && { enum: validValues }),
    ...(maxLength !== undefined && { maxLength }),
    ...{ required, readonly: readOnly },
  }
}
