import { DirectoryChanged } from '../schemas/directory-changed.generated.ts'
import { DirectoryRow } from '../schemas/directory-row.generated.ts'
import { processor } from '../src/stream/define.ts'
import { directoryChanges } from '../topics/directory-changes.ts'
import { directoryTopic } from '../topics/directory.ts'
import { named } from './by-name.ts'
import { audiences } from './stores/audiences.ts'

/** Writes the directory: each person and each group as one row. */
export const publishDirectory = processor({
  name: 'publish-directory',
  input: { from: directoryChanges, only: [DirectoryChanged] },
  lookups: { known: audiences },
  keeps: [audiences],
  outputs: [directoryTopic],
  reasons: ['older_version'],
  process({ value }, { known }, { keep, put, drop }) {
    const { group, personId, person, version } = value
    const before = known?.members ?? {}
    if (version <= (named(before, personId)?.version ?? -1)) return drop('older_version')
    const members = { ...before, [personId]: { version, person } }
    const people = Object.values(members).flatMap(member => member.person ?? [])
    people.sort((one, other) => (one.id < other.id ? -1 : 1))
    return [
      keep(audiences, { members }),
      put(directoryTopic, DirectoryRow, group, people.length > 0 ? { people } : null),
    ]
  },
})
