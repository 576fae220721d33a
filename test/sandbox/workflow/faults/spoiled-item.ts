import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'
import { isArray, isJsonObject } from '../../json.ts'

/** One thing is written with other fields than the service has for it, in lists and alone. */
export const spoiledItem = defineFault(
  'spoiledItem',
  { id: z.string().min(1), fields: z.record(z.string(), z.unknown()) },
  {
    after({ id, fields }, answer) {
      const body = spoil(answer.body, id, fields)
      if (JSON.stringify(body) === JSON.stringify(answer.body)) return undefined
      return { send: 'answer', answer: { ...answer, body }, afterMs: 0 }
    },
  },
)

function spoil(value: unknown, id: string, fields: Readonly<Record<string, unknown>>): unknown {
  if (isArray(value)) return value.map(one => spoil(one, id, fields))
  if (!isJsonObject(value)) return value
  const inner = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoil(one, id, fields)]))
  return value['id'] === id ? { ...inner, ...fields } : inner
}
