/** E1: the stage of an onboarding, and the campaign of each stage. */
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Content } from './model-content.ts'
import type { Gate } from './model-gate.ts'
import { among, Made, same } from './model-known.ts'

export class Onboarding {
  readonly #reached = new Made<Map<number, { rank: number; at: number }>>(() => new Map())
  readonly #settings: Flows['E1']
  readonly #book: Book
  readonly #gate: Gate

  constructor(settings: Flows['E1'], book: Book, gate: Gate) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
  }

  take(customer: string, content: Content): void {
    const { eventId, what, workspaceId, occurredAt } = content
    const { stages, workspaceTypes } = this.#settings
    if (content.ofDocument || !among(workspaceTypes, content.workspaceType)) return
    const about = stages.filter(({ when }) =>
      when === 'created'
        ? what === 'workspace_created'
        : what === 'attribute_changed' && same(when.category, content.category) && same(when.attribute, content.name),
    )
    if (about.length === 0) return
    const stage = about.find(({ when }) => when === 'created' || same(when.value, content.to))
    const refuse = (reason: string) => this.#book.decide('follow-onboarding', reason, eventId, customer)
    if (!stage) {
      refuse('no_stage')
      return
    }
    const rank = stages.indexOf(stage)
    const reached = this.#reached.of(customer)
    const known = reached.get(workspaceId)
    if (known?.rank === rank) {
      refuse('stage_unchanged')
      return
    }
    // Of milestones at the same moment the furthest stays.
    if (known && (occurredAt < known.at || (occurredAt === known.at && rank < known.rank))) {
      refuse('newer_known')
      return
    }
    reached.set(workspaceId, { rank, at: occurredAt })
    this.#book.command('braze', customer, eventId, 'attributes', { onboarding_stage: stage.stage })
    if (known && rank < known.rank) {
      refuse('stage_went_back')
      return
    }
    this.#gate.ask({
      ...{ flow: 'E1', message: stage.message, eventId: `${eventId}/E1`, customer },
      ...{ thread: `E1/${workspaceId}/${stage.stage}`, rule: 'onlyOnce' },
      properties: { stage: stage.stage, workspace: content.workspaceName },
    })
  }
}
