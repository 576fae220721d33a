import kafkajs from 'kafkajs'
import type Cluster from 'kafkajs/src/cluster/index.js'
import type { Logger } from 'pino'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Coordinator } from './coordinator.ts'
import { asError, errorType } from './errors.ts'
import { offsetFetch } from './protocol/offset-fetch.ts'
import type { Position, TopicPartition } from './position.ts'

const { AssignerProtocol } = kafkajs
const protocolName = 'signalbox'
/** The group no longer knows this member, or gave its place away. */
const putOut = /^(UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION)$/

/** A member of the group as its leader sees it at a join: the tasks it held until now. */
export interface Member {
  readonly id: string
  readonly held: readonly number[]
}

/** One assignment: valid until `lost` aborts. */
export interface Generation {
  readonly id: number
  readonly memberId: string
  readonly tasks: readonly number[]
  /** Aborts when the group rebalances or this member is put out of it: finish what is under way and join again. */
  readonly lost: AbortSignal
}

export interface MembershipSettings {
  readonly cluster: Cluster
  readonly group: string
  /** The co-partitioned input topics: task p is partition p of each. */
  readonly topics: readonly string[]
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  /** Gives every task to one member. Runs in the leader only. */
  readonly assign: (members: readonly Member[]) => ReadonlyMap<string, readonly number[]>
  readonly log: Logger
}

/** Membership in a consumer group over kafkajs's group requests (classic protocol), with a heartbeat that does not depend on work being done. */
export class Membership {
  readonly #settings: MembershipSettings
  readonly #coordinator: Coordinator
  #memberId = ''
  #held: readonly number[] = []
  #generation: { readonly id: number; readonly abort: AbortController } | undefined
  #timer: NodeJS.Timeout | undefined
  #joining = false
  /** When the broker last confirmed the membership, ms of a monotonic clock. */
  confirmedAt = 0

  constructor(settings: MembershipSettings) {
    this.#settings = settings
    this.#coordinator = new Coordinator(settings.cluster, 'group', settings.group)
  }

  /** Joins the group, or joins again after a rebalance; resolves with the tasks of this member. Rejects with what stands in the way, also when it will pass (Kafka is not there, the coordinator moves): ask again. */
  async join(signal: AbortSignal): Promise<Generation> {
    this.#stopHeartbeat()
    for (let delay = 50; ; delay = Math.min(delay * 2, 1_000)) {
      signal.throwIfAborted()
      try {
        this.#joining = true
        const generation = await Promise.race([this.#join(), aborted(signal)])
        this.#joining = false
        return generation
      } catch (error) {
        signal.throwIfAborted()
        this.#joining = false
        this.#coordinator.forget()
        if (putOut.test(errorType(error))) this.#memberId = ''
        else if (errorType(error) !== 'REBALANCE_IN_PROGRESS') throw error
        await sleep(delay, undefined, { signal })
      }
    }
  }

  async #join(): Promise<Generation> {
    const { group, sessionTimeoutMs, rebalanceTimeoutMs } = this.#settings
    const coordinator = await this.#coordinator.broker()
    const joined = await coordinator.joinGroup({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      memberId: this.#memberId,
      groupProtocols: [{ name: protocolName, metadata: this.#metadata() }],
    })
    this.#memberId = joined.memberId
    const groupAssignment = joined.leaderId === joined.memberId ? this.#assignments(joined.members) : []
    const synced = await coordinator.syncGroup({
      groupId: group,
      generationId: joined.generationId,
      memberId: joined.memberId,
      groupAssignment,
    })
    const assignment = AssignerProtocol.MemberAssignment.decode(synced.memberAssignment)?.assignment ?? {}
    const tasks = [...(assignment[this.#settings.topics[0] ?? ''] ?? [])].sort((a, b) => a - b)
    this.#held = tasks
    return this.#begin(joined.generationId, tasks)
  }

  #metadata(): Buffer {
    const userData = Buffer.from(JSON.stringify({ held: this.#held }))
    return AssignerProtocol.MemberMetadata.encode({ version: 1, topics: [...this.#settings.topics], userData })
  }

  #assignments(members: readonly { memberId: string; memberMetadata: Buffer }[]) {
    const tasks = this.#settings.assign(
      members.map(({ memberId, memberMetadata }) => ({ id: memberId, held: heldBy(memberMetadata) })),
    )
    return members.map(({ memberId }) => {
      const mine = [...(tasks.get(memberId) ?? [])]
      const assignment = Object.fromEntries(this.#settings.topics.map(topic => [topic, mine]))
      return {
        memberId,
        memberAssignment: AssignerProtocol.MemberAssignment.encode({
          version: 1,
          assignment,
          userData: Buffer.alloc(0),
        }),
      }
    })
  }

  #begin(id: number, tasks: readonly number[]): Generation {
    const abort = new AbortController()
    this.#generation = { id, abort }
    this.confirmedAt = performance.now()
    const interval = Math.min(3_000, Math.max(200, this.#settings.sessionTimeoutMs / 5))
    this.#timer = setInterval(() => void this.heartbeat().catch(() => undefined), interval)
    return { id, memberId: this.#memberId, tasks, lost: abort.signal }
  }

  /** Asks the group whether this member is still one. Ends the generation, and rejects, when it is not or when the group rebalances. */
  async heartbeat(): Promise<void> {
    const generation = this.#generation
    if (!generation) return
    try {
      const coordinator = await this.#coordinator.broker()
      await coordinator.heartbeat({
        groupId: this.#settings.group,
        groupGenerationId: generation.id,
        memberId: this.#memberId,
      })
      this.confirmedAt = performance.now()
    } catch (error) {
      this.#coordinator.forget()
      const type = errorType(error)
      if (putOut.test(type) && this.#generation === generation) this.#memberId = ''
      const silent = performance.now() - this.confirmedAt > this.#settings.sessionTimeoutMs
      if (putOut.test(type) || type === 'REBALANCE_IN_PROGRESS' || silent)
        generation.abort.abort(new Error(`the group says ${type}`))
      throw error
    }
  }

  /** Committed positions of the group; waits, until `signal` aborts, while an open transaction holds one in doubt. -1 where there is none. */
  async positions(places: readonly TopicPartition[], signal: AbortSignal): Promise<Position[]> {
    for (;;) {
      signal.throwIfAborted()
      try {
        return await offsetFetch(await this.#coordinator.broker(), this.#settings.group, places)
      } catch (error) {
        this.#coordinator.forget()
        if (errorType(error) !== 'UNSTABLE_OFFSET_COMMIT') throw error
        await sleep(50, undefined, { signal })
      }
    }
  }

  /** Leaves at once, so that the others need not wait for the session to end. */
  async leave(): Promise<void> {
    this.#stopHeartbeat()
    // A join that is under way holds the coordinator's connection until the group has settled: nothing can be said on it before.
    if (this.#memberId === '' || this.#joining) return
    const coordinator = await this.#coordinator.broker()
    await coordinator.leaveGroup({ groupId: this.#settings.group, memberId: this.#memberId })
    this.#memberId = ''
  }

  #stopHeartbeat(): void {
    clearInterval(this.#timer)
    this.#generation?.abort.abort(new Error('joining again or leaving'))
    this.#generation = undefined
  }
}

/** Rejects when the signal aborts. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true }),
  )

const UserData = z.object({ held: z.array(z.number().int()) })

function heldBy(metadata: Buffer): number[] {
  try {
    return UserData.parse(JSON.parse(AssignerProtocol.MemberMetadata.decode(metadata)?.userData.toString('utf8') ?? ''))
      .held
  } catch {
    return []
  }
}
