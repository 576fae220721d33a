/** Flows with the gate behind them, without Kafka: what a customer would really get. */
import { CustomerConsentChanged } from '../../schemas/customer-consent-changed.generated.ts'
import { CustomerProfileChanged } from '../../schemas/customer-profile-changed.generated.ts'
import { MessageRequested } from '../../schemas/message-requested.generated.ts'
import { MessageWithdrawn } from '../../schemas/message-withdrawn.generated.ts'
import { ask, withdraw, type Asked } from '../../processors/ask.ts'
import { rememberCustomer } from '../../processors/remember-customer.ts'
import { sendCustomerMessages } from '../../processors/send-customer-messages.ts'
import { pushReactions } from '../../processors/stores/push-reactions.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import type { FlowId, Flows } from '../../src/flow-settings/index.ts'
import { processor, type Processor, type Store } from '../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../src/stream/testing.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import { customerEvents } from '../../topics/customer-events.ts'
import { customerMessages } from '../../topics/customer-messages.ts'
import { pushCommands } from '../../topics/push-commands.ts'

/** A Thursday, 13:00 in Berlin: no quiet hours in the example's zone. */
export const noon = Date.UTC(2026, 0, 15, 12)

export interface GateOptions {
  /** Where the clock begins; noon where not given. */
  readonly now?: number
  /** Those of the example where not given. */
  readonly flows?: Flows
}

/** The flows' processors, the customers before them and the gate behind them; with the settings of the example, at noon. */
export const gateDriver = (...flowProcessors: readonly Processor[]): TestDriver => gateDriverWith({}, ...flowProcessors)

export function gateDriverWith(
  { now = noon, flows = exampleFlows }: GateOptions,
  ...flowProcessors: readonly Processor[]
): TestDriver {
  const keeps = flowProcessors.flatMap(flow => flow.keeps)
  const before = flowProcessors.includes(rememberCustomer) ? [] : [rememberCustomer]
  const others = otherFlows([pushReactions].filter(store => !keeps.includes(store)))
  return new TestDriver(topologyOf(...before, ...flowProcessors, others, sendCustomerMessages(flows)), { now })
}

/** Stands for the flows that are not there: somebody asks the gate, and keeps what it looks up. */
const otherFlows = (keeps: readonly Store[]) =>
  processor({
    name: 'other-flows',
    input: { from: customerEvents, only: [CustomerConsentChanged] },
    lookups: {},
    keeps,
    outputs: [customerMessages],
    reasons: [],
    process: () => [],
  })

let said = 0
const envelope = (driver: TestDriver, subject: string) => ({
  eventId: `said-${++said}`,
  subject,
  occurredAt: driver.now,
  source: '/test',
  extra: {},
})

/** The customer says yes, or no, to each of the purposes or channels. */
export function consent(driver: TestDriver, customer: string, granted: boolean, ...purposes: readonly string[]): void {
  for (const purpose of purposes)
    driver.send(customerEvents, CustomerConsentChanged, { ...envelope(driver, customer), purpose, granted })
}

/** The customer's profile, such as `timezone` and `preferred_channel`. */
export function profile(driver: TestDriver, customer: string, attributes: CustomerProfileChanged['attributes']): void {
  driver.send(customerEvents, CustomerProfileChanged, { ...envelope(driver, customer), attributes })
}

/** A message as a flow asks for it, caused by the event `id` that happens now. */
export function asks(driver: TestDriver, flow: FlowId, id: string, customer: string, asked: Asked): void {
  const cause = { eventId: id, subject: customer, occurredAt: driver.now }
  driver.send(customerMessages, MessageRequested, ask(flow, cause, asked))
}

export interface SentMessage {
  readonly customer: string
  /** What carries it. */
  readonly by: 'campaign' | 'canvas' | 'push'
  /** The campaign's or the Canvas's id; the title of a push. */
  readonly what: string | null
  readonly deliveryId: string
  readonly properties: Readonly<Record<string, unknown>>
}

/** The messages that left the gate since the last call, each customer's in their order. It reads the commands: what else stands there is told by `commands`. */
export const messages = (driver: TestDriver): SentMessage[] => commands(driver).flatMap(messageOf)

/** Every command to Braze and to the push gateway since the last call of this or of `messages`. */
export const commands = (driver: TestDriver) => [...driver.outputs(brazeCommands), ...driver.outputs(pushCommands)]

function messageOf(command: ReturnType<typeof commands>[number]): SentMessage[] {
  const { subject: customer, deliveryId } = command.value
  switch (command.type) {
    case 'signalbox.braze.BrazeTriggerCampaign':
      return [
        { customer, by: 'campaign', what: command.value.campaignId, deliveryId, properties: command.value.properties },
      ]
    case 'signalbox.braze.BrazeTriggerCanvas':
      return [
        { customer, by: 'canvas', what: command.value.canvasId, deliveryId, properties: command.value.properties },
      ]
    case 'signalbox.push.PushSend':
      return [{ customer, by: 'push', what: command.value.title, deliveryId, properties: command.value.data }]
    default:
      return []
  }
}

/** What was decided since the last call by any of the processors, as `reason eventId`. */
export const reasons = (driver: TestDriver): string[] =>
  driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)

/** What left the gate since the last call, as `customer what`. */
export const sent = (driver: TestDriver): string[] =>
  messages(driver).map(({ customer, what }) => `${customer} ${what ?? ''}`)

/** A flow takes back what it asked for in a thread. */
export function takesBack(driver: TestDriver, id: string, customer: string, thread: string): void {
  const cause = { eventId: id, subject: customer, occurredAt: driver.now }
  driver.send(customerMessages, MessageWithdrawn, withdraw(cause, thread))
}

export const hour = 3_600_000
/** 22:00 in Berlin; ten hours later it is eight in the morning. */
export const night = Date.UTC(2026, 0, 15, 21)

/** Ada, who said yes to marketing, when the clock stands at `now`. */
export function withAda(now = noon): TestDriver {
  const driver = gateDriverWith({ now })
  consent(driver, 'ada', true, 'marketing')
  return driver
}
