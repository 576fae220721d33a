import { ZodError } from 'zod'
import type { Answer } from '../../http/reply.ts'
import { parseJson } from '../../json.ts'
import type { World } from '../world.ts'
import { findControl, knownControls } from './controls.ts'

export interface ControlCall {
  readonly method: string
  readonly path: string
  /** After the '?'. */
  readonly query: string
  readonly bodyText: string
}

/** Answers the sandbox's own API. It needs no key, and is not in the journal. */
export function answerControl(world: World, { method, path, query, bodyText }: ControlCall): Answer {
  const found = findControl(method, path)
  if (!found) return { status: 404, body: { message: `No ${method} ${path} here`, known: knownControls } }
  const body = bodyText === '' ? {} : parseJson(bodyText)
  if (body === undefined) return { status: 400, body: { message: 'the body is not valid JSON' } }
  try {
    const parameters = Object.fromEntries(new URLSearchParams(query))
    const answer = found.control.handle(world, { parameters, body, tail: found.tail })
    return answer === undefined
      ? { status: 404, body: { message: `nothing at ${path}` } }
      : { status: 200, body: answer }
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    return { status: 400, body: { message: messageOf(error), errors: error.issues.map(fieldError) } }
  }
}

type Issue = ZodError['issues'][number]

/** Names the wrong field; of unknown fields, the unknown ones. */
function fieldError(issue: Issue): { field: string; message: string } {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
  const field = [...issue.path.map(String), unknown.join(', ')].filter(part => part !== '').join('.')
  return { field: field === '' ? '(body)' : field, message: issue.message }
}

function messageOf(error: ZodError): string {
  return error.issues
    .map(fieldError)
    .map(({ field, message }) => `${field}: ${message}`)
    .join('; ')
}
