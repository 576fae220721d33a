import { XconnectorProcessStep } from '../../../../schemas/xconnector-process-step.generated.ts'
import { list, name, names, object, optional, text, time } from '../../frame/field-types.ts'
import { bad, fault, kind, noRecord, onward, record, words, type Kind } from '../kind.ts'

const Process = object({
  process: name,
  step: optional(name),
  system: optional(name),
  next_steps: list(names),
  due_at: optional(time),
  message: optional(text(8_192)),
  customer: optional(name),
  employee: optional(name),
  employees: list(names),
  roles: list(names),
  ...bad,
  ...words,
  ...record,
  ...onward,
})

/** A process that spans systems. */
export const step = (phase: XconnectorProcessStep['phase']): Kind =>
  kind(XconnectorProcessStep, Process, {
    check: (said, { correlationId }) => [
      correlationId === null && { pointer: '/correlationid', detail: 'is required: which run of the process' },
      phase.startsWith('step_') && said.step === null && fault('step', 'is required: which step'),
    ],
    make: (said, around, { extra }) => {
      const record = said.record ?? noRecord
      const correlationId = around.correlationId ?? ''
      return {
        eventId: around.eventId,
        subject: `process:${correlationId}`,
        occurredAt: around.occurredAt,
        source: around.source,
        about: around.about,
        process: said.process,
        correlationId,
        phase,
        step: said.step,
        system: said.system,
        nextSteps: said.next_steps,
        dueAt: said.due_at,
        message: said.message,
        customer: said.customer,
        employee: said.employee,
        employees: said.employees,
        roles: said.roles,
        severity: said.severity,
        title: said.title,
        text: said.text,
        recordType: record.type,
        recordId: record.id,
        recordVersion: record.version,
        link: said.link,
        expiresAt: said.expires_at,
        extra,
      }
    },
  })
