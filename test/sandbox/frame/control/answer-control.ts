import { ZodError } from 'zod'
import type { Call } from '../call.ts'
import { fieldErrors, sentenceOf } from '../field-errors.ts'
import type { Hosted } from '../host.ts'
import type { Answer } from '../reply.ts'
import { findControl } from './control.ts'
import { sharedControls } from './shared-controls.ts'

/** Answers the sandbox's own API. It needs no credentials, and is not in the journal. */
export function answerControl(host: Hosted, { method, path, query, text, json }: Call): Answer {
  const controls = [...sharedControls(host), ...(host.world.controls ?? [])]
  const found = findControl(controls, method, path)
  if (!found) {
    const known = controls.map(control => `${control.method} ${control.path}`)
    return { status: 404, body: { message: `No ${method} ${path} here`, known } }
  }
  const body = text === '' ? {} : json
  if (body === undefined) return { status: 400, body: { message: 'the body is not valid JSON' } }
  try {
    const answer = found.control.handle({ parameters: Object.fromEntries(query), body, tail: found.tail })
    return answer === undefined
      ? { status: 404, body: { message: `nothing at ${path}` } }
      : { status: 200, body: answer }
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    const errors = fieldErrors(error)
    return { status: 400, body: { message: sentenceOf(errors), errors } }
  }
}
