import { z } from 'zod'
import { PushIncident } from '../../../schemas/push-incident.generated.ts'
import { PushJourneySignal } from '../../../schemas/push-journey-signal.generated.ts'
import { PushMilestone } from '../../../schemas/push-milestone.generated.ts'
import { PushOperationalEvent } from '../../../schemas/push-operational-event.generated.ts'
import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import { happenedAt } from '../frame/event-headers.ts'
import { read } from '../frame/fault.ts'
import type { Fault } from '../frame/fault.ts'
import { currency, list, name, names, object, optional, severity, text, time, whole } from '../frame/field-types.ts'
import { memberOf } from '../frame/json-object.ts'
import { UnnamedFields } from '../frame/unnamed-fields.ts'
import { sourceOf, type Envelope, type Said } from './said.ts'

/** What an event of operations says whatever its type is. */
export const Event = object({
  event_id: name,
  event_time: time,
  type: name,
  app: optional(name),
  customer: optional(name),
  employee: optional(name),
  teams: list(names),
  audience: optional(z.enum(['customer', 'employee', 'both'], 'must be customer, employee or both')),
  correlation_id: optional(name),
  severity: optional(severity),
  title: optional(text(1_024)),
  text: optional(text(8_192)),
  record: optional(z.object({ type: name, id: name })),
  link: optional(text(4_096)),
  expires_at: optional(time),
})
type Event = z.output<typeof Event>

const known = new Set([...Object.keys(Event.shape), 'data'])
const knownOfRecord = new Set(['type', 'id'])

/** What every record of these has. */
type Base = Omit<Envelope, 'subject'> &
  Pick<PushOperationalEvent, 'correlationId' | 'link' | 'expiresAt' | 'data' | 'extra'>

interface Kind {
  /** What its data says, for the OpenAPI document. */
  readonly data: z.ZodObject
  readonly read: (event: Event, data: unknown, rest: UnnamedFields, now: number) => Said
}

/** `make` writes its record in one literal, for objects of so many fields are slow to put together from parts; or says what keeps it from being one. */
function kind<S extends RecordSchema<string, Envelope>, F extends z.ZodRawShape>(
  schema: S,
  data: z.ZodObject<F>,
  make: (event: Event, data: z.output<z.ZodObject<F>>, base: Base) => RecordOf<S> | Fault,
): Kind {
  const named = new Set(Object.keys(data.shape))
  return {
    data,
    read: (event, given, rest, now) => {
      const said = read(data, given, '/data')
      rest.keepData(given, named, 'data.')
      if (!said.ok) return { ok: false, faults: [...said.faults, ...rest.faults] }
      const made = make(event, said.value, baseOf(event, rest, now))
      if (isFault(made)) return { ok: false, faults: [...rest.faults, made] }
      if (rest.faults.length > 0) return { ok: false, faults: rest.faults }
      return { ok: true, schema, type: `push.${event.type}`, happened: event.event_time, value: made }
    },
  }
}

const baseOf = (event: Event, { data, extra }: UnnamedFields, now: number): Base => ({
  eventId: event.event_id,
  occurredAt: happenedAt(event.event_time, now),
  source: sourceOf(event.app),
  correlationId: event.correlation_id,
  link: event.link,
  expiresAt: event.expires_at,
  data,
  extra,
})

const isFault = (made: object): made is Fault => 'pointer' in made

export const Moved = object({ scheduled_at: optional(time), previously_at: optional(time) })

/** Also what a type becomes that nobody here knows: all of these have one form. */
const operational = kind(PushOperationalEvent, Moved, (event, moved, base) => {
  const audience = audienceOf(event)
  const subject = subjectOf(event)
  if (typeof audience !== 'string') return audience
  if (subject === null) return { pointer: '', detail: 'names nobody: give a customer, an employee, teams or a record' }
  return {
    eventId: base.eventId,
    subject,
    occurredAt: base.occurredAt,
    source: base.source,
    kind: event.type,
    audience,
    customer: event.customer,
    employee: event.employee,
    teams: event.teams,
    severity: event.severity,
    title: event.title,
    text: event.text,
    recordType: event.record?.type ?? null,
    recordId: event.record?.id ?? null,
    scheduledAt: moved.scheduled_at,
    previouslyAt: moved.previously_at,
    correlationId: base.correlationId,
    link: base.link,
    expiresAt: base.expiresAt,
    data: base.data,
    extra: base.extra,
  }
})

const subjectOf = ({ customer, employee, teams: [team], record }: Event): string | null =>
  customer ?? employee ?? (team === undefined ? null : `team:${team}`) ?? (record && `${record.type}:${record.id}`)

