import { occur } from './profile.ts'
import type { Occurrences, Profile, Receipt } from './profile.ts'
import type { ProfileStore } from './profile-store.ts'

/**
 * Moves what one profile has to another, and removes it. What the other has already stays: fields and attributes fill gaps,
 * events and purchases add up, a later receipt wins. An alias whose label the other has is lost.
 */
export function mergeProfiles(store: ProfileStore, from: Profile, to: Profile): void {
  const { fields, custom, aliases } = from
  const contacts = (['email', 'phone'] as const).flatMap(field => {
    return fields.has(field) && !to.fields.has(field) ? [{ field, value: fields.get(field) }] : []
  })
  store.remove(from)
  for (const { field, value } of contacts) store.setContact(to, field, value)
  for (const [name, value] of fields) {
    if (name !== 'email' && name !== 'phone' && !to.fields.has(name)) to.fields.set(name, value)
  }
  for (const [name, value] of custom) if (!to.custom.has(name)) to.custom.set(name, value)
  addOccurrences(from.events, to.events)
  addOccurrences(from.purchases, to.purchases)
  to.totalRevenue += from.totalRevenue
  to.subscriptions = new Map([...(from.subscriptions ?? []), ...(to.subscriptions ?? [])])
  to.campaigns = mergeReceipts(from.campaigns, to.campaigns)
  to.canvases = mergeReceipts(from.canvases, to.canvases)
  for (const alias of aliases) {
    if (to.aliases.every(({ alias_label }) => alias_label !== alias.alias_label)) store.addAlias(to, alias)
  }
}

function addOccurrences(from: ReadonlyMap<string, Occurrences>, to: Map<string, Occurrences>): void {
  for (const [name, { first, last, count }] of from) {
    occur(to, name, first, 0)
    occur(to, name, last, count)
  }
}

function mergeReceipts(from: Map<string, Receipt> | undefined, to: Map<string, Receipt> | undefined) {
  if (!from || !to) return to ?? from
  for (const [id, { lastMs, count }] of from) {
    const known = to.get(id)
    to.set(id, { lastMs: Math.max(lastMs, known?.lastMs ?? 0), count: count + (known?.count ?? 0) })
  }
  return to
}
