import { z } from 'zod'
import { BrazeTrackEvent } from '../../../schemas/braze-track-event.generated.ts'
import { BrazeTrackPurchase } from '../../../schemas/braze-track-purchase.generated.ts'
import { BrazeTriggerCampaign } from '../../../schemas/braze-trigger-campaign.generated.ts'
import { BrazeTriggerCanvas } from '../../../schemas/braze-trigger-canvas.generated.ts'
import type { Command, Doubtful, Finding } from '../../stream/define.ts'

/** Users that one export takes. */
export const mostUsers = 50
/** The export shows what happened within 90 days; a day is left for time zones. */
const shownMs = 89 * 86_400_000
/** By so much a time may lie before the call began: clocks differ. */
const toleranceMs = 2_000

const Time = z
  .string()
  .transform(text => Date.parse(text))
  .refine(Number.isFinite)
  .optional()
  .catch(undefined)
const Counted = z.object({ name: z.string(), first: Time, last: Time })
const Campaign = z.object({ api_campaign_id: z.string(), last_received: Time })
const Canvas = z.object({
  api_canvas_id: z.string(),
  last_entered: Time,
  last_entered_control_at: Time,
  last_received_message: Time,
})
const User = z.object({
  external_id: z.string(),
  custom_events: z.array(Counted).catch([]),
  purchases: z.array(Counted).catch([]),
  campaigns_received: z.array(Campaign).catch([]),
  canvases_received: z.array(Canvas).catch([]),
})
type User = z.output<typeof User>
export const Export = z.object({ users: z.array(User) })

/** What of a user tells about a command, and how it is read. */
interface Trace {
  readonly field: 'custom_events' | 'purchases' | 'campaigns_received' | 'canvases_received'
  /** Of which event, product, campaign or Canvas: the export shows one entry for all commands of a name. */
  readonly name: string
  /** The time that Braze is told; undefined where it takes its own. */
  readonly occurredAt: number | undefined
  /** `calledAt` by Braze's clock. */
  readonly read: (user: User | undefined, calledAt: number) => Finding
}

/** A command that leaves a trace in the export: whose, and which. */
export interface Traceable {
  readonly deliveryId: string
  readonly subject: string
  readonly trace: Trace
}

// The codec has decoded the values by these very schemas.
const isEvent = (value: unknown): value is BrazeTrackEvent =>
  typeof value === 'object' && value !== null && 'name' in value && 'occurredAt' in value
const isPurchase = (value: unknown): value is BrazeTrackPurchase =>
  typeof value === 'object' && value !== null && 'productId' in value && 'occurredAt' in value
const isCampaign = (value: unknown): value is BrazeTriggerCampaign =>
  typeof value === 'object' && value !== null && 'campaignId' in value
const isCanvas = (value: unknown): value is BrazeTriggerCanvas =>
  typeof value === 'object' && value !== null && 'canvasId' in value

/** Undefined where the export shows nothing of the command: attributes only say what is now. */
export function traceOf({ schema, value }: Command): Traceable | undefined {
  if (schema === BrazeTrackEvent.name && isEvent(value)) {
    const { deliveryId, subject, name, occurredAt } = value
    return { deliveryId, subject, trace: counted('custom_events', name, occurredAt) }
  }
  if (schema === BrazeTrackPurchase.name && isPurchase(value)) {
    const { deliveryId, subject, productId, occurredAt } = value
    return { deliveryId, subject, trace: counted('purchases', productId, occurredAt) }
  }
  if (schema === BrazeTriggerCampaign.name && isCampaign(value)) {
    const { deliveryId, subject, campaignId } = value
    return { deliveryId, subject, trace: received('campaigns_received', campaignId, receivedAt) }
  }
  if (schema === BrazeTriggerCanvas.name && isCanvas(value)) {
    const { deliveryId, subject, canvasId } = value
    return { deliveryId, subject, trace: received('canvases_received', canvasId, enteredAt) }
  }
  return undefined
}

