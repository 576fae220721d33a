import { DirectoryChanged } from '../schemas/directory-changed.generated.ts'
import { days, stream } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const directoryChanges = stream({
  name: 'directory.changes',
  key: 'the row of the directory: person:, role:, location: or unit: and which',
  records: [DirectoryChanged],
  partitions: taskCount,
  retentionMs: days(7),
  why: 'Who of the staff came into a group or left it, by the group; a person is a group of one. Seven days: it is read at once, and made again from its sources.',
})
