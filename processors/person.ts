import { z } from 'zod'
import type { Person } from '../schemas/employee.generated.ts'
import type { XconnectorFieldChange } from '../schemas/xconnector-record-changed.generated.ts'
import { named } from './by-name.ts'

const name = z.string().min(1)
const names = z
  .array(name)
  .nullable()
  .transform(list => [...new Set(list)])
const moment = z.iso.datetime({ offset: true }).transform(text => Date.parse(text))
const windows = z
  .array(z.object({ from: moment, to: moment }))
  .nullable()
  .transform(list => list ?? [])

/** The fields of an employee's record that the directory knows. Null empties a field. */
const fields: Readonly<Record<string, z.ZodType<Partial<Person>>>> = {
  roles: names.transform(roles => ({ roles })),
  location: name.nullable().transform(location => ({ location })),
  unit: name.nullable().transform(unit => ({ unit })),
  lead: name.nullable().transform(lead => ({ lead })),
  manager: name.nullable().transform(manager => ({ manager })),
  on_call: windows.transform(onCall => ({ onCall })),
}

/** Somebody of whom only the id is known. */
export const nobodyYet = (id: string): Person => ({
  id,
  roles: [],
  location: null,
  unit: null,
  lead: null,
  manager: null,
  onCall: [],
})

/** The person after the changes of a record. A field that cannot be read stays as it was; fields that the directory does not know are passed over. */
export function changedPerson(
  before: Person,
  changes: readonly XconnectorFieldChange[],
): { readonly person: Person; readonly unreadable: boolean } {
  const read = changes.flatMap(({ field, after }) => {
    const reader = named(fields, field)
    return reader ? [reader.safeParse(after === null ? null : JSON.parse(after))] : []
  })
  const person = read.reduce<Person>((known, { data }) => ({ ...known, ...data }), before)
  return { person, unreadable: read.some(({ success }) => !success) }
}
