import { z } from 'zod'
import { PushIncident } from '../../../schemas/push-incident.generated.ts'
import { PushJourneySignal } from '../../../schemas/push-journey-signal.generated.ts'
import { PushMilestone } from '../../../schemas/push-milestone.generated.ts'
import { PushOperationalEvent } from '../../../schemas/push-operational-event.generated.ts'
import type { RecordOf, RecordSchema } from '../../../schemas/record.ts'
import { faultsOf, inWords } from '../frame/fault.ts'
import type { Fault } from '../frame/fault.ts'
import { currency, list, name, names, optional, severity, text, time, whole } from '../frame/field-types.ts'
import { UnnamedFields } from '../frame/unnamed-fields.ts'
import { sourceOf, type Envelope, type Said } from './said.ts'

/** What an event of operations says whatever its type is. */
export const Event = z.object({
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

/** Its record but for what is the same in all, or what keeps it from being one. */
type Made<T> =
  Omit<T, Exclude<keyof Envelope, 'subject'> | 'data' | 'extra' | 'correlationId' | 'link' | 'expiresAt'> | Fault

interface Kind {
  /** What its data says, for the OpenAPI document. */
  readonly data: z.ZodObject
  readonly read: (event: Event, data: unknown, rest: UnnamedFields) => Said
}

/** Every record of these has data, extra, a correlation id, a link and an end. */
type Common = Envelope & Pick<PushOperationalEvent, 'correlationId' | 'link' | 'expiresAt' | 'data' | 'extra'>

function kind<S extends RecordSchema<string, Common>, F extends z.ZodRawShape>(
  schema: S,
  data: z.ZodObject<F>,
  make: (event: Event, data: z.output<z.ZodObject<F>>) => Made<RecordOf<S>>,
): Kind {
  const named = new Set(Object.keys(data.shape))
  return {
    data,
    read: (event, given, rest) => {
      const parsed = data.safeParse(given ?? {}, { error: inWords })
      rest.keepData(given, named, 'data.')
      const made = parsed.success ? make(event, parsed.data) : null
      const faults = [...(parsed.success ? [] : faultsOf(parsed.error.issues, '/data')), ...rest.faults]
      if (made !== null && isFault(made)) faults.push(made)
      if (made === null || isFault(made) || faults.length > 0) return { ok: false, faults }
      const value = { ...made, ...commonOf(event, rest) }
      return { ok: true, schema, type: `push.${event.type}`, value }
    },
  }
}

const commonOf = (event: Event, { data, extra }: UnnamedFields) => ({
  eventId: event.event_id,
  occurredAt: event.event_time,
  source: sourceOf(event.app),
  correlationId: event.correlation_id,
  link: event.link,
  expiresAt: event.expires_at,
  data,
  extra,
})

const isFault = (made: object): made is Fault => 'pointer' in made

const recordOf = ({ record }: Event) => ({ recordType: record?.type ?? null, recordId: record?.id ?? null })
const wordsOf = ({ title, text: sentences }: Event) => ({ title, text: sentences })

export const Moved = z.object({ scheduled_at: optional(time), previously_at: optional(time) })

/** Also what a type becomes that nobody here knows: all of these have one form. */
const operational = kind(PushOperationalEvent, Moved, (event, moved) => {
  const audience = audienceOf(event)
  const subject = subjectOf(event)
  if (typeof audience !== 'string') return audience
  if (subject === null) return { pointer: '', detail: 'names nobody: give a customer, an employee, teams or a record' }
  return {
    subject,
    kind: event.type,
    audience,
    customer: event.customer,
    employee: event.employee,
    teams: event.teams,
    severity: event.severity,
    ...wordsOf(event),
    ...recordOf(event),
    scheduledAt: moved.scheduled_at,
    previouslyAt: moved.previously_at,
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

const Affected = z.object({
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
  kind(PushIncident, Affected, (event, affected) => ({
    subject: `incident:${affected.incident_id}`,
    incidentId: affected.incident_id,
    phase,
    severity: event.severity,
    ...wordsOf(event),
    services: affected.services,
    accounts: affected.accounts,
    regions: affected.regions,
    devices: affected.devices,
    customers: affected.customers,
    teams: event.teams,
    startedAt: affected.started_at,
    expectedAt: affected.expected_at,
  }))

const noCustomer: Fault = { pointer: '/customer', detail: 'is required: whose it is' }

const Journey = z.object({
  journey: name,
  journey_id: name,
  step: optional(name),
  steps_done: optional(whole),
  steps_total: optional(whole),
  amount: optional(z.number()),
  currency: optional(currency),
})

const journey = (phase: PushJourneySignal['phase']) =>
  kind(PushJourneySignal, Journey, ({ customer }, said) =>
    customer === null
      ? noCustomer
      : {
          subject: customer,
          journey: said.journey,
          journeyId: said.journey_id,
          phase,
          step: said.step,
          stepsDone: said.steps_done,
          stepsTotal: said.steps_total,
          amount: said.amount,
          currency: said.currency,
        },
  )

const Milestone = z.object({ milestone: name, due_at: optional(time) })

const milestone = (phase: PushMilestone['phase']) =>
  kind(PushMilestone, Milestone, (event, said) => {
    if (event.customer === null) return noCustomer
    if (phase === 'upcoming' && said.due_at === null)
      return { pointer: '/data/due_at', detail: 'is required: when the milestone is due' }
    const fields = { subject: event.customer, milestone: said.milestone, phase, dueAt: said.due_at }
    return { ...fields, ...recordOf(event), ...wordsOf(event) }
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
export function readOperational(given: unknown): Said {
  const parsed = Event.safeParse(given, { error: inWords })
  const rest = new UnnamedFields()
  rest.keep(given, known)
  const data: unknown = typeof given === 'object' && given !== null && 'data' in given ? (given.data ?? {}) : {}
  if (!parsed.success) return { ok: false, faults: [...faultsOf(parsed.error.issues, ''), ...rest.faults] }
  rest.keep(recordGiven(given), knownOfRecord, ['record'], 'record.')
  return (kinds.get(parsed.data.type) ?? operational).read(parsed.data, data, rest)
}

const recordGiven = (given: unknown): unknown =>
  typeof given === 'object' && given !== null && 'record' in given ? given.record : undefined
