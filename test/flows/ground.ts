/** What the tests of the flows run on: one pipeline with everything it has, and the six systems around it as sandboxes. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FlowSettings, type Flows } from '../../src/flow-settings/index.ts'
import { secret } from '../ingress/frame/signing.ts'
import { newPrefix, stack, startPipeline, type TestPipeline } from '../pipeline.ts'
import { ecmUser, type EcmUser } from './ecm-user.ts'
import { Following } from './following.ts'
import { startSandboxes, type Sandboxes } from './sandboxes.ts'
import { brazeSecret, currentsToken, says, type Says, type Sending } from './says.ts'
import { fastFlows } from './settings.ts'
import { watching, type Patience, type Watching } from './watching.ts'
import { workflowUser, type WorkflowUser } from './workflow-user.ts'

/** Flows share it: each takes customers, cases and people of its own, whose ids begin with the flow's. */
export interface Ground extends Watching {
  readonly says: Says
  readonly ecm: EcmUser
  readonly workflow: WorkflowUser
  readonly sandboxes: Sandboxes
  readonly pipeline: TestPipeline
  /** What the pipeline was told. */
  readonly flows: Flows
  /** Makes customers known at Braze, as their app does: a campaign reaches nobody else. Their attributes are an effect each. */
  readonly known: (...customers: readonly string[]) => Promise<void>
  readonly stop: () => Promise<void>
}

/** Pollers that look all the time, and tell what was there before the first look. */
const pace = {
  SIGNALBOX_ECM_BASELINE: 'all',
  SIGNALBOX_ECM_POLL_MS: '200',
  SIGNALBOX_ECM_POLL_RATE: '500',
  SIGNALBOX_ECM_SETTLE_MS: '1000',
  SIGNALBOX_ECM_STATUS_ATTRIBUTES: 'Status,Approval',
  SIGNALBOX_WORKFLOW_BASELINE: 'all',
  SIGNALBOX_WORKFLOW_POLL_MS: '200',
  SIGNALBOX_WORKFLOW_POLL_RATE: '200',
  SIGNALBOX_WORKFLOW_RECONCILE_MS: '200',
}
const doors = {
  SIGNALBOX_PUSH_WEBHOOK_SECRETS: secret,
  SIGNALBOX_XCONNECTOR_WEBHOOK_SECRETS: secret,
  SIGNALBOX_BRAZE_CURRENTS_TOKEN: currentsToken,
  SIGNALBOX_BRAZE_WEBHOOK_SECRET: brazeSecret,
}

export interface GroundOptions {
  /** What is other than in test/flows/settings.ts, by path. */
  readonly flows?: Readonly<Record<string, unknown>>
  /** Added to the pipeline's settings. */
  readonly env?: Readonly<Record<string, string>>
  /** How it is where the pipeline is killed: see test/flows/harmed.ts. */
  readonly start?: typeof startPipeline
  readonly sending?: Sending
  readonly patience?: Patience
}

/** Starts it all. */
export async function startGround({
  flows: changes = {},
  env = {},
  start = startPipeline,
  sending,
  patience,
}: GroundOptions = {}): Promise<Ground> {
  const flows = fastFlows(changes)
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-flows-'))
  const file = join(folder, 'flows.json')
  await writeFile(file, JSON.stringify(flows))
  const sandboxes = await startSandboxes(flows)
  const named = await sandboxes.env(folder)
  const pipeline = await start(
    { ...pace, ...doors, ...named, SIGNALBOX_FLOWS_FILE: file, ...env },
    { prefix: newPrefix(), sandbox: sandboxes.braze },
  )
  await sandboxes.tell(pipeline.url)
  const following = new Following(stack(), pipeline.prefix)
  following.follow('decisions')
  return {
    says: says(pipeline, sandboxes, sending, patience?.waitMs),
    ecm: ecmUser(sandboxes),
    workflow: workflowUser(sandboxes),
    ...watching(sandboxes, following.follow, patience),
    sandboxes,
    pipeline,
    flows: FlowSettings.parse(flows),
    known: (...customers) => known(sandboxes, customers),
    stop: async () => {
      await following.stop()
      await pipeline.stop()
      await sandboxes.stop()
      await rm(folder, { recursive: true })
    },
  }
}

async function known({ braze }: Sandboxes, customers: readonly string[]): Promise<void> {
  const answer = await fetch(`${braze.url}/users/track`, {
    method: 'POST',
    headers: { authorization: `Bearer ${braze.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ attributes: customers.map(external_id => ({ external_id, first_name: external_id })) }),
  })
  if (!answer.ok) throw new Error(`Braze does not know them: ${answer.status} ${await answer.text()}`)
}
