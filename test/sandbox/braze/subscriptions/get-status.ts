import type { Handled } from '../../frame/call.ts'
import type { Braze } from '../braze.ts'
import type { Profile } from '../profiles/profile.ts'
import { refused, shown } from '../route.ts'
import type { Request } from '../route.ts'

/** GET /subscription/status/get: the state of each user asked for; `unknown` where none was ever set. */
export function getStatus({ workspace, profiles }: Braze, { call: { query } }: Request): Handled {
  const group = query.get('subscription_group_id') ?? ''
  if (!workspace.subscriptionGroups.has(group)) return refused(400, 'Invalid subscription group ID')
  const ids = listOf(query, 'external_id')
  const emails = listOf(query, 'email')
  const phones = listOf(query, 'phone')
  if (ids.length + emails.length + phones.length === 0) {
    return refused(400, "one of 'external_id', 'email', 'phone' is required")
  }
  const states: [string, string][] = [
    ...ids.map((id): [string, string] => [id, stateOf(profiles.find({ by: 'external_id', id }), group)]),
    ...emails.map((id): [string, string] => [id, stateOf(profiles.find({ by: 'email', id }), group)]),
    ...phones.map((id): [string, string] => [id, stateOf(profiles.find({ by: 'phone', id }), group)]),
  ]
  return shown({ status: Object.fromEntries(states) })
}

/** GET /subscription/user/status: every group of the users asked for. */
export function getUserStatus({ workspace, profiles }: Braze, { call: { query } }: Request): Handled {
  const found = [
    ...listOf(query, 'external_id').map(id => profiles.find({ by: 'external_id', id })),
    ...listOf(query, 'email').flatMap(email => profiles.withContact('email', email)),
    ...listOf(query, 'phone').flatMap(phone => profiles.withContact('phone', phone)),
  ].filter(profile => profile !== undefined)
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 100)
  const users = found.slice(offset, offset + limit).map(profile => ({
    email: profile.fields.get('email') ?? null,
    phone: profile.fields.get('phone') ?? null,
    external_id: profile.externalId ?? null,
    subscription_groups: [...(profile.subscriptions ?? [])].map(([id, state]) => {
      const { name = '', channel = 'email' } = workspace.subscriptionGroups.get(id) ?? {}
      return { id, name, channel, status: capital(state) }
    }),
  }))
  return shown({ users, total_count: found.length })
}

function stateOf(profile: Profile | undefined, group: string): string {
  const state = profile?.subscriptions?.get(group)
  return state === undefined ? 'unknown' : capital(state)
}

function capital(state: string): string {
  return state.charAt(0).toUpperCase() + state.slice(1)
}

/** A parameter given once, repeated, or in the form `name[]`. */
function listOf(query: URLSearchParams, name: string): string[] {
  return [...query.getAll(name), ...query.getAll(`${name}[]`)].filter(value => value !== '')
}
