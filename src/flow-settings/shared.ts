import { z } from 'zod'
import { zoneName } from '../setting-types.ts'
import { duration, span } from './duration.ts'

/** Texts that a person gave a name by. */
export const named = z.string().min(1)
export const texts = z.array(named)

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 21:00')
const channel = z.enum(['email', 'push', 'sms', 'whatsapp', 'in_app_message'])
export type Channel = z.output<typeof channel>

const shape = {
  /** The consent that must have been given; null: a service message, which needs none. */
  purpose: named.nullable(),
  /** Quiet hours and caps do not hold it. */
  urgent: z.boolean().default(false),
  /** Counted by the caps, and held by them. */
  capped: z.boolean().default(true),
  /** The campaign that carries it in each channel; under push, "gateway" sends it by the push gateway. */
  campaigns: z.partialRecord(channel, named).default({}),
}

/** A message as the gate knows it. */
const AnyMessage = z.strictObject(shape)
export type MessageSettings = z.output<typeof AnyMessage>

export const Message = AnyMessage.refine(({ campaigns }) => Object.keys(campaigns).length > 0, {
  path: ['campaigns'],
  message: 'must name the campaign of one channel at least',
})
/** Its campaign is named by whoever asks for it. */
export const MessageOfRequest = AnyMessage.refine(({ campaigns }) => Object.keys(campaigns).length === 0, {
  path: ['campaigns'],
  message: 'must be left out: the request names the campaign',
})
export const messages = z.record(named, Message)

/** What holds for every message to a customer, whichever flow it comes from. */
export const Rules = z.strictObject({
  /** Of customers who are not known to live in another. */
  zone: zoneName,
  /** No quiet where both are the same. */
  quiet: z.strictObject({ from: clockTime, to: clockTime }),
  /** Where a customer prefers none, the first of these that a message has. */
  channels: z.array(channel).min(1),
  caps: z.array(
    z
      .strictObject({
        /** campaign: what a request entered by itself. */
        channels: z.array(z.enum([...channel.options, 'campaign'])).min(1),
        most: z.int().min(1),
        within: span('90d'),
      })
      .transform(({ within: withinMs, ...cap }) => ({ ...cap, withinMs })),
  ),
})
export type RuleSettings = z.output<typeof Rules>

/** How the content system names what the flows speak of. */
export const Ecm = z.strictObject({
  /** Types whose business object is the customer. */
  customerWorkspaceTypes: texts,
  caseWorkspaceTypes: texts,
  /** Where the other types say whose they are; in any category where that is null. */
  customerAttribute: named,
  customerCategory: named.nullable(),
  closedStatuses: texts,
  approval: z.strictObject({ status: named, approved: texts.min(1) }),
  /** Events that wait at most until the customer of their workspace is known. */
  waitingEvents: z.int().min(1).max(500).default(50),
})

/** A step of an escalation: whom it tells, and how long after the beginning. */
const step = <const T extends readonly [string, ...string[]]>(to: T) =>
  z.strictObject({ after: duration, to: z.enum(to) }).transform(({ after: afterMs, to }) => ({ afterMs, to }))

export const chain = <const T extends readonly [string, ...string[]]>(to: T) =>
  z.array(step(to)).min(1).superRefine(mustAscend)

/** Each step later than the one before it. */
export function mustAscend(steps: readonly { readonly afterMs: number }[], context: z.RefinementCtx): void {
  for (const [n, { afterMs }] of steps.entries())
    if (afterMs <= (steps[n - 1]?.afterMs ?? -1)) problem(context, [n, 'after'], 'must be later than the step before')
}

/** Names in a list that must differ. */
export function mustDiffer(
  items: readonly { readonly path: readonly (string | number)[]; readonly name: string }[],
  context: z.RefinementCtx,
): void {
  const first = new Map<string, string>()
  for (const { path, name } of items) {
    const taken = first.get(name)
    if (taken === undefined) first.set(name, path.join('.'))
    else problem(context, path, `is that of ${taken} too`)
  }
}

/** A message that is named must be there. */
export function mustExist(
  name: string,
  there: Readonly<Record<string, MessageSettings>>,
  path: readonly (string | number)[],
  context: z.RefinementCtx,
): void {
  if (!Object.hasOwn(there, name))
    problem(context, path, `there is no message ${name}; there are ${Object.keys(there).join(', ')}`)
}

export function problem(context: z.RefinementCtx, path: readonly (string | number)[], message: string): void {
  context.addIssue({ code: 'custom', path: [...path], message })
}
