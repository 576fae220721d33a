import type { Command, Plan, PlannedCall } from '../stream/define.ts'

/** Why a destination must not be sent a command: a short machine word, a colon, and what is wrong. */
export interface Refused {
  readonly refusal: string
}

/** The plan of a destination that takes one command per call: the first that is not refused. */
export function planOne<R extends object>(
  commands: readonly Command[],
  requestOf: (command: Command) => R | Refused,
  callOf: (request: R) => Omit<PlannedCall, 'chosen'>,
): Plan {
  const refused: { at: number; reason: string }[] = []
  for (const [at, command] of commands.entries()) {
    const request = requestOf(command)
    if (!isRefused(request)) return { refused, call: { ...callOf(request), chosen: [at] } }
    refused.push({ at, reason: request.refusal })
  }
  return { refused, call: undefined }
}

const isRefused = (request: object): request is Refused => 'refusal' in request
