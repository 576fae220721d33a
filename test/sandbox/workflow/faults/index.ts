import { claimedByAnother } from './claimed-by-another.ts'
import { completedByAnother } from './completed-by-another.ts'
import { slowList } from './slow-list.ts'
import { spoiledItem } from './spoiled-item.ts'
import { tokenExpired } from './token-expired.ts'
import { updatedAtOnce } from './updated-at-once.ts'

/** Faults of this system alone. */
export const workflowFaults = [tokenExpired, slowList, spoiledItem, completedByAnother, claimedByAnother, updatedAtOnce]
