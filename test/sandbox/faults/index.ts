import type { FaultKind } from '../frame/fault.ts'
import { clockSkew } from './clock-skew.ts'
import { cutBody } from './cut-body.ts'
import { html200 } from './html200.ts'
import { html502 } from './html502.ts'
import { rateLimited } from './rate-limited.ts'
import { resetAfterApply } from './reset-after-apply.ts'
import { reset } from './reset.ts'
import { slow } from './slow.ts'
import { status } from './status.ts'
import { timeoutAfterApply } from './timeout-after-apply.ts'
import { timeoutBeforeApply } from './timeout-before-apply.ts'
import { truncatedJson } from './truncated-json.ts'

/** Faults that can strike any sandbox. */
export const sharedFaults: readonly FaultKind[] = [
  status,
  html502,
  html200,
  rateLimited,
  timeoutBeforeApply,
  timeoutAfterApply,
  reset,
  resetAfterApply,
  slow,
  cutBody,
  truncatedJson,
  clockSkew,
]
