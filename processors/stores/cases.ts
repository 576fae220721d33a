import { OpenCases } from '../../schemas/open-cases.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By customer: the case workspaces of Extended ECM. */
export const cases = store({
  name: 'cases',
  schema: OpenCases,
  expiry: 'none: as long as the case’s workspace exists; closed cases leave the row',
})
