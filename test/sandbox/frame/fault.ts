import { z } from 'zod'
import type { Call } from './call.ts'
import type { Answer, Reply } from './reply.ts'

/** When a fault strikes; every fault takes these fields. */
export const whenShape = {
  /** The only path it strikes (a last `*` stands for any ending); all of them when left out. */
  path: z.string().startsWith('/').optional(),
  /** The only method it strikes. */
  method: z.string().optional(),
  /** Strikes only calls whose body has this text in it. */
  bodyHas: z.string().min(1).optional(),
  /** Calls it strikes before it is gone; 0 = until it is cleared. */
  times: z.int().min(0).default(1),
  /** Chance that a call it could strike is struck. */
  probability: z.number().gt(0).max(1).default(1),
  /** Begins the row of chances, so that a run can be repeated. */
  seed: z.int().min(0).default(1),
}
export type When = z.output<z.ZodObject<typeof whenShape>>

/** What a fault may ask of the sandbox it strikes in. */
export interface Struck {
  readonly call: Call
  /** The system's own 429, in the dialect that is set. */
  rateLimited(seconds: number): Answer
}

/** What a fault of one kind does; which of the three it has decides when it strikes. */
interface Behaviour<Options> {
  /** Shifts the sandbox's clock for the call. */
  readonly skewMs?: (options: Options) => number
  /** In place of the system's work, so nothing is applied; undefined where it does not strike. */
  readonly before?: (options: Options, struck: Struck) => Reply | undefined
  /** In place of the system's own answer, after its work; undefined where the fault has nothing to bite on. */
  readonly after?: (options: Options, answer: Answer, struck: Struck) => Reply | undefined
}

/** A fault that was asked for and read. */
export interface Armed {
  /** The request with its defaults, as it is shown. */
  readonly fault: When & { readonly fault: string }
  readonly skewMs?: () => number
  readonly before?: (struck: Struck) => Reply | undefined
  readonly after?: (answer: Answer, struck: Struck) => Reply | undefined
}

/** A fault that can be injected. `arm` and `read` throw a ZodError that names the wrong field. */
export interface FaultKind {
  readonly name: string
  arm(request: unknown): Armed
}
export interface OwnFault<Options> extends FaultKind {
  read(request: unknown): Options
}

/**
 * Declares a fault: its name, the options it takes beside those of every fault, and what it does. One without behaviour does
 * nothing by itself: the sandbox asks for it with `faults.take(kind, call)` at the place where it matters.
 */
export function defineFault<Shape extends z.ZodRawShape>(
  name: string,
  shape: Shape,
  behaviour: Behaviour<z.output<z.ZodObject<Shape>>> = {},
): OwnFault<z.output<z.ZodObject<Shape>>> {
  const optionsSchema = z.object(shape)
  const requestSchema = z.strictObject({ fault: z.literal(name), ...shape, ...whenShape })
  const whenSchema = z.looseObject({ fault: z.literal(name), ...whenShape })
  const { skewMs, before, after } = behaviour
  return {
    name,
    read: request => optionsSchema.parse(request),
    arm(request) {
      const fault = whenSchema.parse(requestSchema.parse(request))
      const options = optionsSchema.parse(request)
      return {
        fault,
        ...(skewMs && { skewMs: () => skewMs(options) }),
        ...(before && { before: struck => before(options, struck) }),
        ...(after && { after: (answer, struck) => after(options, answer, struck) }),
      }
    },
  }
}
