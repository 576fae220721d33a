import { z } from 'zod'
import { XconnectorAcknowledgement } from '../../../../schemas/xconnector-acknowledgement.generated.ts'
import { name, optional, text } from '../../frame/field-types.ts'
import { fault, kind, record, recordOf, type Kind } from '../kind.ts'

const Response = z.object({
  event_id: name,
  receipt_id: optional(name),
  code: optional(name),
  message: optional(text(4_096)),
  ...record,
})

/** What became of an event of ours. */
export const response = (phase: XconnectorAcknowledgement['phase']): Kind =>
  kind(XconnectorAcknowledgement, Response, (said, { subject, correlationId }) => ({
    value: {
      subject: subject ?? correlationId ?? said.event_id,
      phase,
      deliveryId: said.event_id,
      receiptId: said.receipt_id,
      code: said.code,
      message: said.message,
      ...recordOf(said),
      correlationId,
    },
    faults: [phase === 'rejected' && said.code === null && said.message === null && fault('code', 'is required: why')],
  }))
