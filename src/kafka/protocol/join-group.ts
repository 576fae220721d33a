import type { Broker } from 'kafkajs/src/broker/index.js'
import { call } from '../call.ts'
import { errorOf } from '../errors.ts'
import { Writer } from '../wire.ts'

const api = { key: 11, version: 5, name: 'JoinGroup' }

export interface JoinGroup {
  readonly group: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  /** Empty at the first join. */
  readonly memberId: string
  /** Static membership (KIP-345): who joins under it takes the place of its last process at once, instead of waiting for that one's session to end. */
  readonly instance: string
  readonly protocol: { readonly name: string; readonly metadata: Buffer }
}

/**
 * Joins a group as a static member; kafkajs knows the version but always leaves the instance out. Answers when the group has settled, which may take
 * the rebalance timeout. Rejects with FENCED_INSTANCE_ID when another process has joined under the same instance since.
 */
export async function joinGroup(coordinator: Broker, request: JoinGroup) {
  const { group, sessionTimeoutMs, rebalanceTimeoutMs, memberId, instance, protocol } = request
  const writer = new Writer().string(group).int32(sessionTimeoutMs).int32(rebalanceTimeoutMs)
  writer.string(memberId).nullableString(instance).string('consumer')
  writer.array([protocol], ({ name, metadata }) => writer.string(name).int32(metadata.length).raw(metadata))
  const timeoutMs = Math.max(rebalanceTimeoutMs, sessionTimeoutMs) + 5_000
  const answer = await call(
    coordinator,
    api,
    writer.bytes,
    reader => {
      reader.int32()
      const code = reader.int16()
      const generationId = reader.int32()
      reader.nullableString()
      const leaderId = reader.string()
      const joinedAs = reader.string()
      const members = reader.array(() => {
        const id = reader.string()
        const of = reader.nullableString()
        return { memberId: id, instance: of, metadata: Buffer.from(reader.raw(reader.int32())) }
      })
      return { code, generationId, leaderId, memberId: joinedAs, members }
    },
    timeoutMs,
  )
  const error = errorOf(answer.code, `joining group ${group} as instance ${instance}`)
  if (error) throw error
  return answer
}
