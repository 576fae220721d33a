import { XconnectorCustomerEvent } from '../../../../schemas/xconnector-customer-event.generated.ts'
import { name, object, optional, time } from '../../frame/field-types.ts'
import { fault, kind, noRecord, onward, record, words } from '../kind.ts'

const Customer = object({
  customer: optional(name),
  ...words,
  ...record,
  scheduled_at: optional(time),
  previously_at: optional(time),
  ...onward,
})

/** Types of events of customers begin with it; what follows says what happened. */
export const customerTypes = 'xconnector.customer.'

/** What a customer should hear of. */
export const customer = kind(XconnectorCustomerEvent, Customer, {
  keepsScalars: true,
  check: (said, { about }) => [
    said.customer === null && about === null && fault('customer', 'is required where there is no subject'),
  ],
  make: (said, around, { scalars, extra }) => {
    const record = said.record ?? noRecord
    return {
      eventId: around.eventId,
      subject: said.customer ?? around.about ?? '',
      occurredAt: around.occurredAt,
      source: around.source,
      about: around.about,
      kind: around.type.slice(customerTypes.length),
      title: said.title,
      text: said.text,
      recordType: record.type,
      recordId: record.id,
      recordVersion: record.version,
      scheduledAt: said.scheduled_at,
      previouslyAt: said.previously_at,
      link: said.link,
      correlationId: around.correlationId,
      expiresAt: said.expires_at,
      data: scalars,
      extra,
    }
  },
})
