import type { Finding } from '../define.ts'
import type { Entry } from './entry.ts'

/** A call that may have been made, of whose effect the destination is to be asked. */
export interface Doubt {
  readonly id: string
  readonly endpoint: string
  readonly calledAt: number
  readonly reason: string
  /** Those of its commands that nothing is known of yet. */
  entries: readonly Entry[]
  /** When to ask. */
  askAt: number
  asking: boolean
}

/** Where asking has not helped for so long, a person must decide. */
const askForMs = 3_600_000

/** Calls in doubt that their destination is asked about. */
export class Doubts {
  #doubts: Doubt[] = []

  get commands(): number {
    return this.#doubts.reduce((sum, { entries }) => sum + entries.length, 0)
  }

  add(doubt: Doubt): void {
    this.#doubts.push(doubt)
  }

  /** Those that are to be asked about now, the oldest first: as many as have `most` commands together, or one. */
  due(now: number, most: number): readonly Doubt[] {
    const due: Doubt[] = []
    let commands = 0
    for (const doubt of this.#doubts) {
      if (doubt.asking || doubt.askAt > now) continue
      commands += doubt.entries.length
      if (due.length > 0 && commands > most) break
      due.push(doubt)
    }
    return due
  }

  /** When the next of those that are not due yet is to be asked about; Infinity where none is. */
  nextAfter(now: number): number {
    return Math.min(Infinity, ...this.#doubts.filter(({ askAt }) => askAt > now).map(({ askAt }) => askAt))
  }

  /** The entry with this delivery id. */
  find(deliveryId: string): { readonly doubt: Doubt; readonly entry: Entry } | undefined {
    for (const doubt of this.#doubts)
      for (const entry of doubt.entries) if (entry.envelope.deliveryId === deliveryId) return { doubt, entry }
    return undefined
  }

  /** Forgets what belongs to tasks that were dropped, and doubts of which nothing is left. */
  tidy(): void {
    for (const doubt of this.#doubts) doubt.entries = doubt.entries.filter(({ task, done }) => !task.dropped && !done)
    this.#doubts = this.#doubts.filter(({ entries }) => entries.length > 0)
  }
}

/** What is known of each command: where a call is applied or not as a whole, one that can be told tells for those that cannot. */
export function concluded(findings: readonly Finding[], together: boolean): readonly Finding[] {
  const told = findings.find(({ kind }) => kind !== 'unknown')
  if (!together || !told) return findings
  return findings.map(finding => (finding.kind === 'unknown' ? told : finding))
}

/** When to ask again after `finding`; null where a person must decide. */
export function askAgainAt(
  { afterMs }: Extract<Finding, { kind: 'unknown' }>,
  doubt: Doubt,
  now: number,
): number | null {
  if (afterMs === null || now - doubt.calledAt > askForMs) return null
  return now + Math.max(100, afterMs)
}
