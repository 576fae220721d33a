import { after, before, describe } from 'node:test'
import { systemClock } from '../../../src/clock.ts'
import type { SinkClient } from '../../../src/stream/define.ts'
import { startSandbox, type RunningSandbox } from '../../sandbox/start.ts'
import type { Bench } from './bench.ts'
import { faults } from './faults.ts'
import { network } from './network.ts'
import { planning } from './planning.ts'
import type { Profile } from './profile.ts'
import { SandboxControl } from './sandbox-control.ts'
import { secrets } from './secrets.ts'

/** A call that the sandbox does not answer is given up after this. */
const timeoutMs = 500

/** What the engine relies on in every sink, held against its sandbox as a program of its own. No Kafka is needed. */
export function sinkContract(profile: Profile): void {
  describe(`the sink ${profile.sink.name}`, { timeout: 150_000 }, () => {
    let sandbox: RunningSandbox
    let client: SinkClient
    let patient: SinkClient
    let control: SandboxControl
    let last = 1_000
    const bench: Bench = {
      get client() {
        return client
      },
      get patient() {
        return patient
      },
      get control() {
        return control
      },
      number: () => ++last,
      applied: command => profile.applied(control, command),
    }
    before(async () => {
      sandbox = await startSandbox(profile.sink.name, profile.sandbox)
      control = new SandboxControl(sandbox.url)
      client = profile.sink.open(profile.settings(sandbox.url, timeoutMs), systemClock)
      patient = profile.sink.open(profile.settings(sandbox.url, 20_000), systemClock)
    })
    after(async () => {
      await Promise.all([client.close(), patient.close()])
      await sandbox.stop()
    })
    planning(profile, bench)
    faults(profile, bench)
    secrets(profile)
    network(profile)
  })
}
