import type { EcmPollRow } from '../../../schemas/ecm-poll-row.generated.ts'
import { ecmEvents } from '../../../topics/ecm-events.ts'
import type { Polled, Publication, Refusal } from '../../stream/define.ts'
import { hashOf } from './hash.ts'
import type { Unreadable } from './listed.ts'
import { refusedKey, rowOf } from './rows.ts'

/** What one step has found and wants to be remembered. */
export class Gathered {
  readonly publications: Publication[] = []
  readonly refusals: Refusal[] = []
  readonly rows = new Map<string, EcmPollRow | null>()
  roundEnded = false
  behindMs: number | undefined

  tell(publications: readonly Publication[]): void {
    this.publications.push(...publications)
  }

  /** What cannot become an event goes to the dead letters, once: it is remembered with the time of its modification. */
  refuse({ id, text, reason }: Unreadable, modifiedAt: number): void {
    const bytes = Buffer.from(text)
    this.refusals.push({ topic: ecmEvents, stage: 'poll.ecm', key: id === null ? null : String(id), bytes, reason })
    this.rows.set(refusedKey(id ?? hashOf(text)), rowOf({ modifiedAt }))
  }

  polled(nextAfterMs: number, requests: number, progress?: string): Polled {
    const { publications, refusals, rows, roundEnded, behindMs } = this
    return {
      ...{ publications, refusals, rows, nextAfterMs, requests, roundEnded },
      ...(behindMs !== undefined && { behindMs }),
      ...(progress !== undefined && { progress }),
    }
  }
}