/** As it says, where whom it names allows that; else whom it names. */
function audienceOf({ audience, customer, employee, teams }: Event): PushOperationalEvent['audience'] | Fault {
  const toStaff = employee !== null || teams.length > 0
  if (audience === null) return customer === null ? 'employee' : toStaff ? 'both' : 'customer'
  const lacks =
    audience !== 'employee' && customer === null ? 'customer' : audience === 'both' && !toStaff ? 'employee' : null
  return lacks === null ? audience : { pointer: `/${lacks}`, detail: `is required where the audience is ${audience}` }
}

const Affected = object({
  incident_id: name,
  services: list(names),
  accounts: list(names),
  regions: list(names),
  devices: list(names),
  customers: list(names),
  started_at: optional(time),
  expected_at: optional(time),
})

const incident = (phase: PushIncident['phase']) =>
  kind(PushIncident, Affected, (event, affected, base) => ({
    eventId: base.eventId,
    subject: `incident:${affected.incident_id}`,
    occurredAt: base.occurredAt,
    source: base.source,
    incidentId: affected.incident_id,
    phase,
    severity: event.severity,
    title: event.title,
    text: event.text,
    services: affected.services,
    accounts: affected.accounts,
    regions: affected.regions,
    devices: affected.devices,
    customers: affected.customers,
    teams: event.teams,
    startedAt: affected.started_at,
    expectedAt: affected.expected_at,
    correlationId: base.correlationId,
    link: base.link,
    expiresAt: base.expiresAt,
    data: base.data,
    extra: base.extra,
  }))

const noCustomer: Fault = { pointer: '/customer', detail: 'is required: whose it is' }

const Journey = object({
  journey: name,
  journey_id: name,
  step: optional(name),
  steps_done: optional(whole),
  steps_total: optional(whole),
  amount: optional(z.number()),
  currency: optional(currency),
})

const journey = (phase: PushJourneySignal['phase']) =>
  kind(PushJourneySignal, Journey, ({ customer }, said, base) =>
    customer === null
      ? noCustomer
      : {
          eventId: base.eventId,
          subject: customer,
          occurredAt: base.occurredAt,
          source: base.source,
          journey: said.journey,
          journeyId: said.journey_id,
          phase,
          step: said.step,
          stepsDone: said.steps_done,
          stepsTotal: said.steps_total,
          amount: said.amount,
          currency: said.currency,
          correlationId: base.correlationId,
          link: base.link,
          expiresAt: base.expiresAt,
          data: base.data,
          extra: base.extra,
        },
  )

const Milestone = object({ milestone: name, due_at: optional(time) })

const milestone = (phase: PushMilestone['phase']) =>
  kind(PushMilestone, Milestone, (event, said, base) => {
    if (event.customer === null) return noCustomer
    if (phase === 'upcoming' && said.due_at === null)
      return { pointer: '/data/due_at', detail: 'is required: when the milestone is due' }
    return {
      eventId: base.eventId,
      subject: event.customer,
      occurredAt: base.occurredAt,
      source: base.source,
      milestone: said.milestone,
      phase,
      dueAt: said.due_at,
      recordType: event.record?.type ?? null,
      recordId: event.record?.id ?? null,
      title: event.title,
      text: event.text,
      correlationId: base.correlationId,
      link: base.link,
      expiresAt: base.expiresAt,
      data: base.data,
      extra: base.extra,
    }
  })

/** Types with a form of their own. */
export const kinds: ReadonlyMap<string, Kind> = new Map([
  ...(['opened', 'updated', 'resolved'] as const).map(phase => [`incident.${phase}`, incident(phase)] as const),
  ...(['abandoned', 'incomplete', 'missed', 'resumed', 'completed'] as const).map(
    phase => [`journey.${phase}`, journey(phase)] as const,
  ),
  ...(['upcoming', 'reached', 'completed', 'cancelled'] as const).map(
    phase => [`milestone.${phase}`, milestone(phase)] as const,
  ),
])

/** One event of operations to its record, or everything that is wrong. */
export function readOperational(given: unknown, now: number): Said {
  const event = read(Event, given)
  const rest = new UnnamedFields()
  rest.keep(given, known)
  if (!event.ok) return { ok: false, faults: [...event.faults, ...rest.faults] }
  rest.keep(memberOf(given, 'record'), knownOfRecord, ofRecord, 'record.')
  return (kinds.get(event.value.type) ?? operational).read(event.value, memberOf(given, 'data') ?? {}, rest, now)
}

const ofRecord = ['record']