const receivedAt = (user: User | undefined, campaignId: string): number | undefined =>
  user?.campaigns_received.find(({ api_campaign_id: id }) => id === campaignId)?.last_received

/** When the user last entered; a message of an earlier entry may come later, so it only counts where no entry is told. */
function enteredAt(user: User | undefined, canvasId: string): number | undefined {
  const canvas = user?.canvases_received.find(({ api_canvas_id: id }) => id === canvasId)
  if (!canvas) return undefined
  const { last_entered: entered, last_entered_control_at: control, last_received_message: message } = canvas
  return entered === undefined && control === undefined ? message : Math.max(entered ?? 0, control ?? 0)
}

const applied: Finding = { kind: 'applied', destinationId: null }
const notApplied: Finding = { kind: 'notApplied' }
const unknown = (reason: string): Finding => ({ kind: 'unknown', reason, afterMs: null })

const since = (last: number | undefined, calledAt: number): Finding =>
  last !== undefined && last >= calledAt - toleranceMs ? applied : notApplied

/** Of messages the export tells when the last one was received. */
const received = (
  field: 'campaigns_received' | 'canvases_received',
  name: string,
  last: (user: User | undefined, name: string) => number | undefined,
): Trace => ({
  field,
  name,
  occurredAt: undefined,
  read: (user, calledAt) => since(last(user, name), calledAt),
})

/** Of events and purchases the export tells the first and the last time by name. Braze takes a time that is to come as now. */
const counted = (field: 'custom_events' | 'purchases', name: string, occurredAt: number): Trace => ({
  field,
  name,
  occurredAt,
  read(user, calledAt) {
    const entry = user?.[field].find(known => known.name === name)
    if (occurredAt > calledAt) return since(entry?.last, calledAt)
    if (entry?.last === undefined)
      return occurredAt > calledAt - shownMs ? notApplied : unknown('too_old: the export shows ninety days')
    const { first, last } = entry
    if (isSame(last, occurredAt) || (first !== undefined && isSame(first, occurredAt))) return applied
    return last < occurredAt ? notApplied : unknown('superseded: a later one of that name hides it')
  },
})

/**
 * Whether the export could show an earlier call's trace as that of a command whose call begins at `calledAt`. `until`: the latest time that the earlier one may have there.
 * A later time hides the command, or has the same as the first of its name.
 */
export function isHiddenBy(until: number, { occurredAt }: Trace, calledAt: number): boolean {
  if (occurredAt === undefined || occurredAt > calledAt) return until >= calledAt - toleranceMs
  return until >= occurredAt || isSame(until, occurredAt)
}

/** The same time, at the precision in which it is told: a time of whole seconds may have been cut. */
const isSame = (told: number, at: number): boolean =>
  told === at || (told % 1_000 === 0 && told === Math.floor(at / 1_000) * 1_000)

/** One finding per command, same order. A call is applied as a whole: where one shows, those that do not were kept from their user by Braze (a cap, a bad value). */
export function findingsOf(
  commands: readonly Doubtful[],
  users: readonly User[],
  asked: ReadonlySet<string>,
  offsetMs: number,
): Finding[] {
  // What is left of a call whose other commands are somebody else's: attributes alone, which may be set again.
  if (commands.every(command => traceOf(command) === undefined)) return commands.map(() => notApplied)
  const byId = new Map(users.map(user => [user.external_id, user]))
  const findings = commands.map((command): Finding => {
    const traceable = traceOf(command)
    if (!traceable) return unknown('untraceable: the export does not show it')
    if (!command.canBeTold) return unknown('same_name_and_time: an earlier call has left what this one would')
    const { subject, trace } = traceable
    if (!asked.has(subject)) return unknown('not_asked: others of the call tell')
    return trace.read(byId.get(subject), command.calledAt + offsetMs)
  })
  if (!findings.some(({ kind }) => kind === 'applied')) return findings
  return findings.map((finding, at) => (commands[at] && traceOf(commands[at]) ? applied : finding))
}
