import { CustomerConsentChanged } from '../../../../schemas/customer-consent-changed.generated.ts'
import { EngagementEvent } from '../../../../schemas/engagement-event.generated.ts'
import { brazeEvents } from '../../../../topics/braze-events.ts'
import { customerEvents } from '../../../../topics/customer-events.ts'
import type { Publication } from '../../../stream/define.ts'
import type { Arrival, Canonical } from '../../frame/canonical.ts'
import { eventHeaders } from '../../frame/event-headers.ts'
import type { Fault } from '../../frame/fault.ts'
import { timeText } from '../../frame/rfc3339.ts'
import { consentOf } from './consent.ts'
import { engagementOf } from './engagement.ts'
import { extraOf } from '../extra.ts'
import { Fields, isObject } from '../fields.ts'
import { kindOf } from './kinds.ts'

export const source = '/braze/currents'

const day = 86_400_000

/**
 * One event of Currents to its record in braze.events and, where it gives or withdraws a consent, a second in customer.events. Pure. Kinds and fields that are not
 * known are kept; refused is only what has no id or no type, which no other event can be told from, or cannot be written down.
 */
export function canonical(item: unknown, arrival: Arrival): Canonical {
  const event = new Fields(item)
  const id = event.id('id')
  const type = event.text('event_type')
  const properties = event.fields('properties')
  const user = event.fields('user')
  const person = { externalUserId: user.id('external_user_id'), brazeUserId: user.id('user_id') }
  const subject = person.externalUserId ?? `braze:${person.brazeUserId ?? id ?? ''}`
  if (!isObject(item) || id === null || type === null)
    return {
      ok: false,
      word: 'invalid_event',
      id,
      subject: id === null ? null : subject,
      faults: faultsOf(item, id, type),
    }
  const said = timeOf(event, properties, arrival.now)
  const envelope = { eventId: id, subject, occurredAt: said ?? arrival.now, source, type, ...person }
  const engagement = engagementOf(envelope, kindOf(type), user, properties)
  const extra = extraOf([
    ['', properties.rest()],
    ['user.', user.rest()],
    ['event.', event.rest()],
  ])
  if (!extra.ok) return { ok: false, word: 'invalid_event', id, subject, faults: extra.faults }
  engagement.extra = extra.fields
  const publications = publicationsOf(engagement, arrival)
  return { ok: true, publications, happenedAtArrival: said === null }
}

function faultsOf(item: unknown, id: string | null, type: string | null): Fault[] {
  if (!isObject(item)) return [{ pointer: '', detail: 'must be an object' }]
  const missing: Fault[] = []
  if (id === null) missing.push({ pointer: '/id', detail: 'is required' })
  if (type === null) missing.push({ pointer: '/event_type', detail: 'is required' })
  return missing
}

/**
 * When it happened, by Braze's seconds, or its milliseconds where there are any and they agree. Null where it says no time that can be: none, or one more than a day ahead,
 * as in Braze's own samples, for the newest change of a consent wins, and a wrong year would hold it for ever. What it said is kept in extra then.
 */
function timeOf(event: Fields, properties: Fields, now: number): number | null {
  const seconds = event.number('time', value => value > 0 && value * 1_000 <= now + day)
  if (seconds === null) return null
  const ms = properties.number('time_ms', value => Math.floor(value / 1_000) === Math.floor(seconds))
  return Math.floor(ms ?? seconds * 1_000)
}

function publicationsOf(event: EngagementEvent, arrival: Arrival): Publication[] {
  const { subject, externalUserId } = event
  const engagement = {
    topic: brazeEvents,
    schema: EngagementEvent,
    key: subject,
    value: event,
    headers: headersOf(event, arrival),
  }
  // Whom nobody knows has no consents here: what was said stands in the engagement event.
  const consent = externalUserId === null ? null : consentOf(event)
  if (consent === null) return [engagement]
  const value: CustomerConsentChanged = {
    eventId: `${event.eventId}/consent`,
    subject,
    occurredAt: event.occurredAt,
    source,
    ...consent,
    extra: event.stateChangeSource === null ? {} : { state_change_source: JSON.stringify(event.stateChangeSource) },
  }
  const headers = { ...engagement.headers, ce_id: value.eventId }
  return [engagement, { topic: customerEvents, schema: CustomerConsentChanged, key: subject, value, headers }]
}

const headersOf = ({ eventId: id, type, subject, occurredAt }: EngagementEvent, arrival: Arrival) =>
  eventHeaders({ id, type, source, subject, time: timeText(occurredAt) }, arrival)
