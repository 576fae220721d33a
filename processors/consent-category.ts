import type { EcmSetCategory } from '../schemas/ecm-set-category.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import type { Envelope } from '../src/stream/define.ts'

/** What a customer said of one thing, and in which words people shall read it. */
interface Said extends Envelope {
  readonly deliveryId: string
  readonly source: string
  readonly value: boolean | string | null
  readonly note: string
}

/** Where it is kept: three attributes of its own. */
type Kept = Flows['E4']['purposes'][string]

/** Content Server's text fields take no more. */
const longestNote = 254

/**
 * The word as attributes of the category on the customer's workspace: its value, when it was said, and a note for whoever audits it. The time is an attribute of
 * this purpose alone: were it shared, an older word on e-mail would lose against a newer one on SMS.
 */
export const setKept = ({ workspace, categoryId }: Flows['E4'], kept: Kept, said: Said): EcmSetCategory => ({
  deliveryId: said.deliveryId,
  eventId: said.eventId,
  subject: said.subject,
  occurredAt: said.occurredAt,
  nodeId: null,
  ...workspace,
  businessObjectId: said.subject,
  categoryId,
  values: { [kept.attribute]: said.value, [kept.note]: noteOf(said) },
  writtenAt: said.occurredAt,
  writtenAtAttribute: kept.writtenAt,
  // Most customers of a shop have no workspace: that is no fault of anybody.
  whereThere: true,
})

const noteOf = ({ note, occurredAt, source, eventId }: Said): string =>
  `${note} at ${new Date(occurredAt).toISOString()} by ${source}, event ${eventId}`.slice(0, longestNote)
