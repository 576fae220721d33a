import { randomBytes, randomInt } from 'node:crypto'
import type { Identity } from '../users/identity.ts'
import { ContactIndex } from './contact-index.ts'
import type { Alias, Profile } from './profile.ts'

/** All profiles, found by any identifier. Of several with one email or phone, the one that took it last is found. */
export class ProfileStore {
  readonly #byBrazeId = new Map<string, Profile>()
  readonly #byExternalId = new Map<string, Profile>()
  readonly #byAlias = new Map<string, Profile>()
  readonly #byContact = { email: new ContactIndex(), phone: new ContactIndex() }
  /** Global states of emails that no profile has yet. */
  readonly #emailStates = new Map<string, string>()

  find(identity: Identity): Profile | undefined {
    switch (identity.by) {
      case 'external_id':
        return this.#byExternalId.get(identity.id)
      case 'braze_id':
        return this.#byBrazeId.get(identity.id)
      case 'user_alias':
        return this.#byAlias.get(aliasKey(identity.label, identity.name))
      case 'email':
      case 'phone':
        return this.#byContact[identity.by].last(identity.id)
    }
  }

  findBy(identity: Identity | undefined): Profile | undefined {
    return identity && this.find(identity)
  }

  /** Every profile with an email or phone. */
  withContact(by: 'email' | 'phone', value: string): readonly Profile[] {
    return this.#byContact[by].all(value)
  }

  all(): Iterable<Profile> {
    return this.#byBrazeId.values()
  }

  get size(): number {
    return this.#byBrazeId.size
  }

  /** A new profile for an identifier nobody has; Braze gives out braze_ids itself, so none is made for one. */
  create(identity: Identity, nowMs: number): Profile | undefined {
    if (identity.by === 'braze_id') return undefined
    const profile = blankProfile(nowMs)
    this.#byBrazeId.set(profile.brazeId, profile)
    if (identity.by === 'external_id') this.name(profile, identity.id)
    else if (identity.by === 'user_alias')
      this.addAlias(profile, { alias_name: identity.name, alias_label: identity.label })
    else this.setContact(profile, identity.by, identity.id)
    return profile
  }

  /** Gives a profile an external id; one it had before still leads to it. */
  name(profile: Profile, externalId: string): void {
    if (profile.externalId !== undefined) (profile.deprecatedIds ??= []).push(profile.externalId)
    profile.externalId = externalId
    this.#byExternalId.set(externalId, profile)
  }

  /** Forgets an external id from before a renaming. False when it is none. */
  forgetName(externalId: string): boolean {
    const profile = this.#byExternalId.get(externalId)
    if (!profile?.deprecatedIds?.includes(externalId)) return false
    profile.deprecatedIds = profile.deprecatedIds.filter(id => id !== externalId)
    this.#byExternalId.delete(externalId)
    return true
  }

  addAlias(profile: Profile, alias: Alias): void {
    profile.aliases.push(alias)
    this.#byAlias.set(aliasKey(alias.alias_label, alias.alias_name), profile)
  }

  removeAlias(profile: Profile, { alias_label, alias_name }: Alias): void {
    profile.aliases = profile.aliases.filter(one => one.alias_label !== alias_label || one.alias_name !== alias_name)
    this.#byAlias.delete(aliasKey(alias_label, alias_name))
  }

  /** Sets or (null) removes an email or phone and keeps it findable. */
  setContact(profile: Profile, field: 'email' | 'phone', value: unknown): void {
    const index = this.#byContact[field]
    const previous = profile.fields.get(field)
    if (typeof previous === 'string') index.remove(previous, profile)
    if (value === null) {
      profile.fields.delete(field)
      return
    }
    profile.fields.set(field, value)
    if (typeof value !== 'string') return
    index.add(value, profile)
    const state = field === 'email' ? this.#emailStates.get(value) : undefined
    if (state !== undefined) profile.fields.set('email_subscribe', state)
  }

  /** Changes every profile with the email, and those that will take it as their first. */
  setEmailState(email: string, state: string): readonly Profile[] {
    const profiles = this.withContact('email', email)
    for (const profile of profiles) profile.fields.set('email_subscribe', state)
    if (profiles.length === 0) this.#emailStates.set(email, state)
    return profiles
  }

  remove(profile: Profile): void {
    this.#byBrazeId.delete(profile.brazeId)
    for (const id of [profile.externalId, ...(profile.deprecatedIds ?? [])]) {
      if (id !== undefined && this.#byExternalId.get(id) === profile) this.#byExternalId.delete(id)
    }
    for (const { alias_label, alias_name } of profile.aliases) {
      const key = aliasKey(alias_label, alias_name)
      if (this.#byAlias.get(key) === profile) this.#byAlias.delete(key)
    }
    this.setContact(profile, 'email', null)
    this.setContact(profile, 'phone', null)
  }

  clear(): void {
    for (const index of [this.#byBrazeId, this.#byExternalId, this.#byAlias, this.#emailStates]) index.clear()
    this.#byContact.email.clear()
    this.#byContact.phone.clear()
  }
}

function blankProfile(nowMs: number): Profile {
  return {
    brazeId: randomBytes(12).toString('hex'),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    randomBucket: randomInt(10_000),
    externalId: undefined,
    deprecatedIds: undefined,
    aliases: [],
    fields: new Map(),
    custom: new Map(),
    events: new Map(),
    purchases: new Map(),
    totalRevenue: 0,
    subscriptions: undefined,
    campaigns: undefined,
    canvases: undefined,
  }
}

function aliasKey(label: string, name: string): string {
  return JSON.stringify([label, name])
}
