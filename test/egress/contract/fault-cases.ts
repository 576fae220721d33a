import type { FaultCase } from './profile.ts'

/** What can go wrong with any destination over HTTP. A case struck before the destination's work has applied nothing, one struck behind it everything. */
export const commonFaults: readonly FaultCase[] = [
  { name: 'over its limit', fault: { fault: 'rateLimited', seconds: 2 }, outcome: 'unavailable', applied: false },
  {
    name: 'busy, and says until when',
    fault: { fault: 'status', status: 503, headers: { 'Retry-After': '2' } },
    outcome: 'unavailable',
    applied: false,
  },
  { name: 'fails', fault: { fault: 'status', status: 500 }, outcome: 'inDoubt', applied: false },
  { name: 'a proxy’s page', fault: { fault: 'html502' }, outcome: 'inDoubt', applied: false },
  { name: 'a proxy gave up', fault: { fault: 'status', status: 504 }, outcome: 'inDoubt', applied: false },
  {
    name: 'moved',
    fault: { fault: 'status', status: 302, headers: { Location: '/elsewhere' } },
    outcome: 'unavailable',
    applied: false,
  },
  { name: 'not let in', fault: { fault: 'status', status: 403 }, outcome: 'unavailable', applied: false },
  { name: 'a page that says 200', fault: { fault: 'html200' }, outcome: 'inDoubt', applied: false },
  { name: 'an answer that is half JSON', fault: { fault: 'truncatedJson' }, outcome: 'inDoubt', applied: true },
  { name: 'an answer cut off', fault: { fault: 'cutBody' }, outcome: 'inDoubt', applied: true },
  { name: 'silence before it', fault: { fault: 'timeoutBeforeApply' }, outcome: 'inDoubt', applied: false },
  { name: 'silence after it', fault: { fault: 'timeoutAfterApply' }, outcome: 'inDoubt', applied: true },
  { name: 'a reset before it', fault: { fault: 'reset' }, outcome: 'inDoubt', applied: false },
  { name: 'a reset after it', fault: { fault: 'resetAfterApply' }, outcome: 'inDoubt', applied: true },
  { name: 'late, but in time', fault: { fault: 'slow', ms: 100 }, outcome: 'delivered', applied: true },
  { name: 'a clock an hour ahead', fault: { fault: 'clockSkew', ms: 3_600_000 }, outcome: 'delivered', applied: true },
]
