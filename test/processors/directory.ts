/** The staff of a test: rows of the directory, without the records that they come from. */
import { groupsOf, personKey } from '../../processors/audience.ts'
import { nobodyYet } from '../../processors/person.ts'
import { DirectoryRow, type Person } from '../../schemas/directory-row.generated.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { directoryTopic } from '../../topics/directory.ts'

/** Somebody of whom only this is known. */
export const person = (id: string, said: Partial<Person> = {}): Person => ({ ...nobodyYet(id), ...said })

/** These are in the directory from now on, each by id and in each of their groups. Rows of before that name nobody of these stay. */
export function staff(driver: TestDriver, ...people: readonly Person[]): void {
  const keys = new Set(people.flatMap(one => [personKey(one.id), ...groupsOf(one)]))
  for (const key of keys) {
    const inIt = people.filter(one => key === personKey(one.id) || groupsOf(one).includes(key))
    driver.put(directoryTopic, DirectoryRow, key, { people: inIt.sort((one, other) => (one.id < other.id ? -1 : 1)) })
  }
}

/** A row of before is gone: nobody is in the group any more, or the person has left. */
export const withoutRow = (driver: TestDriver, key: string): void => driver.put(directoryTopic, DirectoryRow, key, null)
