import { z } from 'zod'
import type { Publication } from '../../../src/stream/define.ts'

const Value = z.looseObject({
  eventId: z.string(),
  subject: z.string(),
  occurredAt: z.number(),
  change: z.string().optional(),
  exception: z.string().optional(),
  taskId: z.string().nullish(),
  assignee: z.string().nullish(),
})

export const valueOf = ({ value }: Publication) => Value.parse(value)
