/** P4: who leaves a journey is nudged, unless they go on with it meanwhile. */
import type { PushJourneySignal } from '../../../schemas/push-journey-signal.generated.ts'
import type { Flows } from '../../../src/flow-settings/index.ts'
import type { Book } from './model-book.ts'
import type { Gate } from './model-gate.ts'
import { Made } from './model-known.ts'

interface Journey {
  left: PushJourneySignal | undefined
  nudgedFor: number | undefined
  ended: number | undefined
}

export class Journeys {
  readonly #journeys = new Made<Journey>(() => ({ left: undefined, nudgedFor: undefined, ended: undefined }))
  readonly #settings: Flows['P4']
  readonly #book: Book
  readonly #gate: Gate

  constructor(settings: Flows['P4'], book: Book, gate: Gate) {
    this.#settings = settings
    this.#book = book
    this.#gate = gate
  }

  take(signal: PushJourneySignal): void {
    const { eventId, subject, journey, journeyId, phase, occurredAt } = signal
    const thread = `P4/${journey}/${journeyId}`
    const one = this.#journeys.of(`${subject} ${thread}`)
    if (phase === 'resumed' || phase === 'completed') {
      one.ended = Math.max(occurredAt, one.ended ?? occurredAt)
      if (one.left && one.left.occurredAt <= occurredAt) one.left = undefined
      if (one.nudgedFor === undefined || one.nudgedFor > occurredAt) return
      one.nudgedFor = undefined
      this.#gate.withdraw(subject, thread)
      return
    }
    const refuse = (reason: string) => this.#book.decide('nudge-drop-offs', reason, eventId, subject)
    const settings = this.#settings.journeys[journey]
    if (!settings) {
      refuse('no_such_journey')
      return
    }
    if (one.ended !== undefined && one.ended >= occurredAt) {
      refuse('completed_already')
      return
    }
    const known = one.left?.occurredAt ?? one.nudgedFor
    if (known !== undefined && known >= occurredAt) {
      refuse('newer_known')
      return
    }
    one.left = signal
    this.#book.at(occurredAt + settings.afterMs, () => {
      if (one.left !== signal) return
      one.left = undefined
      one.nudgedFor = occurredAt
      const { step, link, amount, currency, expiresAt } = signal
      this.#gate.ask({
        ...{ flow: 'P4', message: settings.message, eventId: `${eventId}/P4`, customer: subject, thread, expiresAt },
        properties: { journey, step, resume_link: link, amount, currency },
      })
    })
  }
}
