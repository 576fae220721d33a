import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { call } from '../../src/kafka/call.ts'
import { createCluster, type KafkaSettings } from '../../src/kafka/index.ts'
import { Writer, type Reader } from '../../src/kafka/wire.ts'

const mechanisms = [
  { code: 1, hash: 'sha256', bytes: 32 },
  { code: 2, hash: 'sha512', bytes: 64 },
]
const iterations = 4_096

/** Gives a user a password for SCRAM-SHA-256 and -512 (AlterUserScramCredentials v0, which kafkajs does not have). */
export async function addScramUser(settings: KafkaSettings, user: { name: string; password: string }): Promise<void> {
  const cluster = createCluster(settings)
  await cluster.connect()
  await cluster.addMultipleTargetTopics([])
  const broker = await cluster.findBroker({ nodeId: 1 })
  for (const mechanism of mechanisms) await call(broker, api, upsertion(user, mechanism), refuseCodes)
  await cluster.disconnect()
}

const api = { key: 51, version: 0, name: 'AlterUserScramCredentials' }

function upsertion(
  user: { name: string; password: string },
  { code, hash, bytes }: (typeof mechanisms)[number],
): Buffer {
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(user.password, salt, iterations, bytes, hash)
  const writer = new Writer().tags().compactArray([], () => undefined)
  writer.compactArray([user.name], name => {
    writer.compactString(name).int8(code).int32(iterations)
    for (const value of [salt, salted]) writer.unsignedVarint(value.length + 1).raw(value)
    writer.tags()
  })
  return writer.tags().bytes
}

function refuseCodes(reader: Reader): true {
  reader.tags()
  reader.int32()
  reader.compactArray(() => {
    reader.compactString()
    const code = reader.int16()
    if (code !== 0) throw new Error(`AlterUserScramCredentials: ${code} ${reader.compactString() ?? ''}`)
    reader.compactString()
    reader.tags()
  })
  return true
}
