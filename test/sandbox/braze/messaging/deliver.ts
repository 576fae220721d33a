import type { Call } from '../../frame/call.ts'
import type { JsonObject } from '../../json.ts'
import type { Braze } from '../braze.ts'
import { effectId } from '../effect-id.ts'
import { applyObject } from '../profiles/apply.ts'
import { subjectOf } from '../profiles/profile.ts'
import type { Profile, Receipt } from '../profiles/profile.ts'
import { prioritized } from '../users/identifiers.ts'
import { inspect } from '../users/inspect.ts'
import type { Campaign, Canvas } from '../workspace-settings.ts'
import type { Audience, Recipient } from './recipients.ts'

/** What is sent, and how it is called among the effects. */
export interface Sending {
  readonly kind: 'campaign' | 'canvas' | 'transactional'
  readonly of: Campaign | Canvas
  readonly dispatchId: string
  readonly sendId: unknown
}

/** Sends to everyone of the audience who is known (or is to be made known) and may receive it. */
export function deliverTo(braze: Braze, call: Call, sending: Sending, audience: Audience): void {
  if (!('everybody' in audience)) {
    for (const recipient of audience) {
      const profile = knownRecipient(braze, call, recipient)
      if (profile) receive(braze, call, sending, profile, recipient.properties)
    }
    return
  }
  for (const profile of braze.profiles.all()) receive(braze, call, sending, profile, audience.properties)
}

/** Attributes are applied before the send, also where it then is not made. */
function knownRecipient({ profiles, frame }: Braze, call: Call, recipient: Recipient): Profile | undefined {
  const { identity, prioritization, attributes, create } = recipient
  const known =
    identity.by === 'email'
      ? prioritized(profiles.withContact('email', identity.id), prioritization)
      : profiles.find(identity)
  const profile = known ?? (create ? profiles.create(identity, call.atMs) : undefined)
  if (!profile || !attributes) return profile
  const verdict = inspect('attributes', 0, { ...attributes, braze_id: profile.brazeId }, [])
  if ('rejection' in verdict) return profile
  applyObject(profiles, verdict, call.atMs)
  frame.effects.add({ kind: 'attributes', subject: subjectOf(profile), id: effectId(attributes) })
  return profile
}

/** A campaign with re-eligibility off is not received twice, however often it is triggered. */
function receive(braze: Braze, call: Call, sending: Sending, profile: Profile, properties: JsonObject): void {
  const { kind, of, dispatchId, sendId } = sending
  const received = (profile[kind === 'canvas' ? 'canvases' : 'campaigns'] ??= new Map<string, Receipt>())
  const receipt = received.get(of.id)
  if (receipt && !isEligibleAgain(of, receipt, call.atMs)) return
  received.set(of.id, { lastMs: call.atMs, count: (receipt?.count ?? 0) + 1 })
  braze.frame.effects.add(
    { kind, subject: subjectOf(profile), id: effectId(properties) },
    { of: of.id, dispatch_id: dispatchId, ...(typeof sendId === 'string' && { send_id: sendId }) },
  )
}

function isEligibleAgain(
  { reEligible, reEligibleAfterSeconds }: Campaign | Canvas,
  { lastMs }: Receipt,
  nowMs: number,
) {
  if (reEligible) return true
  return reEligibleAfterSeconds !== undefined && nowMs >= lastMs + reEligibleAfterSeconds * 1000
}
