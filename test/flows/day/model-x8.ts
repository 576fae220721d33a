/** X8: the steps of a process over several systems: who hears of them, which is next, and which is missing. */
import type { XconnectorProcessStep } from '../../../schemas/xconnector-process-step.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Gate } from './model-gate.ts'
import { Made, type Staff } from './model-known.ts'

interface Run {
  readonly done: Map<string, number>
  readonly failed: Map<string, number>
  waitsFor: string | undefined
  due: number | undefined
  isOver: boolean
  changedAt: number
  /** The word that set the due time, and the newest facts. */
  last: XconnectorProcessStep | undefined
  customer: string | null
  recordId: string | null
  recordVersion: number | null
}

export class Processes {
  readonly #runs = new Made<Run>(() => ({
    ...{ done: new Map(), failed: new Map(), waitsFor: undefined, due: undefined, isOver: false, changedAt: 0 },
    ...{ last: undefined, customer: null, recordId: null, recordVersion: null },
  }))
  readonly #settings: Flows['X8']
  readonly #book: Book
  readonly #gate: Gate
  readonly #staff: Staff

  constructor(settings: Flows['X8'], book: Book, gate: Gate, staff: Staff) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
    this.#staff = staff
  }

  take(word: XconnectorProcessStep): void {
    const { eventId, subject, phase, step, occurredAt } = word
    const refuse = (reason: string) => this.#book.decide('coordinate-processes', reason, eventId, subject)
    const steps = this.#settings.processes[word.process]?.steps
    if (!steps) {
      refuse('no_such_process')
      return
    }
    const run = this.#runs.of(subject)
    if (run.isOver) {
      refuse('process_over')
      return
    }
    if (step !== null) {
      const doneAt = run.done.get(step)
      const failedAt = run.failed.get(step)
      if (phase === 'step_completed' && doneAt !== undefined) {
        refuse('step_known')
        return
      }
      if (phase === 'step_completed' && occurredAt < (failedAt ?? 0)) {
        refuse('newer_known')
        return
      }
      if (phase === 'step_failed' && occurredAt <= (doneAt ?? failedAt ?? -1)) {
        refuse('newer_known')
        return
      }
      if (phase === 'step_completed') {
        run.done.set(step, occurredAt)
        run.failed.delete(step)
      }
      if (phase === 'step_failed') {
        run.failed.set(step, occurredAt)
        run.done.delete(step)
      }
    }
    run.last = word
    run.customer = word.customer ?? run.customer
    run.recordId = word.recordId ?? run.recordId
    run.recordVersion = word.recordVersion ?? run.recordVersion
    run.changedAt = Math.max(run.changedAt, occurredAt)
    run.isOver = phase === 'completed' || phase === 'cancelled'

    this.#tellStaff(word, steps)
    const next = run.isOver ? undefined : steps.find(one => !run.done.has(one.step))
    const isSame = next?.step === run.waitsFor
    if (!next) run.due = undefined
    else if (isSame && run.due !== undefined) run.due = step === next.step ? (word.dueAt ?? run.due) : run.due
    else run.due = word.dueAt ?? run.changedAt + next.withinMs
    run.waitsFor = next?.step
    if (run.due !== undefined) this.#book.at(run.due, () => this.#missing(subject, word, run))
    if (next && !isSame) this.#respond('next_step', eventId, subject, run)
    this.#tellCustomer(word, run.customer, steps.find(one => one.step === step)?.customer ?? null)
  }

  #people(roles: readonly string[]): string[] {
    return this.#staff.fitting(roles, [], []).map(({ id }) => id)
  }

  #tellStaff(word: XconnectorProcessStep, steps: readonly { step: string; roles: readonly string[] }[]): void {
    const { phase, severity } = word
    const ofStep = steps.find(one => one.step === word.step)?.roles ?? []
    const roles = [...word.roles]
    if (phase === 'step_completed' || phase === 'step_failed') roles.push(...ofStep)
    if (phase === 'step_failed') roles.push(...this.#settings.exceptionRoles)
    if (phase === 'completed' || phase === 'cancelled') roles.push(...steps.flatMap(one => one.roles))
    const users = [...new Set([...word.employees, ...this.#people(roles)])].sort()
    if (users.length === 0) return
    this.#book.command('push', word.subject, word.eventId, 'push', {
      ...{ users, title: titleOf(word), summary: word.text ?? word.message },
      data: {
        process: word.process,
        ...(word.step !== null && { step: word.step }),
        ...(word.link !== null && { link: word.link }),
      },
      actions: [],
      priority: phase === 'step_failed' || severity === 'high' || severity === 'critical' ? 'high' : 'normal',
      ...{ expiresAt: word.expiresAt, correlationId: word.correlationId },
    })
  }

  #tellCustomer(word: XconnectorProcessStep, customer: string | null, message: string | null): void {
    const { process, step, recordId: record_id, text, link, expiresAt, correlationId } = word
    if (word.phase !== 'step_completed' || message === null || customer === null) return
    this.#gate.ask({
      ...{ flow: 'X8', message, eventId: `${word.eventId}/X8`, customer, correlationId, expiresAt },
      push: { title: titleOf(word), summary: text, link, data: { process, ...(step !== null && { step }) } },
      properties: { process, step, record_id, text, link },
    })
  }

  #missing(subject: string, setBy: XconnectorProcessStep, run: Run): void {
    if (run.last !== setBy || run.due === undefined || run.due > this.#book.now) return
    const eventId = `${setBy.eventId}/coordinate-processes/missing/${run.due}`
    run.due = undefined
    this.#book.decide('coordinate-processes', 'step_missing', setBy.eventId, subject)
    const users = this.#people(this.#settings.exceptionRoles)
    const { process, correlationId } = setBy
    const step = run.waitsFor ?? ''
    if (users.length > 0)
      this.#book.command('push', subject, eventId, 'push', {
        ...{ users, title: `${process}: ${step} is missing`, summary: null, data: { process, step }, actions: [] },
        ...{ priority: 'high', expiresAt: null, correlationId },
      })
    this.#respond('step_missing', eventId, subject, {
      ...run,
      due: Number(eventId.slice(eventId.lastIndexOf('/') + 1)),
    })
  }

  #respond(what: string, eventId: string, subject: string, run: Run): void {
    const { recordId, recordVersion, waitsFor, due } = run
    this.#book.command('xconnector', subject, eventId, `signalbox.process.${what}`, {
      ...{ correlationId: run.last?.correlationId, recordId },
      recordVersion: recordVersion === null ? null : String(recordVersion),
      data: {
        process: run.last?.process,
        step: waitsFor ?? null,
        due_at: due === undefined ? null : new Date(due).toISOString(),
      },
    })
  }
}

const words: Readonly<Record<string, string>> = {
  ...{ started: 'started', step_started: 'started', step_completed: 'done', step_failed: 'failed' },
  ...{ completed: 'completed', cancelled: 'cancelled' },
}

function titleOf({ title, process, step, phase }: XconnectorProcessStep): string {
  const word = words[phase] ?? ''
  return title ?? `${process}: ${step === null ? word : `${step} ${word}`}`
}
