import type { CustomerOutbox, PendingMessage } from '../schemas/customer-outbox.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import { messageOf, type Flows } from '../src/flow-settings/index.ts'
import { processor, timer, type Verdict } from '../src/stream/define.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { atOnce, rearmed } from './agenda.ts'
import { destinations, messageCommand, name } from './message-command.ts'
import { isTurn, notTaken, pendingOf, rememberedOf, takingRefusal, withSent } from './outbox-row.ts'
import { refusals, verdictOf } from './rules/verdict-of.ts'
import { customers } from './stores/customers.ts'
import { outbox } from './stores/outbox.ts'
import { pushReactions } from './stores/push-reactions.ts'

const release = timer({ name: 'release', clock: 'wall' })
const empty: CustomerOutbox = { pending: [], sent: [], threads: {} }

/** The gate: every message to a customer, whichever flow asks for it, passes here and nowhere else. */
export const sendCustomerMessages = (flows: Flows) =>
  processor({
    name,
    input: { from: customerMessages, only: [MessageRequested, MessageWithdrawn] },
    lookups: { customer: customers, reactions: pushReactions, known: outbox },
    keeps: [outbox],
    timers: [release],
    outputs: destinations,
    reasons: [...notTaken, ...refusals, 'no_such_message', 'held_quiet_hours', 'withdrawn'],

    // Nothing is decided before the timer fires, for only then is it known what is right now. Several records may come before that, so a withdrawal waits in its
    // place in the list as well.
    process(said, { known = empty }, { drop, keep, setTimer }) {
      const refusal = takingRefusal(known, said)
      if (refusal) return drop(refusal)
      return [keep(outbox, { ...known, pending: [...known.pending, pendingOf(said)] }), setTimer(release, atOnce)]
    },

    wake({ at }, { customer, reactions, known = empty }, { forward, drop, keep, setTimer, cancelTimer }) {
      const suppressedUntil = reactions?.suppressedUntil ?? null
      const verdicts: Verdict[] = []
      let remembered = rememberedOf(known, flows.rules.caps, at)
      let held: PendingMessage[] = []

      for (const message of known.pending) {
        const rule = messageOf(flows, message.flow, message.message)
        if (message.isWithdrawal) {
          const isTakenBack = ({ thread }: PendingMessage) => thread === message.thread
          verdicts.push(...held.filter(isTakenBack).map(taken => drop('withdrawn', taken)))
          held = held.filter(other => !isTakenBack(other))
        } else if (!isTurn(known.pending, message, at)) held.push(message)
        else if (!rule) verdicts.push(drop('no_such_message', message))
        else {
          const going = { ...remembered, message, rule, customer, suppressedUntil, at }
          const verdict = verdictOf(going, flows.rules)
          if ('refuse' in verdict) verdicts.push(drop(verdict.refuse, message))
          else if ('send' in verdict) {
            verdicts.push(messageCommand(going, verdict.send, forward))
            remembered = withSent(remembered, going, verdict.send)
          } else {
            if (!message.heldOnce) verdicts.push(drop('held_quiet_hours', message))
            held.push({ ...message, dueAt: verdict.holdUntil, heldOnce: true })
          }
        }
      }

      const set = (due: number) => setTimer(release, due)
      const nextRelease = rearmed(held, set, () => cancelTimer(release))
      return [...verdicts, keep(outbox, { ...remembered, pending: held }), nextRelease]
    },
  })
