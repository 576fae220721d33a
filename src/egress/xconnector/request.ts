import { XconnectorRespond } from '../../../schemas/xconnector-respond.generated.ts'
import type { Command } from '../../stream/define.ts'
import { idempotencyKeyOf } from '../../transport/idempotency-key.ts'
import type { Refused } from '../../transport/plan-one.ts'

/** One event, ready to be signed and sent. The same command makes the same bytes for ever: xConnector refuses a key that comes with another body. */
export interface EventRequest {
  readonly key: string
  readonly body: string
}

/** ms from 1970 to the last time that ISO 8601 as JavaScript writes it can tell, in either direction. */
const latestTime = 8.64e15

/** The CloudEvent (1.0, structured JSON) of a command, or why xConnector must not be sent it. Never throws. */
export function eventOf({ schema, value }: Command): EventRequest | Refused {
  if (schema !== XconnectorRespond.name || !isRespond(value)) return { refusal: `no_such_command: ${schema}` }
  const { deliveryId, type, source, subject, occurredAt } = value
  const empty = Object.entries({ type, source, subject }).find(([, text]) => text === '')
  if (empty) return { refusal: `empty_attribute: a CloudEvent needs its ${empty[0]}` }
  if (Math.abs(occurredAt) > latestTime) return { refusal: `no_such_time: ${occurredAt} ms since 1970` }
  const wrong = Object.keys(value.data).find(name => isNoNumber(value.data[name]))
  if (wrong !== undefined) return { refusal: `no_such_number: JSON cannot tell the value of "${wrong}"` }
  const time = new Date(occurredAt).toISOString()
  const correlation = value.correlationId ? { correlationid: value.correlationId } : {}
  const context = { specversion: '1.0', id: deliveryId, type, source, subject, time, ...correlation }
  const body = JSON.stringify({ ...context, datacontenttype: 'application/json', data: dataOf(value) })
  return { key: idempotencyKeyOf(deliveryId), body }
}

/** What the command says by name stands over what it says in `data`. */
function dataOf({ recordId, recordVersion, actor, action, comment, data }: XconnectorRespond) {
  const told = { record_id: recordId, record_version: recordVersion, actor, action, comment }
  return { ...data, ...Object.fromEntries(Object.entries(told).filter(([, said]) => said !== null)) }
}

const isNoNumber = (value: unknown): boolean => typeof value === 'number' && !Number.isFinite(value)

// The codec has decoded the value by this very schema.
const isRespond = (value: unknown): value is XconnectorRespond =>
  typeof value === 'object' && value !== null && 'source' in value
