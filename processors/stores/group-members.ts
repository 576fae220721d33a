import { GroupMembers } from '../../schemas/group-members.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By bucket of a group: who is in it, and whom which incident reached. */
export const groupMembers = store({
  name: 'group-members',
  schema: GroupMembers,
  expiry: 'none: as many rows as there are buckets of groups; who leaves a group leaves its row',
})
