import type { Call, Handled } from '../../frame/call.ts'
import type { JsonObject } from '../../json.ts'
import { processLater } from '../braze.ts'
import type { Braze } from '../braze.ts'
import { isSubscriptionState, subjectOf, subscribe } from '../profiles/profile.ts'
import type { Profile } from '../profiles/profile.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'
import { maxIds, objectsIn, textsOf } from '../users/identifiers.ts'

/** One change of one group, as either version of the endpoint words it. */
interface Change {
  readonly group: unknown
  readonly state: unknown
  readonly ids: string[]
  readonly emails: string[]
  readonly phones: string[]
}

/** POST /subscription/status/set: one group. */
export function setStatus(braze: Braze, { call, body }: Request): Handled {
  return change(braze, call, [readChange(body, ['external_id', 'email', 'phone'])])
}

/** POST /v2/subscription/status/set: several groups. Recordings of it use the singular names, so both are taken. */
export function setStatuses(braze: Braze, { call, body }: Request): Handled {
  const groups = objectsIn(body['subscription_groups'])
  if (groups.length === 0) return refused(400, "'subscription_groups' is required")
  const names = ['external_ids', 'emails', 'phones'] as const
  return change(
    braze,
    call,
    groups.map(group => {
      const { external_id, email, phone, ...rest } = group
      return readChange({ external_ids: external_id, emails: email, phones: phone, ...rest }, names)
    }),
  )
}

function readChange(
  { subscription_group_id, subscription_state, ...users }: JsonObject,
  [id, email, phone]: readonly [string, string, string],
): Change {
  return {
    group: subscription_group_id,
    state: subscription_state,
    ids: textsOf(users[id]),
    emails: textsOf(users[email]),
    phones: textsOf(users[phone]),
  }
}

/** All changes are right, or none is made. Whom nobody knows is passed over. */
function change(braze: Braze, call: Call, changes: readonly Change[]): Handled {
  for (const one of changes) {
    const wrong = check(braze, one)
    if (wrong !== undefined) return refused(400, wrong)
  }
  processLater(braze, call, () => {
    for (const one of changes) apply(braze, one, call.atMs)
  })
  return taken()
}

function check({ workspace }: Braze, { group, state, ids, emails, phones }: Change): string | undefined {
  if (typeof group !== 'string' || !workspace.subscriptionGroups.has(group)) return 'Invalid subscription group ID'
  if (!isSubscriptionState(state)) return "'subscription_state' must be 'subscribed' or 'unsubscribed'"
  if (emails.length > 0 && phones.length > 0) {
    return 'Either an email address or a phone number should be provided, but not both.'
  }
  if (ids.length + emails.length + phones.length === 0) return "one of 'external_id', 'email', 'phone' is required"
  if ([ids, emails, phones].some(list => list.length > maxIds)) return 'max number of ids exceeded'
  return undefined
}

/** By email or phone every user who has it is changed. */
function apply({ profiles, frame }: Braze, { group, state, ids, emails, phones }: Change, nowMs: number): void {
  if (typeof group !== 'string' || !isSubscriptionState(state)) return
  const users = new Set<Profile | undefined>([
    ...ids.map(id => profiles.find({ by: 'external_id', id })),
    ...emails.flatMap(email => profiles.withContact('email', email)),
    ...phones.flatMap(phone => profiles.withContact('phone', phone)),
  ])
  for (const profile of users) {
    if (!profile) continue
    subscribe(profile, group, state)
    profile.updatedAtMs = nowMs
    frame.effects.add({ kind: 'subscription', subject: subjectOf(profile), id: null }, { group, state })
  }
}
