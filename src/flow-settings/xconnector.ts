import { z } from 'zod'
import { span } from './duration.ts'
import { chain, messages, mustDiffer, mustExist, named, texts } from './shared.ts'

const alertChain = chain(['onCall', 'audience', 'leads', 'managers'])

/** Alerts to staff: whom they reach in which order, by severity. */
export const X7 = z.strictObject({
  chains: z.strictObject({
    default: alertChain,
    low: alertChain.optional(),
    medium: alertChain.optional(),
    high: alertChain.optional(),
    critical: alertChain.optional(),
  }),
})

/** A step of a process: how long it may take, who is told of it, and the message to the customer, if any. */
const ProcessStep = z
  .strictObject({ step: named, within: span('90d'), roles: texts, customer: named.nullable() })
  .transform(({ within: withinMs, ...step }) => ({ ...step, withinMs }))

/** Processes over several systems. */
export const X8 = z
  .strictObject({
    /** Told of a step that is missing or failed. */
    exceptionRoles: texts.min(1),
    messages,
    processes: z.record(named, z.strictObject({ steps: z.array(ProcessStep).min(1) })),
  })
  .superRefine(({ processes, messages }, context) => {
    for (const [name, { steps }] of Object.entries(processes)) {
      const at = ['processes', name, 'steps']
      mustDiffer(
        steps.map(({ step }, n) => ({ path: [...at, n, 'step'], name: step })),
        context,
      )
      for (const [n, { customer }] of steps.entries())
        if (customer !== null) mustExist(customer, messages, [...at, n, 'customer'], context)
    }
  })
