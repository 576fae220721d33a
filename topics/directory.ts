import { DirectoryRow } from '../schemas/directory-row.generated.ts'
import { table } from '../src/stream/define.ts'
import { taskCount } from './task-count.ts'

export const directoryTopic = table({
  name: 'directory',
  key: 'person:, role:, location: or unit: and which',
  records: [DirectoryRow],
  partitions: taskCount,
  why: 'The staff by person and by group: read whole by every process, so that whoever is asked for is found at once, by any key.',
})
