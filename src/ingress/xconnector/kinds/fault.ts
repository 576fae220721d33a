import { XconnectorFault } from '../../../../schemas/xconnector-fault.generated.ts'
import { list, name, names, object, optional, text, whole } from '../../frame/field-types.ts'
import { bad, fault, kind, noRecord, onward, record, type Kind } from '../kind.ts'

const Fault = object({
  ...bad,
  system: name,
  integration: optional(name),
  operation: optional(text(1_024)),
  job_id: optional(name),
  fields: list(names),
  code: optional(name),
  message: optional(text(8_192)),
  errors: optional(whole),
  attempts: optional(whole),
  role: optional(name),
  ...record,
  ...onward,
})

/** What went wrong between systems. */
export const wentWrong = (of: XconnectorFault['kind']): Kind =>
  kind(XconnectorFault, Fault, {
    check: said => [
      of === 'field_missing' && said.fields.length === 0 && fault('fields', 'is required: which are missing'),
      of === 'job_failed' && said.job_id === null && fault('job_id', 'is required: which job'),
    ],
    make: (said, around, { extra }) => {
      const record = said.record ?? noRecord
      return {
        eventId: around.eventId,
        subject: said.integration === null ? `system:${said.system}` : `integration:${said.integration}`,
        occurredAt: around.occurredAt,
        source: around.source,
        about: around.about,
        kind: of,
        severity: said.severity,
        system: said.system,
        integration: said.integration,
        operation: said.operation,
        jobId: said.job_id,
        fields: said.fields,
        code: said.code,
        message: said.message,
        errors: said.errors,
        attempts: said.attempts,
        role: said.role,
        recordType: record.type,
        recordId: record.id,
        recordVersion: record.version,
        link: said.link,
        correlationId: around.correlationId,
        expiresAt: said.expires_at,
        extra,
      }
    },
  })
