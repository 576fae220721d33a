import type { BrazeSetEmailStatus } from '../../../schemas/braze-set-email-status.generated.ts'
import type { BrazeSetSubscription } from '../../../schemas/braze-set-subscription.generated.ts'
import { arrayOf, post, type Kind } from './kind.ts'
import { subjectRefusal, type Part, type Refused } from './part.ts'

/** Users, or addresses, of one list. */
const mostUsers = 50

/** Both calls only set a state: the last one wins, and the same one twice is one entry. */
const setsState: Omit<Kind, 'request' | 'endpoint'> = {
  most: mostUsers,
  mostPerList: mostUsers,
  pair: (earlier, later) => (earlier.list === later.list ? { joined: later.entry } : 'waits'),
  inDoubt: () => 'resend',
}

/** POST /v2/subscription/status/set: a list of users for each group and state. */
export const subscriptionKind: Kind = {
  ...setsState,
  endpoint: '/v2/subscription/status/set',
  mixes: true,
  request(lists) {
    // A list's name is the beginning of its object.
    const groups = [...lists].map(([list, users]) => `${list.slice(0, -1)},"external_ids":${arrayOf(users)}}`)
    return post('/v2/subscription/status/set', `{"subscription_groups":${arrayOf(groups)}}`)
  },
  sharedIsWrong: /invalid subscription group/i,
}

/** POST /email/status: addresses that get one state. */
export const emailKind: Kind = {
  ...setsState,
  endpoint: 'shared_pool',
  request: (lists, { shared }) =>
    post('/email/status', `{"subscription_state":${JSON.stringify(shared)},"email":${arrayOf(lists.get('email'))}}`),
}

export function subscriptionPart({ deliveryId, subject, groupId, state }: BrazeSetSubscription): Part | Refused {
  const refusal = subjectRefusal(subject)
  if (refusal !== undefined) return { refusal }
  const list = JSON.stringify({ subscription_group_id: groupId, subscription_state: state })
  return { deliveryId, shared: groupId, list, about: `${groupId} ${subject}`, entry: subject }
}

export const emailPart = ({ deliveryId, email, state }: BrazeSetEmailStatus): Part => ({
  deliveryId,
  shared: state,
  list: 'email',
  about: email,
  entry: email,
})
