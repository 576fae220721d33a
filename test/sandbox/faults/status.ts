import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { defineFault } from '../frame/fault.ts'

/** Any status in place of the system's work. */
export const status = defineFault(
  'status',
  {
    status: z.int().min(200).max(599),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  },
  {
    before: ({ status: code, body, headers }) => ({
      send: 'answer',
      answer: {
        status: code,
        body: body ?? { message: STATUS_CODES[code] ?? 'Injected' },
        ...(headers && { headers }),
      },
    }),
  },
)
