import type { Told } from './told.ts'

/** How it went for a flow. */
export interface FlowTally {
  rounds: number
  /** While its tests ran. */
  kills: number
  passed: number
  failed: number
}

/** What rounds told, flow by flow. */
export class Tally {
  readonly flows = new Map<string, FlowTally>()
  /** Rounds that ended otherwise than their tests did. */
  broken = 0
  readonly #running = new Set<string>()

  begin(): void {
    this.#running.clear()
  }

  told(told: Told): void {
    if (told.what === 'broken') this.broken++
    else if (told.what === 'begins') {
      this.#running.add(told.flow)
      this.#of(told.flow).rounds++
    } else if (told.what === 'ends') this.#running.delete(told.flow)
    else this.#of(told.flow)[told.what]++
  }

  kill(): void {
    for (const flow of this.#running) this.#of(flow).kills++
  }

  /** Of a run of which nothing was told, nothing is known. */
  isFine(): boolean {
    const all = [...this.flows.values()]
    return this.broken === 0 && all.length > 0 && all.every(({ passed, failed }) => failed === 0 && passed > 0)
  }

  #of(flow: string): FlowTally {
    const found = this.flows.get(flow) ?? { rounds: 0, kills: 0, passed: 0, failed: 0 }
    this.flows.set(flow, found)
    return found
  }
}
