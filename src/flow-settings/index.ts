import { z } from 'zod'
import { E1, E2, E4, E5, E6 } from './ecm.ts'
import { H3 } from './http.ts'
import { P2, P4, P6, P7 } from './push.ts'
import { Ecm, problem, Rules, type MessageSettings } from './shared.ts'
import { W2, W6 } from './workflow.ts'
import { X7, X8 } from './xconnector.ts'

export type { Channel, MessageSettings, RuleSettings } from './shared.ts'

/** By the names of the flows, in the order of processors/README.md. */
const flows = { E1, E2, E4, E5, E6, P2, P4, P6, P7, X7, X8, W2, W6, H3 }

export type FlowId = keyof typeof flows
export const isFlowId = (name: string): name is FlowId => Object.hasOwn(flows, name)

/** The file of SIGNALBOX_FLOWS_FILE: what the people who own the flows decide. processors/flows.json is an example of it. */
export const FlowSettings = z.strictObject({ rules: Rules, ecm: Ecm, ...flows }).superRefine((settings, context) => {
  const { channels } = settings.rules
  for (const flow of Object.keys(flows).filter(isFlowId))
    for (const [name, { campaigns }] of Object.entries(messagesOf(settings[flow])))
      if (Object.keys(campaigns).length > 0 && !channels.some(channel => campaigns[channel]))
        problem(context, [flow, 'messages', name, 'campaigns'], 'has none of the channels in rules.channels')
})

export type Flows = z.output<typeof FlowSettings>

type Messages = Readonly<Record<string, MessageSettings>>

const messagesOf = (flow: Flows[FlowId]): Messages => ('messages' in flow ? flow.messages : {})

/** The message of a flow; undefined where the settings speak of no such flow or message. */
export function messageOf(flows: Flows, flow: string, message: string): MessageSettings | undefined {
  if (!isFlowId(flow)) return undefined
  const messages = messagesOf(flows[flow])
  return Object.hasOwn(messages, message) ? messages[message] : undefined
}
