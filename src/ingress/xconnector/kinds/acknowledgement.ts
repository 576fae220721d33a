import { XconnectorAcknowledgement } from '../../../../schemas/xconnector-acknowledgement.generated.ts'
import { name, object, optional, text } from '../../frame/field-types.ts'
import { fault, kind, noRecord, record, type Kind } from '../kind.ts'

const Response = object({
  event_id: name,
  receipt_id: optional(name),
  code: optional(name),
  message: optional(text(4_096)),
  ...record,
})

/** What became of an event of ours. */
export const response = (phase: XconnectorAcknowledgement['phase']): Kind =>
  kind(XconnectorAcknowledgement, Response, {
    check: said => [
      phase === 'rejected' && said.code === null && said.message === null && fault('code', 'is required: why'),
    ],
    make: (said, around, { extra }) => {
      const record = said.record ?? noRecord
      return {
        eventId: around.eventId,
        subject: around.about ?? around.correlationId ?? said.event_id,
        occurredAt: around.occurredAt,
        source: around.source,
        about: around.about,
        phase,
        deliveryId: said.event_id,
        receiptId: said.receipt_id,
        code: said.code,
        message: said.message,
        recordType: record.type,
        recordId: record.id,
        recordVersion: record.version,
        correlationId: around.correlationId,
        extra,
      }
    },
  })
