import { z } from 'zod'
import { CustomerConsentChanged } from '../../../../schemas/customer-consent-changed.generated.ts'
import { campaignEvents } from '../../../../topics/campaign-events.ts'
import { customerEvents } from '../../../../topics/customer-events.ts'
import type { Publication } from '../../../stream/define.ts'
import type { Arrival, Canonical } from '../../frame/canonical.ts'
import { bounded, faultsOf, inWords, type Fault } from '../../frame/fault.ts'
import { extraOf } from '../extra.ts'
import { isObject } from '../fields.ts'
import { actions, type Action, type Base, type Said } from './actions.ts'
import { undotted } from './undotted.ts'
import { needed, text, time, word } from './templated.ts'

export const source = '/braze/webhooks'

/** Fields that every body has, whatever its action. */
export const Common = z.object({
  action: needed(word(...actions.keys())),
  id: text(255),
  dispatch_id: text(255),
  user_id: text(255),
  braze_id: text(255),
  campaign_id: text(255),
  campaign_name: text(1_024),
  canvas_id: text(255),
  canvas_step_id: text(255),
  occurred_at: time,
})
type Common = z.output<typeof Common>

const day = 86_400_000

/** What Braze renders for the dispatch id in previews and test sends: the same for all of them, so it tells none apart. */
const placeholder = 'dispatch_id_for_unsent_campaign'

/** The body of one webhook to its record in campaign.events and, for each consent in it, one in customer.events. Pure. */
export function canonical(given: unknown, arrival: Arrival): Canonical {
  if (!isObject(given)) return unusable('invalid_event', null, [{ pointer: '', detail: 'must be an object' }])
  const action = actions.get(nameOf(given))
  const body = undotted(given, action?.objects ?? [])
  const common = Common.safeParse(body, { error: inWords })
  const read = action?.read(body)
  const extra = extraOf([['', unnamed(body, action)]])
  const faults = [
    ...(common.success ? [] : faultsOf(common.error.issues, '')),
    ...(!read || read.ok ? [] : read.faults),
    ...(action ? unkeepable(body, action) : []),
    ...(extra.ok ? [] : extra.faults),
  ]
  if (!common.success || !read?.ok || !extra.ok || faults.length > 0)
    return unusable(action || nameOf(given) === '' ? 'invalid_event' : 'unknown_type', common.data ?? null, faults)
  const { said } = read
  const missing = missingOf(common.data, said)
  if (missing.length > 0) return unusable('invalid_event', common.data, missing)
  const base = baseOf(common.data, said, extra.fields, arrival)
  const happenedAtArrival = base.occurredAt !== common.data.occurred_at
  return { ok: true, publications: publicationsOf(common.data.action, base, said, arrival), happenedAtArrival }
}

const nameOf = (body: object): string =>
  'action' in body && typeof body.action === 'string' ? body.action.trim().toLowerCase() : ''

const unusable = (
  word: 'invalid_event' | 'unknown_type',
  said: Common | null,
  faults: readonly Fault[],
): Canonical => ({
  ok: false,
  word,
  id: said?.id ?? null,
  subject: said?.user_id ?? null,
  faults: bounded(faults),
})

/** The fields that neither every body nor this action's has; blank ones say nothing. */
function unnamed(body: object, action: Action | undefined): [string, unknown][] {
  const known = new Set([...Object.keys(Common.shape), ...Object.keys(action?.body.shape ?? {})])
  return Object.entries(body).filter(([name, value]) => !known.has(name) && value !== null && value !== '')
}

/** A map of a record cannot have a field of this name, and none may go without a word. */
const unkeepable = (body: object, { objects }: Action): Fault[] =>
  Object.entries(body)
    .filter(([name, value]) => objects.includes(name) && isObject(value) && Object.hasOwn(value, '__proto__'))
    .map(([name]) => ({ pointer: `/${name}/__proto__`, detail: 'is a name that cannot be kept' }))

function missingOf({ id, dispatch_id, user_id }: Common, { subject }: Said): Fault[] {
  const faults: Fault[] = []
  if (subject === null && user_id === null) faults.push({ pointer: '/user_id', detail: 'is required: {{${user_id}}}' })
  if (id === null && dispatch_id === null)
    faults.push({ pointer: '/dispatch_id', detail: 'is required, {{campaign.${dispatch_id}}}, or an id' })
  for (const [name, value] of Object.entries({ id, dispatch_id }))
    if (value?.includes(placeholder) && (name === 'id' || id === null))
      faults.push({ pointer: `/${name}`, detail: 'is the placeholder of a test send, the same for all: give an id' })
  return faults
}

/** A time more than a day ahead counts as the time of arrival: the newest change of a consent wins, so a wrong year would hold it for ever. */
function baseOf(common: Common, { subject }: Said, extra: Record<string, string>, { now }: Arrival): Base {
  const { id, dispatch_id, user_id, braze_id, occurred_at, action } = common
  const whom = subject ?? user_id ?? ''
  return {
    eventId: `${id ?? `${dispatch_id ?? ''}/${whom}`}/${action}`,
    subject: whom,
    occurredAt: occurred_at === null || occurred_at > now + day ? now : occurred_at,
    source,
    campaignId: common.campaign_id,
    campaignName: common.campaign_name,
    canvasId: common.canvas_id,
    canvasStepId: common.canvas_step_id,
    dispatchId: dispatch_id,
    brazeUserId: braze_id,
    extra,
  }
}

function publicationsOf(action: string, base: Base, said: Said, { trace }: Arrival): Publication[] {
  const { eventId, subject, occurredAt } = base
  const headersOf = (id: string) => ({
    'content-type': 'application/avro',
    ce_specversion: '1.0',
    ce_id: id,
    ce_type: action,
    ce_source: source,
    ce_subject: subject,
    ce_time: new Date(occurredAt).toISOString(),
    ...trace,
  })
  const { schema, value } = said.record(base)
  const record = { topic: campaignEvents, schema, key: subject, value, headers: headersOf(eventId) }
  const extra: Record<string, string> =
    said.correlationId === null ? {} : { correlation_id: JSON.stringify(said.correlationId) }
  const consents = Object.entries(said.consents).map(([purpose, granted]): Publication => {
    const id = `${eventId}/consent/${purpose}`
    const consent: CustomerConsentChanged = { eventId: id, subject, occurredAt, source, purpose, granted, extra }
    return {
      topic: customerEvents,
      schema: CustomerConsentChanged,
      key: subject,
      value: consent,
      headers: headersOf(id),
    }
  })
  return [record, ...consents]
}
