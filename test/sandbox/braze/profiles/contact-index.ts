import type { Profile } from './profile.ts'

/** Profiles by an email or a phone, which several may share. */
export class ContactIndex {
  readonly #profiles = new Map<string, Profile[]>()

  last(value: string): Profile | undefined {
    return this.#profiles.get(value)?.at(-1)
  }

  all(value: string): readonly Profile[] {
    return this.#profiles.get(value) ?? []
  }

  add(value: string, profile: Profile): void {
    const sharing = this.#profiles.get(value)
    if (sharing) sharing.push(profile)
    else this.#profiles.set(value, [profile])
  }

  remove(value: string, profile: Profile): void {
    const left = this.#profiles.get(value)?.filter(other => other !== profile) ?? []
    if (left.length === 0) this.#profiles.delete(value)
    else this.#profiles.set(value, left)
  }

  clear(): void {
    this.#profiles.clear()
  }
}
