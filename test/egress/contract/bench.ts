import type { Command, SinkClient } from '../../../src/stream/define.ts'
import type { SandboxControl } from './sandbox-control.ts'

/** The sink under test at its running sandbox. */
export interface Bench {
  /** Gives up soon, so that silence is heard fast. */
  readonly client: SinkClient
  /** Waits for calls as large as they may be. */
  readonly patient: SinkClient
  readonly control: SandboxControl
  /** One that no command had before. */
  number(): number
  /** How often a command took effect. */
  applied(command: Command): Promise<number>
}
