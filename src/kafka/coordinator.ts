import type { Broker } from 'kafkajs/src/broker/index.js'
import type Cluster from 'kafkajs/src/cluster/index.js'

/**
 * The broker that coordinates a group or a transactional id, remembered between calls (kafkajs asks anew each time).
 * Whoever gets an error from it calls `forget`, so that the next call finds the coordinator again.
 */
export class Coordinator {
  readonly #cluster: Cluster
  readonly #of: { readonly groupId: string; readonly coordinatorType: 0 | 1 }
  #nodeId: number | undefined

  constructor(cluster: Cluster, kind: 'group' | 'transaction', id: string) {
    this.#cluster = cluster
    this.#of = { groupId: id, coordinatorType: kind === 'group' ? 0 : 1 }
  }

  async broker(): Promise<Broker> {
    if (this.#nodeId !== undefined) return this.#cluster.findBroker({ nodeId: this.#nodeId })
    const broker = await this.#cluster.findGroupCoordinator(this.#of)
    this.#nodeId = broker.nodeId
    return broker
  }

  forget(): void {
    this.#nodeId = undefined
  }
}
