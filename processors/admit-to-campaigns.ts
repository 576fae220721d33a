import { CampaignEligibilityRequested } from '../schemas/campaign-eligibility-requested.generated.ts'
import { ContentChanged } from '../schemas/content-changed.generated.ts'
import { MessageRequested } from '../schemas/message-requested.generated.ts'
import { MessageWithdrawn } from '../schemas/message-withdrawn.generated.ts'
import type { WaitingRequest } from '../schemas/waiting-requests.generated.ts'
import type { Flows } from '../src/flow-settings/index.ts'
import { processor, reading, timer, type Verdict, type Verdicts } from '../src/stream/define.ts'
import { customerContent } from '../topics/customer-content.ts'
import { customerMessages } from '../topics/customer-messages.ts'
import { dueIn, rearmed } from './agenda.ts'
import { entryOf, withdrawalOf } from './campaign-entry.ts'
import { judged } from './eligible.ts'
import { documents } from './stores/documents.ts'
import { waiting } from './stores/waiting.ts'
import { atMost, isWaiting, tooMany, waitingLike, withRequest } from './waiting-list.ts'

/** What may change whether a document is approved. */
const what = ['document_added', 'status_changed', 'deleted'] as const
const agenda = timer({ name: 'agenda', clock: 'wall' })

/** Flow E5: customers enter a campaign only with an approved document; who asked before the approval waits for it. */
export const admitToCampaigns = ({ mostWaiting }: Flows['E5']) =>
  processor({
    name: 'admit-to-campaigns',
    input: { from: customerContent, only: [CampaignEligibilityRequested, reading(ContentChanged, [], { what })] },
    lookups: { known: documents, row: waiting },
    keeps: [waiting],
    timers: [agenda],
    outputs: [customerMessages],
    reasons: ['document_not_approved', 'already_waiting', 'too_many_waiting', 'expired'],
    process({ type, value }, { known, row }, say) {
      const before = row?.requests ?? []
      const asked = type === 'signalbox.campaign.CampaignEligibilityRequested' ? value : undefined
      const list = asked ? withRequest(before, asked) : before
      const all = judged(list, known, value.occurredAt)
      const changed = all.filter(request => !list.includes(request))
      if (!asked && changed.length === 0) return []
      const news = changed.map(request =>
        isWaiting(request)
          ? say.forward(customerMessages, MessageWithdrawn, withdrawalOf(value, request))
          : say.forward(customerMessages, MessageRequested, entryOf(value, request, known)),
      )
      const isAdmitted = changed.some(({ eventId }) => eventId === asked?.eventId)
      const refusal = asked && waitingLike(before, asked) ? 'already_waiting' : 'document_not_approved'
      return [
        ...news,
        ...(asked && !isAdmitted ? [say.drop(refusal)] : []),
        ...tooMany(all, mostWaiting).map(oldest => say.drop('too_many_waiting', oldest)),
        ...kept(atMost(all, mostWaiting), say),
      ]
    },
    wake({ at }, { row }, say) {
      const { due, later } = dueIn(row?.requests ?? [], at)
      return [...due.filter(isWaiting).map(request => say.drop('expired', request)), ...kept(later, say)]
    },
  })

type Keeping = Verdicts<typeof customerMessages, typeof waiting, string, typeof agenda>

const kept = (requests: readonly WaitingRequest[], { keep, setTimer, cancelTimer }: Keeping): Verdict[] => [
  keep(waiting, requests.length > 0 ? { requests: [...requests] } : null),
  rearmed(
    requests,
    due => setTimer(agenda, due),
    () => cancelTimer(agenda),
  ),
]
