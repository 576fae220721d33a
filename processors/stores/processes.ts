import { ProcessRun } from '../../schemas/process-run.generated.ts'
import { days, store } from '../../src/stream/define.ts'

/** By process: and correlation id: which steps were done. Ninety days after its last word. */
export const processes = store({
  name: 'processes',
  schema: ProcessRun,
  expiry: { afterMs: days(90) },
})
