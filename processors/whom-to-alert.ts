import type { Person } from '../schemas/directory-row.generated.ts'
import type { StaffAlert } from '../schemas/staff-alert.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { isOnCall, peopleWith, personOf, type Directory } from './audience.ts'
import { firstWithAnybody } from './chain.ts'

type Chain = Flows['X7']['chains']['default']

/** The ids of those whom a step of the chain means, as the directory has them now. An alert's audience is whoever fits all that it names. */
function meantBy(to: Chain[number]['to'], alert: StaffAlert, at: number, directory: Directory): string[] {
  const audience = peopleWith(directory, {
    roles: alert.roles,
    locations: alert.locations,
    units: alert.businessUnits,
  })
  const namedAs = (title: 'lead' | 'manager'): Person[] =>
    audience.flatMap(person => personOf(directory, person[title] ?? '') ?? [])
  const onCall = audience.filter(person => isOnCall(person, at))
  const people = {
    onCall,
    audience: alert.onCallOnly ? onCall : audience,
    // Of the whole audience: they are asked when nobody else took it.
    leads: namedAs('lead'),
    managers: namedAs('manager'),
  }[to]
  return people.map(({ id }) => id)
}

/** The next step of an alert that means anybody: whom it is to tell, and how many steps before it would have told nobody. */
export function nextStep(
  alert: StaffAlert,
  chain: Chain,
  at: number,
  directory: Directory,
): { readonly users: string[]; readonly empty: number; readonly step: number } {
  const { people, empty, step } = firstWithAnybody(chain, alert.step, to => meantBy(to, alert, at, directory))
  const users = [...new Set(people)].filter(id => !alert.told.includes(id)).sort()
  return { users, empty, step }
}
