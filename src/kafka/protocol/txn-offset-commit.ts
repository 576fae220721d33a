import type { Broker } from 'kafkajs/src/broker/index.js'
import { call } from '../call.ts'
import { errorOf } from '../errors.ts'
import { Writer } from '../wire.ts'
import { byTopic, type Position } from '../position.ts'

const api = { key: 28, version: 3, name: 'TxnOffsetCommit' }

export interface TxnOffsetCommit {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly group: string
  readonly generation: number
  readonly memberId: string
  readonly positions: readonly Position[]
}

/**
 * Adds positions to the open transaction, fenced by the group's generation (KIP-447; kafkajs stops at v1, which has no generation).
 * Rejects with ILLEGAL_GENERATION or UNKNOWN_MEMBER_ID when the member has been replaced: nothing of the transaction may then be committed.
 */
export async function txnOffsetCommit(coordinator: Broker, request: TxnOffsetCommit): Promise<void> {
  const codes = await call(coordinator, api, encode(request), reader => {
    reader.tags()
    reader.int32()
    return reader
      .compactArray(() => {
        reader.compactString()
        const partitions = reader.compactArray(() => {
          reader.int32()
          const code = reader.int16()
          reader.tags()
          return code
        })
        reader.tags()
        return partitions
      })
      .flat()
  })
  const failed = codes.find(code => code !== 0)
  const error =
    failed === undefined
      ? undefined
      : errorOf(failed, `committing positions of group ${request.group} at generation ${request.generation}`)
  if (error) throw error
}

function encode(request: TxnOffsetCommit): Buffer {
  const writer = new Writer().tags().compactString(request.transactionalId).compactString(request.group)
  writer
    .int64(request.producerId)
    .int16(request.producerEpoch)
    .int32(request.generation)
    .compactString(request.memberId)
    .compactString(null)
  writer.compactArray(byTopic(request.positions), ([topic, positions]) => {
    writer.compactString(topic)
    writer.compactArray(positions, position =>
      writer
        .int32(position.partition)
        .int64(position.offset)
        .int32(-1)
        .compactString(position.metadata ?? '')
        .tags(),
    )
    writer.tags()
  })
  return writer.tags().bytes
}
