import type { MessageRequested } from '../schemas/message-requested.generated.ts'
import type { ProcessRun } from '../schemas/process-run.generated.ts'
import type { PushSend } from '../schemas/push-send.generated.ts'
import type { XconnectorRespond } from '../schemas/xconnector-respond.generated.ts'
import type { Envelope } from '../src/stream/define.ts'
import { ask } from './ask.ts'
import { peopleWith, type Directory } from './audience.ts'
import type { ProcessWord, Steps } from './process-state.ts'
import { priorityOf, staffPush } from './staff-push.ts'

export const name = 'coordinate-processes'

export const peopleOf = (roles: readonly string[], directory: Directory): string[] =>
  peopleWith(directory, { roles, locations: [], units: [] }).map(({ id }) => id)

/** The roles that the settings add to those that a word names itself. */
export function rolesFor({ phase, step }: ProcessWord, steps: Steps, exceptionRoles: readonly string[]): string[] {
  const ofStep = steps.filter(known => known.step === step).flatMap(({ roles }) => roles)
  if (phase === 'step_completed') return ofStep
  if (phase === 'step_failed') return [...ofStep, ...exceptionRoles]
  // Its end concerns everybody who had a part in it.
  return phase === 'completed' || phase === 'cancelled' ? steps.flatMap(({ roles }) => roles) : []
}

const happened: Readonly<Record<ProcessWord['phase'], string>> = {
  started: 'started',
  step_started: 'started',
  step_completed: 'done',
  step_failed: 'failed',
  completed: 'completed',
  cancelled: 'cancelled',
}
const titleOf = ({ title, process, step, phase }: ProcessWord): string =>
  title ?? `${process}: ${step === null ? happened[phase] : `${step} ${happened[phase]}`}`

/** What people of the staff are told of a word. */
export const wordPush = (word: ProcessWord, users: string[]): PushSend =>
  staffPush(word, {
    delivery: `${name}/push`,
    users,
    title: titleOf(word),
    summary: word.text ?? word.message,
    data: { process: word.process, step: word.step, link: word.link },
    priority: word.phase === 'step_failed' ? 'high' : priorityOf(word.severity),
    expiresAt: word.expiresAt,
    correlationId: word.correlationId,
  })

/** What people of the staff are told when a step is missing. */
export const missingPush = (cause: Envelope, { process, correlationId, waitsFor }: ProcessRun, users: string[]) =>
  staffPush(cause, {
    delivery: `${name}/push`,
    users,
    title: `${process}: ${waitsFor} is missing`,
    data: { process, step: waitsFor },
    priority: 'high',
    correlationId,
  })

/** What the customer is told of a step that was done. */
export function customerNews(word: ProcessWord, customer: string, message: string): MessageRequested {
  const { process, step, recordId: record_id, text, link } = word
  return ask(
    'X8',
    { ...word, subject: customer },
    {
      message,
      correlationId: word.correlationId,
      expiresAt: word.expiresAt,
      push: { title: titleOf(word), summary: text, link, data: { process, ...(step !== null && { step }) } },
      properties: { process, step, record_id, text, link },
    },
  )
}

/** What xConnector is told: which step is next, or is missing. */
export const answerTo = (
  { eventId, subject, occurredAt }: Envelope,
  run: ProcessRun,
  type: 'next_step' | 'step_missing',
): XconnectorRespond => ({
  deliveryId: `${eventId}/${name}/xconnector`,
  eventId,
  subject,
  occurredAt,
  type: `signalbox.process.${type}`,
  source: `/signalbox/${name}`,
  correlationId: run.correlationId,
  recordId: run.recordId,
  recordVersion: run.recordVersion === null ? null : String(run.recordVersion),
  actor: null,
  action: null,
  comment: null,
  data: {
    process: run.process,
    step: run.waitsFor,
    due_at: run.dueAt === null ? null : new Date(run.dueAt).toISOString(),
  },
})
