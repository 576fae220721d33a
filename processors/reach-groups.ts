import { GroupChanged } from '../schemas/group-changed.generated.ts'
import type { GroupMembers } from '../schemas/group-members.generated.ts'
import { IncidentSpread } from '../schemas/incident-spread.generated.ts'
import { processor } from '../src/stream/define.ts'
import { groupEvents } from '../topics/group-events.ts'
import { incidentCustomers } from '../topics/incident-customers.ts'
import { named, without } from './by-name.ts'
import { atCustomer } from './incident-spread.ts'
import { groupMembers } from './stores/group-members.ts'

/**
 * Flow P2: an incident reaches whoever is in the group now, and whoever it reached before; its resolution only the latter, wherever they are by now.
 * Who joins the group later is reached by the next update.
 */
export const reachGroups = processor({
  name: 'reach-groups',
  input: { from: groupEvents, only: [GroupChanged, IncidentSpread] },
  lookups: { group: groupMembers },
  keeps: [groupMembers],
  outputs: [incidentCustomers],
  reasons: [],
  process({ type, value }, { group = nobody }, { forward, keep }) {
    if (type === 'signalbox.flow.GroupChanged') return keep(groupMembers, rowOf(withMember(group, value)))
    const before = named(group.reached, value.incidentId) ?? []
    const isOver = value.phase === 'resolved'
    const reached = isOver ? before : [...new Set([...before, ...group.members])]
    if (reached.length === 0) return []
    const others = without(group.reached, value.incidentId)
    return [
      keep(groupMembers, rowOf({ ...group, reached: isOver ? others : { ...others, [value.incidentId]: reached } })),
      ...reached.map(customer => forward(incidentCustomers, IncidentSpread, atCustomer(value, customer), customer)),
    ]
  },
})

const nobody: GroupMembers = { members: [], reached: {} }

const withMember = (group: GroupMembers, { subject, member }: GroupChanged): GroupMembers => {
  const others = group.members.filter(customer => customer !== subject)
  return { ...group, members: member ? [...others, subject] : others }
}

/** Null, which is no row, where nothing is left to remember. */
const rowOf = (group: GroupMembers): GroupMembers | null =>
  group.members.length + Object.keys(group.reached).length === 0 ? null : group
