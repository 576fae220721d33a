/** How often something happened to a user, in epoch milliseconds. */
export interface Occurrences {
  first: number
  last: number
  count: number
}

export interface Alias {
  readonly alias_name: string
  readonly alias_label: string
}

/** A campaign or Canvas as one user has received it. */
export interface Receipt {
  lastMs: number
  count: number
}

/** One user profile. `fields` are Braze's own profile fields, `custom` the custom attributes. */
export interface Profile {
  readonly brazeId: string
  readonly createdAtMs: number
  /** When anything about the user changed last. */
  updatedAtMs: number
  readonly randomBucket: number
  externalId: string | undefined
  /** External ids from before a renaming that still lead here. */
  deprecatedIds: string[] | undefined
  aliases: Alias[]
  readonly fields: Map<string, unknown>
  readonly custom: Map<string, unknown>
  readonly events: Map<string, Occurrences>
  readonly purchases: Map<string, Occurrences>
  totalRevenue: number
  /** States by subscription group. This and the following are made when first needed: most users have none. */
  subscriptions: Map<string, SubscriptionState> | undefined
  campaigns: Map<string, Receipt> | undefined
  canvases: Map<string, Receipt> | undefined
}

export const subscriptionStates = ['subscribed', 'unsubscribed'] as const
export type SubscriptionState = (typeof subscriptionStates)[number]

export function isSubscriptionState(value: unknown): value is SubscriptionState {
  return value === 'subscribed' || value === 'unsubscribed'
}

/** Field names of Braze's user attributes object; any other name is a custom attribute. */
export const profileFields: ReadonlySet<string> = new Set([
  'country',
  'current_location',
  'date_of_first_session',
  'date_of_last_session',
  'dob',
  'email',
  'email_subscribe',
  'email_open_tracking_disabled',
  'email_click_tracking_disabled',
  'facebook',
  'first_name',
  'gender',
  'home_city',
  'language',
  'last_name',
  'marked_email_as_spam_at',
  'phone',
  'push_subscribe',
  'push_tokens',
  'subscription_groups',
  'time_zone',
  'twitter',
])

/** Names in an attributes object that steer the request and are no attribute. */
export const directives: ReadonlySet<string> = new Set([
  'external_id',
  'user_alias',
  'braze_id',
  '_update_existing_only',
  '_merge_objects',
  'push_token_import',
])

/** Adds occurrences; the earliest and the latest time win, in whatever order they come. */
export function occur(of: Map<string, Occurrences>, name: string, atMs: number, times: number): void {
  const known = of.get(name)
  if (!known) {
    of.set(name, { first: atMs, last: atMs, count: times })
    return
  }
  known.first = Math.min(known.first, atMs)
  known.last = Math.max(known.last, atMs)
  known.count += times
}

export function subscribe(profile: Profile, group: string, state: SubscriptionState): void {
  profile.subscriptions ??= new Map()
  profile.subscriptions.set(group, state)
}

/** How the user is called by who counts effects: the external id, else what Braze made up. */
export function subjectOf({ externalId, brazeId }: Profile): string {
  return externalId ?? brazeId
}
