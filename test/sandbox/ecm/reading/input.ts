import { isJsonObject, parseJson } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { CallBody, Input } from '../call.ts'
import { Refusal } from '../refusal.ts'

/** Core calls: form fields, and over them the JSON object in the field `body`. A JSON body gives nothing at all. */
export function formInput({ fields }: CallBody): Input {
  const input: JsonObject = {}
  for (const [name, values] of fields) {
    if (name !== 'body') input[name] = values.length === 1 ? values[0] : values
  }
  const [body] = fields.get('body') ?? []
  if (body === undefined || body === '') return input
  const parsed = parseJson(body)
  if (!isJsonObject(parsed)) throw new Refusal(400, "The field 'body' is not a JSON object")
  return { ...input, ...parsed }
}

/** Workspace calls: a JSON body, form fields or form and `body`. */
export function anyInput(body: CallBody): Input {
  if (body.kind !== 'json') return formInput(body)
  if (!isJsonObject(body.json)) throw new Refusal(400, 'The body is not a JSON object')
  return body.json
}
