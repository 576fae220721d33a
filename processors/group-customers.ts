import { CustomerProfileChanged } from '../schemas/customer-profile-changed.generated.ts'
import type { Customer } from '../schemas/customer.generated.ts'
import { GroupChanged } from '../schemas/group-changed.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading } from '../src/stream/define.ts'
import { customerEvents } from '../topics/customer-events.ts'
import { groupEvents } from '../topics/group-events.ts'
import { named } from './by-name.ts'
import { bucketOf } from './group-buckets.ts'
import { customers } from './stores/customers.ts'
import { memberships } from './stores/memberships.ts'

type GroupSettings = Flows['P2']['groups']

/** Flow P2: the region, the account and the device that a profile names are groups, and the customer is in them: incidents are about groups. */
export const groupCustomers = (settings: Flows['P2']) =>
  processor({
    name: 'group-customers',
    input: { from: customerEvents, only: [reading(CustomerProfileChanged, [])] },
    lookups: { customer: customers, known: memberships },
    keeps: [memberships],
    outputs: [groupEvents],
    reasons: [],
    process({ value: { eventId, subject, occurredAt } }, { customer, known }, { forward, keep }) {
      const before = known?.groups ?? []
      const groups = groupsOf(customer, settings.groups)
      const came = groups.filter(group => !before.includes(group))
      const left = before.filter(group => !groups.includes(group))
      if (came.length + left.length === 0) return []
      const tell = (group: string, member: boolean) =>
        forward(groupEvents, GroupChanged, { eventId, subject, occurredAt, group, member }, bucketOf(group, subject))
      return [
        keep(memberships, { groups, at: Math.max(occurredAt, known?.at ?? occurredAt) }),
        ...left.map(group => tell(group, false)),
        ...came.map(group => tell(group, true)),
      ]
    },
  })

/** By the customer's newest profile, so that a change that comes late does not bring back what a newer one ended. */
const groupsOf = (customer: Customer | undefined, attributes: GroupSettings): string[] =>
  Object.entries(attributes)
    .flatMap(([kind, attribute]) => {
      const value = customer && named(customer.profile, attribute)?.value
      return value === undefined || value === null || value === '' ? [] : [`${kind}:${value}`]
    })
    .sort()
