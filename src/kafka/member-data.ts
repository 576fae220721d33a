import kafkajs from 'kafkajs'
import { z } from 'zod'

const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol

/** What a member tells the group's leader when it joins, in the standard format, so that Kafka's own tools can show it. */
export interface MemberData {
  /** The tasks it held until now, those held longest first. */
  readonly held: readonly number[]
  /** The instances that were in the group when it last settled: the leader finds those that have vanished among them. */
  readonly knows: readonly string[]
}

/** What the leader tells a member. */
export interface AssignmentData {
  readonly tasks: readonly number[]
  /** The instances that are in the group now. */
  readonly instances: readonly string[]
}

const Told = z.object({ held: z.array(z.number().int()), knows: z.array(z.string()) })
const Instances = z.object({ instances: z.array(z.string()) })
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

export const encodeMember = (topics: readonly string[], { held, knows }: MemberData): Buffer =>
  MemberMetadata.encode({ version: 1, topics: [...topics], userData: json({ held, knows }) })

/** A member that tells nothing we can read held nothing and knows nobody. */
export function decodeMember(metadata: Buffer): MemberData {
  return parsed(Told, MemberMetadata.decode(metadata)?.userData) ?? { held: [], knows: [] }
}

/** Task p is partition p of each topic. */
export function encodeAssignment(topics: readonly string[], { tasks, instances }: AssignmentData): Buffer {
  const assignment = Object.fromEntries(topics.map(topic => [topic, [...tasks]]))
  return MemberAssignment.encode({ version: 1, assignment, userData: json({ instances }) })
}

export function decodeAssignment(topics: readonly string[], bytes: Buffer): AssignmentData {
  const decoded = MemberAssignment.decode(bytes)
  const tasks = [...(decoded?.assignment[topics[0] ?? ''] ?? [])].sort((a, b) => a - b)
  return { tasks, instances: parsed(Instances, decoded?.userData)?.instances ?? [] }
}

function parsed<T>(schema: z.ZodType<T>, bytes: Buffer | undefined): T | undefined {
  try {
    return schema.parse(JSON.parse(bytes?.toString('utf8') ?? ''))
  } catch {
    return undefined
  }
}
