export interface EcmPollSettings {
  /** The server's address: where events are from. */
  readonly source: string
  readonly types: readonly string[] | undefined
  readonly statuses: readonly string[]
  readonly baseline: 'now' | 'all'
  readonly zone: string
  readonly everyMs: number
  readonly perSecond: number
  readonly page: number
  readonly overlapMs: number
  readonly settleMs: number
  readonly reconcileHours: number
}
