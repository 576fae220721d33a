import { DirectoryChanged } from '../schemas/directory-changed.generated.ts'
import type { Employee } from '../schemas/employee.generated.ts'
import { XconnectorRecordChanged } from '../schemas/xconnector-record-changed.generated.ts'
import { processor, reading } from '../src/stream/define.ts'
import { directoryChanges } from '../topics/directory-changes.ts'
import { xconnectorEvents } from '../topics/xconnector-events.ts'
import { groupsOf, personKey } from './audience.ts'
import { sameWord } from './ecm-text.ts'
import { changedPerson, nobodyYet } from './person.ts'
import { employees } from './stores/employees.ts'

/** Follows the records of the staff, and tells every group of the directory that somebody is in now, or was before, what is new about them. */
export const keepDirectory = processor({
  name: 'keep-directory',
  input: {
    from: xconnectorEvents,
    only: [
      reading(XconnectorRecordChanged, ['recordId', 'recordVersion', 'status', 'changes'], {
        recordType: ['employee'],
      }),
    ],
  },
  lookups: { known: employees },
  keeps: [employees],
  outputs: [directoryChanges],
  reasons: ['older_version', 'unreadable_field'],
  process({ value }, { known }, { forward, keep, drop }) {
    const { eventId, subject, occurredAt, recordId, recordVersion: version, status, changes } = value
    if (known && version <= known.version) return drop('older_version')
    // A change says only what changed.
    const { person, unreadable } = changedPerson(known?.person ?? nobodyYet(recordId), changes)
    const left = status === null ? (known?.left ?? false) : sameWord(status, 'left')
    const now: Employee = { person, version, left }
    const groups = rowsOf(now)
    return [
      keep(employees, now),
      ...[...new Set([...rowsOf(known), ...groups])].map(group => {
        const change = { eventId, subject, occurredAt, group, personId: person.id, version }
        const isMember = groups.includes(group)
        return forward(directoryChanges, DirectoryChanged, { ...change, person: isMember ? person : null }, group)
      }),
      ...(unreadable ? [drop('unreadable_field')] : []),
    ]
  },
})

/** The rows of the directory that somebody stands in: their own and those of their groups; none once they have left. */
const rowsOf = (employee: Employee | undefined): string[] =>
  !employee || employee.left ? [] : [personKey(employee.person.id), ...groupsOf(employee.person)]
