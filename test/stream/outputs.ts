import { RecordCursor } from '../../src/kafka/record-cursor.ts'
import type { Output, RecordToWrite } from '../../src/kafka/index.ts'

/** The records of an output as Kafka would hand them out. */
export function recordsOf({ batches }: Output): RecordToWrite[] {
  const records: RecordToWrite[] = []
  for (const batch of batches) {
    const bytes = batch.finish({ producerId: -1, producerEpoch: -1 }, -1, false)
    const cursor = new RecordCursor(bytes, 0, [])
    while (cursor.next()) {
      const { key, value, headers, timestamp } = cursor
      records.push({ key, value, headers, timestamp })
    }
  }
  return records
}
