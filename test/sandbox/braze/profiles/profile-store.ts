import { randomBytes, randomInt } from 'node:crypto'
import type { Identity } from '../users/identity.ts'
import type { Profile } from './profile.ts'

/** All profiles, found by any identifier. Of several with one email or phone, the one that took it last is found. */
export class ProfileStore {
  readonly #byBrazeId = new Map<string, Profile>()
  readonly #byExternalId = new Map<string, Profile>()
  readonly #byAlias = new Map<string, Profile>()
  readonly #byContact = { email: new Map<string, Profile>(), phone: new Map<string, Profile>() }

  find(identity: Identity): Profile | undefined {
    switch (identity.by) {
      case 'external_id':
        return this.#byExternalId.get(identity.id)
      case 'braze_id':
        return this.#byBrazeId.get(identity.id)
      case 'user_alias':
        return this.#byAlias.get(aliasKey(identity))
      case 'email':
      case 'phone':
        return this.#byContact[identity.by].get(identity.id)
    }
  }

  findBy(identity: Identity | undefined): Profile | undefined {
    return identity && this.find(identity)
  }

  /** A new profile for an identifier nobody has; Braze gives out braze_ids itself, so none is made for one. */
  create(identity: Identity, nowMs: number): Profile | undefined {
    if (identity.by === 'braze_id') return undefined
    const profile = blankProfile(identity, nowMs)
    this.#byBrazeId.set(profile.brazeId, profile)
    if (identity.by === 'external_id') this.#byExternalId.set(identity.id, profile)
    else if (identity.by === 'user_alias') this.#byAlias.set(aliasKey(identity), profile)
    else this.setContact(profile, identity.by, identity.id)
    return profile
  }

  /** Sets or (null) removes an email or phone and keeps it findable. */
  setContact(profile: Profile, field: 'email' | 'phone', value: unknown): void {
    const index = this.#byContact[field]
    const previous = profile.fields.get(field)
    if (typeof previous === 'string' && index.get(previous) === profile) index.delete(previous)
    if (value === null) {
      profile.fields.delete(field)
      return
    }
    profile.fields.set(field, value)
    if (typeof value === 'string') index.set(value, profile)
  }

  clear(): void {
    for (const index of [this.#byBrazeId, this.#byExternalId, this.#byAlias]) index.clear()
    this.#byContact.email.clear()
    this.#byContact.phone.clear()
  }
}

function blankProfile(identity: Identity, nowMs: number): Profile {
  return {
    brazeId: randomBytes(12).toString('hex'),
    createdAtMs: nowMs,
    randomBucket: randomInt(10_000),
    ...(identity.by === 'external_id' && { externalId: identity.id }),
    aliases: identity.by === 'user_alias' ? [{ alias_name: identity.name, alias_label: identity.label }] : [],
    fields: new Map(),
    custom: new Map(),
    events: new Map(),
    purchases: new Map(),
    totalRevenue: 0,
  }
}

function aliasKey({ name, label }: { name: string; label: string }): string {
  return JSON.stringify([label, name])
}
