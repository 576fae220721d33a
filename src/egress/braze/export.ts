import type { Doubtful, Finding } from '../../stream/define.ts'
import type { Answer, NoAnswer, Request } from '../../transport/http-caller.ts'
import { parsedBody } from '../../transport/json-answer.ts'
import { messageOf } from './answer-body.ts'
import { post } from './kind.ts'
import { Export, findingsOf, mostUsers, traceOf } from './look-up.ts'
import { pauseOf, theirNow } from './rate.ts'

/** When to ask again where the export cannot be had now. */
const askAgainMs = 30_000

/** Whom to ask about, in groups of as many as one call takes, and for which fields. */
export interface Question {
  readonly groups: readonly ReadonlySet<string>[]
  readonly fields: readonly string[]
}

export function questionOf(commands: readonly Doubtful[]): Question {
  const traceable = commands.flatMap(command => (command.canBeTold ? (traceOf(command) ?? []) : []))
  const users = [...new Set(traceable.map(({ subject }) => subject))]
  const groups = Array.from(
    { length: Math.ceil(users.length / mostUsers) },
    (_, at) => new Set(users.slice(at * mostUsers, (at + 1) * mostUsers)),
  )
  return { groups, fields: [...new Set(traceable.map(({ trace }) => trace.field))] }
}

/** POST /users/export/ids for some users and fields: campaigns and Canvases make it slow, so only what is needed. */
export const exportRequest = (users: ReadonlySet<string>, fields: readonly string[]): Request =>
  post('/users/export/ids', JSON.stringify({ external_ids: [...users], fields_to_export: ['external_id', ...fields] }))

/** The findings of commands of which the export shows nothing, or nothing that is surely theirs. */
export const untraceable = (commands: readonly Doubtful[]): Finding[] => findingsOf(commands, [], new Set(), 0)

/** What the export of `users` says about the commands; told where one of them is applied or not, or where asking about others would not help. `now` by our clock. */
export function resultOf(
  answer: Answer | NoAnswer,
  commands: readonly Doubtful[],
  users: ReadonlySet<string>,
  now: number,
): { readonly findings: Finding[]; readonly isTold: boolean } {
  const parsed = 'status' in answer && answer.status < 300 ? parsedBody(answer.body, Export) : undefined
  if (!parsed || !('status' in answer)) {
    const finding: Finding = { kind: 'unknown', ...notTold(answer, now) }
    return { findings: commands.map(() => finding), isTold: true }
  }
  const findings = findingsOf(commands, parsed.users, users, theirNow(answer.headers, now) - now)
  return { findings, isTold: findings.some(({ kind }) => kind !== 'unknown') }
}

/** Why there is no export, and when to ask again; never where Braze refuses the question itself. */
function notTold(answer: Answer | NoAnswer, now: number): { reason: string; afterMs: number | null } {
  if ('reason' in answer) return { reason: answer.reason, afterMs: askAgainMs }
  const { status, headers } = answer
  const reason = `export_${status}: ${messageOf(answer)}`
  if (status === 400 || status === 413) return { reason, afterMs: null }
  return { reason, afterMs: pauseOf(headers, theirNow(headers, now)) ?? askAgainMs }
}
