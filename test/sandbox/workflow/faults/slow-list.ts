import { z } from 'zod'
import { defineFault } from '../../frame/fault.ts'
import { isJsonObject } from '../../json.ts'

/** A list that takes its time; everything else is quick. */
export const slowList = defineFault(
  'slowList',
  { ms: z.int().min(1).max(600_000) },
  {
    after({ ms }, answer) {
      const isList = isJsonObject(answer.body) && '_embedded' in answer.body
      return isList ? { send: 'answer', answer, afterMs: ms } : undefined
    },
  },
)
