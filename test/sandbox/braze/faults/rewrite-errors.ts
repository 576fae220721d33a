import { isArray, isJsonObject } from '../../json.ts'
import type { Answer, Reply } from '../../frame/reply.ts'

/** The answer with each of its errors written another way; undefined when it has none. */
export function rewriteErrors(answer: Answer, rewrite: (type: unknown) => unknown): Reply | undefined {
  if (!isJsonObject(answer.body) || !isArray(answer.body['errors'])) return undefined
  const errors = answer.body['errors'].map(error => rewrite(isJsonObject(error) ? error['type'] : error))
  return { send: 'answer', answer: { ...answer, body: { ...answer.body, errors } } }
}
