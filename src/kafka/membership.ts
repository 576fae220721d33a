import type Cluster from 'kafkajs/src/cluster/index.js'
import { setTimeout as sleep } from 'node:timers/promises'
import { Coordinator } from './coordinator.ts'
import { asError, errorType } from './errors.ts'
import { decodeAssignment, decodeMember, encodeAssignment, encodeMember, type MemberData } from './member-data.ts'
import { joinGroup } from './protocol/join-group.ts'
import { offsetFetch } from './protocol/offset-fetch.ts'
import type { Position, TopicPartition } from './position.ts'

const protocolName = 'signalbox'
/** The group no longer knows this member, or gave its place away. */
const putOut = /^(UNKNOWN_MEMBER_ID|ILLEGAL_GENERATION)$/

/** A member of the group as its leader sees it at a join: the tasks it held until now, those held longest first. */
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
  /** Names this process in the group for good: a restarted one takes the place of the one before it at once. No two may have the same. */
  readonly instance: string
  /** The co-partitioned input topics: task p is partition p of each. */
  readonly topics: readonly string[]
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  /** Gives every task to one member. Runs in the leader only. */
  readonly assign: (members: readonly Member[]) => ReadonlyMap<string, readonly number[]>
  /** Ends what a vanished instance has left open; runs in the leader only, while the group settles. */
  readonly fence: (instance: string) => Promise<void>
}

/** Membership in a consumer group over kafkajs's group requests (classic protocol), with a heartbeat that does not depend on work being done. */
export class Membership {
  readonly #settings: MembershipSettings
  readonly #coordinator: Coordinator
  #memberId = ''
  /** The member id under which the group last gave an assignment, which only a coordinator that counts can. */
  #settledId = ''
  #told: MemberData = { held: [], knows: [] }
  #generation: { readonly id: number; readonly abort: AbortController } | undefined
  #timer: NodeJS.Timeout | undefined
  #joining = false
  /** When the broker last confirmed the membership, ms of a monotonic clock. */
  #confirmedAt = 0

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
        // The session ended and the place is free: join as new. Whoever has taken the place meanwhile fences us instead.
        if (errorType(error) === 'UNKNOWN_MEMBER_ID' || this.#isFencedInError(error)) this.#memberId = ''
        else if (!/^(ILLEGAL_GENERATION|REBALANCE_IN_PROGRESS)$/.test(errorType(error))) throw error
        await sleep(delay, undefined, { signal })
      }
    }
  }

  /**
   * A coordinator that was stopped, and goes on before it hears that it is none any more, ends sessions and gives new ids that the group never hears of.
   * Whoever comes to the coordinator that counts with such an id is fenced, although nobody has taken the place.
   */
  #isFencedInError(error: unknown): boolean {
    return errorType(error) === 'FENCED_INSTANCE_ID' && this.#memberId !== '' && this.#memberId !== this.#settledId
  }

  async #join(): Promise<Generation> {
    const { group, topics, instance, sessionTimeoutMs, rebalanceTimeoutMs } = this.#settings
    const coordinator = await this.#coordinator.broker()
    const joined = await joinGroup(coordinator, {
      group,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      memberId: this.#memberId,
      instance,
      protocol: { name: protocolName, metadata: encodeMember(topics, this.#told) },
    })
    this.#memberId = joined.memberId
    const groupAssignment = joined.leaderId === joined.memberId ? await this.#lead(joined.members) : []
    const synced = await coordinator.syncGroup({
      groupId: group,
      generationId: joined.generationId,
      memberId: joined.memberId,
      groupAssignment,
    })
    this.#settledId = joined.memberId
    const { tasks, instances } = decodeAssignment(topics, synced.memberAssignment)
    // Those held longest come first: they are the last to be given away when a member comes back.
    const kept = this.#told.held.filter(task => tasks.includes(task))
    this.#told = { held: [...kept, ...tasks.filter(task => !kept.includes(task))], knows: instances }
    return this.#begin(joined.generationId, tasks)
  }

  /**
   * The leader's part. Nobody reads positions before it is done, so the instances that have vanished are fenced here, once: what they left open
   * would hold positions back until it timed out.
   */
  async #lead(joined: readonly { memberId: string; instance: string | null; metadata: Buffer }[]) {
    const { topics, assign, fence } = this.#settings
    const members = joined.map(({ memberId, instance, metadata }) => ({
      id: memberId,
      instance: instance ?? '',
      ...decodeMember(metadata),
    }))
    const instances = members.map(({ instance }) => instance)
    const vanished = new Set(members.flatMap(({ knows }) => knows).filter(instance => !instances.includes(instance)))
    await Promise.all([...vanished].map(fence))
    const tasks = assign(members)
    return members.map(({ id }) => ({
      memberId: id,
      memberAssignment: encodeAssignment(topics, { tasks: tasks.get(id) ?? [], instances }),
    }))
  }

  #begin(id: number, tasks: readonly number[]): Generation {
    const abort = new AbortController()
    this.#generation = { id, abort }
    this.#confirmedAt = performance.now()
    // A heartbeat is also how a member hears that another's session has ended: what it is late by, a takeover is late by.
    const interval = Math.min(300, Math.max(100, this.#settings.sessionTimeoutMs / 5))
    this.#timer = setInterval(() => void this.heartbeat().catch(() => undefined), interval)
    return { id, memberId: this.#memberId, tasks, lost: abort.signal }
  }

  /** Whether nobody else can have been given this member's tasks yet: the broker has confirmed it so lately that its session cannot have ended. */
  isConfirmed(): boolean {
    const { sessionTimeoutMs } = this.#settings
    return this.#generation !== undefined && performance.now() - this.#confirmedAt < sessionTimeoutMs * 0.7
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
      this.#confirmedAt = performance.now()
    } catch (error) {
      this.#coordinator.forget()
      const type = errorType(error)
      const silent = performance.now() - this.#confirmedAt > this.#settings.sessionTimeoutMs
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

  /** Stops saying that it lives, but keeps its place: until the session ends a process of the same instance takes it up without the others noticing. */
  stay(): void {
    this.#stopHeartbeat()
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
