// The parts of kafkajs 2.2.4 that src/kafka builds on and that its own types leave out. client.ts refuses any other version.
declare module 'kafkajs/src/cluster/index.js' {
  import type { Socket } from 'node:net'
  import type { Broker } from 'kafkajs/src/broker/index.js'
  export interface Connection {
    socket?: Socket
    /** What has come of answers that are not whole yet, its size, and the size that is waited for. */
    chunks: Buffer[]
    bytesBuffered: number
    bytesNeeded: number
    isConnected(): boolean
    connect(): Promise<unknown>
  }
  export interface ConnectionPoolBuilder {
    build(destination?: unknown): Promise<{ map<T>(change: (connection: Connection) => T): T[] }>
  }
  export default class Cluster {
    readonly connectionPoolBuilder: ConnectionPoolBuilder
    constructor(options: {
      logger: unknown
      socketFactory: unknown
      brokers: string[]
      ssl?: unknown
      sasl?: unknown
      clientId: string
      connectionTimeout: number
      authenticationTimeout: number
      reauthenticationThreshold: number
      requestTimeout: number
      enforceRequestTimeout: boolean
      metadataMaxAge: number
      retry: unknown
      allowAutoTopicCreation: boolean
      maxInFlightRequests: number | null
      isolationLevel: number
    })
    connect(): Promise<void>
    disconnect(): Promise<void>
    refreshMetadata(): Promise<void>
    refreshMetadataIfNecessary(): Promise<void>
    addMultipleTargetTopics(topics: string[]): Promise<void>
    findBroker(where: { nodeId: number | string }): Promise<Broker>
    findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[]
    /** 0: of a group; 1: of a transactional id. */
    findGroupCoordinator(what: { groupId: string; coordinatorType?: 0 | 1 }): Promise<Broker>
  }
}

declare module 'kafkajs/src/broker/index.js' {
  export interface Broker {
    nodeId: number
    versions: Record<number, { minVersion: number; maxVersion: number }> | null
    connectionPool: { send(protocol: unknown): Promise<unknown> }
    isConnected(): boolean
    connect(): Promise<void>
    disconnect(): Promise<void>
    initProducerId(request: {
      transactionalId: string | null
      transactionTimeout: number
    }): Promise<{ producerId: string; producerEpoch: number }>
    addPartitionsToTxn(
      request: TransactionIdentity & { topics: { topic: string; partitions: number[] }[] },
    ): Promise<unknown>
    addOffsetsToTxn(request: TransactionIdentity & { groupId: string }): Promise<unknown>
    endTxn(request: TransactionIdentity & { transactionResult: boolean }): Promise<unknown>
    syncGroup(request: {
      groupId: string
      generationId: number
      memberId: string
      groupAssignment: { memberId: string; memberAssignment: Buffer }[]
    }): Promise<{ memberAssignment: Buffer }>
    heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>
    leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>
    /** timestamp -1: the end; -2: the start. isolationLevel 0: the high watermark; 1: the last stable offset. */
    listOffsets(request: {
      replicaId: -1
      isolationLevel: 0 | 1
      topics: { topic: string; partitions: { partition: number; timestamp: number }[] }[]
    }): Promise<{ responses: { topic: string; partitions: { partition: number; offset: string }[] }[] }>
  }
  interface TransactionIdentity {
    transactionalId: string
    producerId: string
    producerEpoch: number
  }
}

declare module 'kafkajs/src/network/socketFactory.js' {
  export default function socketFactory(): unknown
}

declare module 'kafkajs/src/loggers/index.js' {
  const loggers: { createLogger(options: { level: number; logCreator: unknown }): unknown }
  export default loggers
}

declare module 'kafkajs/src/protocol/error.js' {
  const errors: { createErrorFromCode(code: number): Error & { type: string; code: number; retriable: boolean } }
  export default errors
}

declare module 'kafkajs/src/protocol/recordBatch/crc32C/index.js' {
  /** CRC-32C (Castagnoli) of the bytes, unsigned. */
  export default function crc32C(bytes: Buffer): number
}

declare module 'kafkajs/src/producer/partitioners/default/murmur2.js' {
  /** Java's murmur2 of the bytes, signed 32 bit. */
  export default function murmur2(bytes: Buffer): number
}
