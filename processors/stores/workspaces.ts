import { KnownWorkspaces } from '../../schemas/known-workspaces.generated.ts'
import { store } from '../../src/stream/define.ts'

/** By subject of ecm.events: whose the workspaces are, and what waits until that is known. */
export const workspaces = store({
  name: 'workspaces',
  schema: KnownWorkspaces,
  expiry: 'none: as long as the workspace exists; a deleted one leaves the row',
})
