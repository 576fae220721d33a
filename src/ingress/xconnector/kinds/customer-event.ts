import { z } from 'zod'
import { XconnectorCustomerEvent } from '../../../../schemas/xconnector-customer-event.generated.ts'
import { name, optional, time } from '../../frame/field-types.ts'
import { fault, kind, onward, record, recordOf, words, type Kind } from '../kind.ts'

const Customer = z.object({
  customer: optional(name),
  ...words,
  ...record,
  scheduled_at: optional(time),
  previously_at: optional(time),
  ...onward,
})

/** What a customer should hear of; `of` is what follows the type’s beginning. */
export const customer = (of: string): Kind =>
  kind(
    XconnectorCustomerEvent,
    Customer,
    (said, { subject, correlationId }, data) => ({
      value: {
        subject: said.customer ?? subject ?? '',
        kind: of,
        title: said.title,
        text: said.text,
        ...recordOf(said),
        scheduledAt: said.scheduled_at,
        previouslyAt: said.previously_at,
        link: said.link,
        correlationId,
        expiresAt: said.expires_at,
        data,
      },
      faults: [
        said.customer === null && subject === null && fault('customer', 'is required where there is no subject'),
      ],
    }),
    { scalars: true },
  )
