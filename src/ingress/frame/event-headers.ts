import type { Arrival } from './canonical.ts'

/** An event's attributes as CloudEvents names them. */
export interface Attributes {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly subject: string
  /** As it was said. */
  readonly time: string
}

/** Headers of the record, by the names of CloudEvents' Kafka binding; without a content type of the data, for what lies in Kafka is Avro. */
export const eventHeaders = (attributes: Attributes, { trace }: Arrival): Record<string, string> => ({
  'content-type': 'application/avro',
  ce_specversion: '1.0',
  ce_id: attributes.id,
  ce_type: attributes.type,
  ce_source: attributes.source,
  ce_subject: attributes.subject,
  ce_time: attributes.time,
  ...trace,
})

const day = 86_400_000

/**
 * When it happened: clocks differ, so a time ahead is taken, but one more than a day ahead counts as now. The newest of several wins in many
 * places, so a wrong year would hold for ever.
 */
export const happenedAt = (said: number, now: number): number => (isTooFarAhead(said, now) ? now : said)

export const isTooFarAhead = (said: number, now: number): boolean => said > now + day
