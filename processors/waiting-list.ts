import type { CampaignEligibilityRequested } from '../schemas/campaign-eligibility-requested.generated.ts'
import type { WaitingRequest } from '../schemas/waiting-requests.generated.ts'
import { sameWord } from './ecm-text.ts'

type List = readonly WaitingRequest[]

export const isWaiting = ({ state }: WaitingRequest): boolean => state === 'waiting'

/** The request that waits for the same already: the same campaign or Canvas, on the same condition. */
export const waitingLike = (list: List, asked: CampaignEligibilityRequested): WaitingRequest | undefined =>
  list.find(
    known =>
      isWaiting(known) &&
      known.enterCampaignId === asked.enterCampaignId &&
      known.enterCanvasId === asked.enterCanvasId &&
      known.workspaceId === asked.workspaceId &&
      (known.documentKind === asked.documentKind || sameWord(known.documentKind, asked.documentKind)),
  )

/** The list with a request at its end, instead of one that waits for the same; of the two, the one that was asked last stays. */
export function withRequest(list: List, asked: CampaignEligibilityRequested): List {
  const known = waitingLike(list, asked)
  if (known && known.occurredAt > asked.occurredAt) return list
  const { eventId, occurredAt, enterCampaignId, enterCanvasId, documentKind, workspaceId, expiresAt, properties } =
    asked
  const target = { enterCampaignId, enterCanvasId, documentKind, workspaceId }
  const state = { state: 'waiting', documentId: null, dueAt: expiresAt } as const
  return [...list.filter(one => one !== known), { eventId, occurredAt, ...target, expiresAt, properties, ...state }]
}

/** The oldest that wait, where more than so many do. */
export const tooMany = (list: List, most: number): List => list.filter(isWaiting).slice(0, -most)

/** The oldest of either state leave, where more than so many are in it: a campaign that asks without end must not make the row grow. */
export function atMost(list: List, most: number): List {
  const stay = new Set([...list.filter(isWaiting).slice(-most), ...list.filter(one => !isWaiting(one)).slice(-most)])
  return list.filter(one => stay.has(one))
}
