import { DirectoryRow, type Person } from '../schemas/directory-row.generated.ts'
import { globalTableOf } from '../src/stream/define.ts'
import { directoryTopic } from '../topics/directory.ts'

/** The staff as of now: one row per person and per group, see personKey and groupsOf. */
export const directory = globalTableOf(directoryTopic, DirectoryRow)
export type Directory = (key: string) => DirectoryRow | undefined

/** Whom something is meant for: whoever fits every list that is not empty. */
export interface Wanted {
  readonly roles: readonly string[]
  readonly locations: readonly string[]
  readonly units: readonly string[]
}

export const personKey = (id: string): string => `person:${id}`
const roleKey = (role: string) => `role:${role}`
const locationKey = (location: string) => `location:${location}`
const unitKey = (unit: string) => `unit:${unit}`

/** The keys of the groups that a person is in, each once. */
export const groupsOf = ({ roles, location, unit }: Person): string[] => [
  ...new Set(roles.map(roleKey)),
  ...(location === null ? [] : [locationKey(location)]),
  ...(unit === null ? [] : [unitKey(unit)]),
]

export const personOf = (directory: Directory, id: string): Person | undefined => directory(personKey(id))?.people[0]

/** Everybody who fits, sorted by id, each once. Nobody where nothing is wanted. */
export function peopleWith(directory: Directory, { roles, locations, units }: Wanted): Person[] {
  const lists = [roles.map(roleKey), locations.map(locationKey), units.map(unitKey)].filter(list => list.length > 0)
  const [first = [], ...others] = lists
  const candidates = new Map(first.flatMap(group => directory(group)?.people ?? []).map(person => [person.id, person]))
  const fits = (person: Person) => others.every(list => groupsOf(person).some(group => list.includes(group)))
  return [...candidates.values()].filter(fits).sort((one, other) => (one.id < other.id ? -1 : 1))
}

/** Whether one of the person's windows holds `at`; their ends are not part of them. */
export const isOnCall = ({ onCall }: Person, at: number): boolean =>
  onCall.some(({ from, to }) => from <= at && at < to)
