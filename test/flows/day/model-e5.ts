/** E5: a campaign lets in whoever has an approved document; the others wait for one. */
import type { CampaignEligibilityRequested } from '../../../schemas/campaign-eligibility-requested.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Documents } from './model-cases.ts'
import type { Content } from './model-content.ts'
import type { Gate } from './model-gate.ts'
import { Made, same } from './model-known.ts'

interface Request {
  readonly asked: CampaignEligibilityRequested
  isAdmitted: boolean
}
const sevenDays = 7 * 86_400_000

export class Entries {
  readonly #requests = new Made<Request[]>(() => [])
  readonly #settings: Flows['E5']
  readonly #book: Book
  readonly #gate: Gate
  readonly #documents: Documents

  constructor(settings: Flows['E5'], book: Book, gate: Gate, documents: Documents) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
    this.#documents = documents
  }

  ask(asked: CampaignEligibilityRequested): void {
    const { subject: customer, eventId } = asked
    const before = this.#requests.of(customer)
    const like = before.find(known => !known.isAdmitted && isLike(known.asked, asked))
    const isNewest = !like || like.asked.occurredAt <= asked.occurredAt
    const request = { asked, isAdmitted: false }
    const list = isNewest ? [...before.filter(known => known !== like), request] : before
    this.#requests.set(customer, list)
    this.#judge(customer, eventId)
    if (!request.isAdmitted) this.#refuse(customer, eventId, like ? 'already_waiting' : 'document_not_approved')
    this.#keepFew(customer, list)
    if (isNewest && asked.expiresAt !== null) this.#book.at(asked.expiresAt, () => this.#expire(customer))
  }

  content(customer: string, { what, eventId }: Content): void {
    if (what !== 'document_added' && what !== 'status_changed' && what !== 'deleted') return
    this.#judge(customer, eventId)
    this.#keepFew(customer, this.#requests.of(customer))
  }

  #judge(customer: string, because: string): void {
    for (const request of this.#requests.of(customer)) {
      const { asked } = request
      const thread = `E5/${asked.eventId}`
      const document = this.#admitting(customer, asked)
      if (request.isAdmitted === (document !== undefined)) continue
      request.isAdmitted = document !== undefined
      if (document === undefined) {
        this.#gate.withdraw(customer, thread)
        if (asked.expiresAt !== null) this.#book.at(asked.expiresAt, () => this.#expire(customer))
        continue
      }
      const kind = document.kind ?? asked.documentKind
      this.#gate.ask({
        ...{ flow: 'E5', message: 'entry', eventId: `${because}/${asked.eventId}/E5`, customer },
        ...{ thread, rule: 'onlyOnce', expiresAt: asked.expiresAt },
        enter: { campaign: asked.enterCampaignId, canvas: asked.enterCanvasId },
        properties: { ...asked.properties, ...(kind !== null && { document_kind: kind }) },
      })
    }
  }

  #admitting(customer: string, { documentKind, workspaceId }: CampaignEligibilityRequested) {
    const documents = [...this.#documents.of.of(customer)].sort(([one], [other]) => one - other)
    const admits = documents.find(
      ([, one]) =>
        one.approved &&
        (documentKind === null || same(one.kind, documentKind)) &&
        (workspaceId === null || String(one.workspaceId) === workspaceId),
    )
    return admits?.[1]
  }

  /** Of each sort so many may be there, the newest. */
  #keepFew(customer: string, list: Request[]): void {
    const most = this.#settings.mostWaiting
    const waiting = list.filter(({ isAdmitted }) => !isAdmitted)
    for (const { asked } of waiting.slice(0, -most)) this.#refuse(customer, asked.eventId, 'too_many_waiting')
    const admitted = list.filter(({ isAdmitted }) => isAdmitted)
    const stay = [...waiting.slice(-most), ...admitted.slice(-most)]
    this.#requests.set(
      customer,
      list.filter(one => stay.includes(one)),
    )
  }

  #expire(customer: string): void {
    const isOver = ({ asked, isAdmitted }: Request) =>
      isAdmitted
        ? asked.occurredAt + sevenDays <= this.#book.now
        : asked.expiresAt !== null && asked.expiresAt <= this.#book.now
    const list = this.#requests.of(customer)
    for (const { asked } of list.filter(isOver)) this.#refuse(customer, asked.eventId, 'expired')
    this.#requests.set(
      customer,
      list.filter(one => !isOver(one)),
    )
  }

  #refuse(customer: string, eventId: string, reason: string): void {
    this.#book.decide('admit-to-campaigns', reason, eventId, customer)
  }
}

const isLike = (one: CampaignEligibilityRequested, other: CampaignEligibilityRequested): boolean =>
  one.enterCampaignId === other.enterCampaignId &&
  one.enterCanvasId === other.enterCanvasId &&
  one.workspaceId === other.workspaceId &&
  (one.documentKind === other.documentKind || same(one.documentKind, other.documentKind))
