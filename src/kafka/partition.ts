import murmur2 from 'kafkajs/src/producer/partitioners/default/murmur2.js'

/** The partition of a key, as Java's clients choose it: murmur2 of its bytes, made positive, modulo the number of partitions. */
export const partitionOf = (key: Buffer, partitions: number): number => (murmur2(key) & 0x7fffffff) % partitions
