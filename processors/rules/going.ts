import type { Customer } from '../../schemas/customer.generated.ts'
import type { MessageRequested } from '../../schemas/message-requested.generated.ts'
import type { MessageSettings } from '../../src/flow-settings/index.ts'

/** What the rules are asked about: a message that wants to go, and everything known when it would. */
export interface Going {
  readonly message: MessageRequested
  /** What the settings say of this kind of message. */
  readonly rule: MessageSettings
  readonly customer: Customer | undefined
  /** What went before, in order of time. */
  readonly sent: readonly { readonly at: number; readonly channel: string }[]
  /** By thread: when its first message went. */
  readonly threads: Readonly<Record<string, number>>
  /** Until when the customer gets no push; null: none was suppressed. */
  readonly suppressedUntil: number | null
  /** The engine's clock, never an event's time. */
  readonly at: number
}
