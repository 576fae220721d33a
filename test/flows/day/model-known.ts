/** What the model knows of customers and staff. */
import { z } from 'zod'
import type { CustomerConsentChanged } from '../../../schemas/customer-consent-changed.generated.ts'
import type { CustomerProfileChanged } from '../../../schemas/customer-profile-changed.generated.ts'
import type { XconnectorRecordChanged } from '../../../schemas/xconnector-record-changed.generated.ts'
import type { Book } from './model-book.ts'

type Value = null | boolean | number | string

/** A map that makes what is not there yet. */
export class Made<T> extends Map<string, T> {
  readonly #make: () => T

  constructor(make: () => T) {
    super()
    this.#make = make
  }

  of(key: string): T {
    const known = this.get(key)
    if (known !== undefined) return known
    const made = this.#make()
    this.set(key, made)
    return made
  }
}

/** Whether two words mean the same, whoever wrote them. */
export const same = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && one.trim().toLowerCase() === other.trim().toLowerCase()

export const among = (list: readonly string[], word: string | null): boolean => list.some(one => same(one, word))

/** Consents and profiles: of each name the newest word counts. */
export class Customers {
  readonly #consents = new Map<string, { granted: boolean; at: number }>()
  readonly #profiles = new Map<string, { value: Value; at: number }>()

  consent(customer: string, purpose: string) {
    return this.#consents.get(`${customer} ${purpose}`)
  }

  profile(customer: string, name: string): Value | undefined {
    return this.#profiles.get(`${customer} ${name}`)?.value
  }

  takeConsent({ subject, purpose, granted, occurredAt }: CustomerConsentChanged): void {
    const known = this.consent(subject, purpose)
    if (!known || known.at <= occurredAt) this.#consents.set(`${subject} ${purpose}`, { granted, at: occurredAt })
  }

  takeProfile({ subject, attributes, occurredAt }: CustomerProfileChanged): void {
    for (const [name, value] of Object.entries(attributes)) {
      const known = this.#profiles.get(`${subject} ${name}`)
      if (!known || known.at <= occurredAt) this.#profiles.set(`${subject} ${name}`, { value, at: occurredAt })
    }
  }
}

export interface Employee {
  readonly id: string
  version: number
  left: boolean
  roles: readonly string[]
  location: string | null
  unit: string | null
  lead: string | null
  manager: string | null
  onCall: readonly { readonly from: number; readonly to: number }[]
}

/** The staff as of now. Whoever is asked for is looked for among all of them. */
export class Staff {
  readonly #everybody = new Map<string, Employee>()

  take({ eventId, subject, recordId, recordVersion, status, changes }: XconnectorRecordChanged, book: Book): void {
    const known = this.#everybody.get(recordId)
    if (known && recordVersion <= known.version) {
      book.decide('keep-directory', 'older_version', eventId, subject)
      return
    }
    const one = known ?? nobody(recordId)
    one.version = recordVersion
    if (status !== null) one.left = same(status, 'left')
    for (const { field, after } of changes) takeField(one, field, after)
    this.#everybody.set(recordId, one)
  }

  person(id: string): Employee | undefined {
    const one = this.#everybody.get(id)
    return one && !one.left ? one : undefined
  }

  /** Who fits every list that names anybody, by id; nobody where no list does. */
  fitting(roles: readonly string[], locations: readonly string[], units: readonly string[]): Employee[] {
    if (roles.length + locations.length + units.length === 0) return []
    const isIn = (list: readonly string[], word: string | null) =>
      list.length === 0 || (word !== null && list.includes(word))
    return [...this.#everybody.values()]
      .filter(one => !one.left && (roles.length === 0 || one.roles.some(role => roles.includes(role))))
      .filter(({ location, unit }) => isIn(locations, location) && isIn(units, unit))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
  }
}

const nobody = (id: string): Employee => ({
  ...{ id, version: 0, left: false, roles: [], location: null, unit: null, lead: null, manager: null, onCall: [] },
})

function takeField(one: Employee, field: string, after: string | null): void {
  const value: unknown = after === null ? null : JSON.parse(after)
  const text = typeof value === 'string' ? value : null
  if (field === 'roles') one.roles = Array.isArray(value) ? value.map(String) : []
  if (field === 'location') one.location = text
  if (field === 'unit') one.unit = text
  if (field === 'lead') one.lead = text
  if (field === 'manager') one.manager = text
  if (field === 'on_call') one.onCall = Array.isArray(value) ? value.map(windowOf) : []
}

const Window = z.object({ from: z.string(), to: z.string() })

function windowOf(value: unknown): { from: number; to: number } {
  const { from, to } = Window.parse(value)
  return { from: Date.parse(from), to: Date.parse(to) }
}
