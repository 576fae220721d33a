import assert from 'node:assert/strict'
import { test } from 'node:test'
import { followOnboarding } from '../../processors/follow-onboarding.ts'
import { onboarding } from '../../processors/stores/onboarding.ts'
import { exampleFlows } from '../../src/flow-settings/example.ts'
import type { TestDriver } from '../../src/stream/testing.ts'
import { brazeCommands } from '../../topics/braze-commands.ts'
import { caseIn, contentProcessors, workspaceOf, type Told } from './content.ts'
import { consent, gateDriver, messages, noon } from './messages.ts'

const start = () => gateDriver(...contentProcessors(), followOnboarding(exampleFlows.E1))

/** An onboarding workspace of ada, and what can be reached in it. */
function onboardingOf(driver: TestDriver, workspaceId = 7) {
  const workspace = workspaceOf(driver, 'ada', workspaceId, 'Onboarding')
  const reached =
    (attribute: string, word: string | null) =>
    (told: Told = {}) =>
      workspace.attribute('Onboarding', attribute, null, word, told)
  return {
    workspace,
    contract: reached('Contract', 'Approved'),
    kyc: reached('KYC', 'Completed'),
    kycWithdrawn: reached('KYC', null),
    active: reached('Activation', 'Done'),
  }
}

/** What was sent since the last call: `=stage` where the attribute is set, and the campaigns. */
const sent = (driver: TestDriver): string[] =>
  driver.outputs(brazeCommands).flatMap(({ type, value }) => {
    if (type === 'signalbox.braze.BrazeSetAttributes') return [`=${String(value.attributes['onboarding_stage'])}`]
    return type === 'signalbox.braze.BrazeTriggerCampaign' ? [value.campaignId] : []
  })
const reasons = (driver: TestDriver) => driver.decisions().map(({ reason, eventId }) => `${reason} ${eventId}`)

test('an onboarding that begins, and each milestone, sets the stage and has its campaign, once', () => {
  const driver = start()
  consent(driver, 'ada', true, 'onboarding')
  const { workspace, contract, kyc } = onboardingOf(driver)
  workspace.created()
  assert.deepEqual(sent(driver), ['=welcome', 'onboarding-welcome'])
  contract()
  driver.restart()
  kyc({ eventId: 'e-3' })
  assert.deepEqual(sent(driver), ['=contract', 'onboarding-contract', '=kyc', 'onboarding-kyc'])
  kyc({ eventId: 'e-3' })
  kyc({ eventId: 'e-4' })
  assert.deepEqual(sent(driver), [])
  assert.deepEqual(reasons(driver), ['duplicate e-3', 'stage_unchanged e-4'])
})

test('the commands', () => {
  const driver = start()
  consent(driver, 'ada', true, 'onboarding')
  onboardingOf(driver).workspace.created({ eventId: 'e-1' })
  const [attribute] = driver.outputs(brazeCommands)
  assert.equal(attribute?.key, 'ada')
  assert.deepEqual(attribute.value, {
    ...{ deliveryId: 'e-1/follow-onboarding/braze', eventId: 'e-1', subject: 'ada', occurredAt: noon },
    attributes: { onboarding_stage: 'welcome' },
  })
  const again = start()
  consent(again, 'ada', true, 'onboarding')
  onboardingOf(again).workspace.created({ eventId: 'e-1' })
  const [message] = messages(again)
  assert.deepEqual(
    [message?.deliveryId, message?.properties],
    [
      'e-1/E1/send-customer-messages/braze',
      { stage: 'welcome', workspace: 'Workspace 7', correlation_id: 'E1/7/welcome', flow: 'E1' },
    ],
  )
})

test('without consent the stage is known at Braze, and nothing is sent', () => {
  const driver = start()
  onboardingOf(driver).workspace.created({ eventId: 'e-1' })
  assert.deepEqual(sent(driver), ['=welcome'])
  assert.deepEqual(reasons(driver), ['consent_unknown e-1/E1'])
})

test('a milestone that is behind the last one sets the stage, and has no campaign', () => {
  const driver = start()
  consent(driver, 'ada', true, 'onboarding')
  const { workspace, contract, kyc } = onboardingOf(driver)
  workspace.created()
  kyc()
  sent(driver)
  driver.advance(1_000)
  contract({ eventId: 'e-3' })
  assert.deepEqual(sent(driver), ['=contract'])
  assert.deepEqual(reasons(driver), ['stage_went_back e-3'])
  // It goes on from there, and a campaign that went does not go again.
  driver.advance(1_000)
  kyc({ eventId: 'e-4' })
  assert.deepEqual(sent(driver), ['=kyc'])
  assert.deepEqual(reasons(driver), ['already_sent e-4/E1'])
})

test('of milestones that are reached at once the furthest stays, whatever their order', () => {
  for (const backwards of [false, true]) {
    const driver = start()
    consent(driver, 'ada', true, 'onboarding')
    const { workspace, contract, kyc } = onboardingOf(driver)
    workspace.created()
    driver.together(() => {
      for (const reach of backwards ? [kyc, contract] : [contract, kyc]) reach()
    })
    assert.equal(driver.row(onboarding, 'ada')?.stages['7']?.stage, 'kyc')
    assert.equal(sent(driver).at(-1), 'onboarding-kyc')
  }
})

test('an older milestone that comes late changes nothing', () => {
  const driver = start()
  consent(driver, 'ada', true, 'onboarding')
  const { contract, kyc } = onboardingOf(driver)
  driver.together(() => {
    kyc({ at: noon + 20 })
    contract({ at: noon + 10, eventId: 'late' })
  })
  assert.deepEqual(sent(driver), ['=kyc', 'onboarding-kyc'])
  assert.deepEqual(reasons(driver), ['newer_known late'])
})

test('a milestone that is withdrawn is no stage', () => {
  const driver = start()
  const { kyc, kycWithdrawn } = onboardingOf(driver)
  kyc()
  sent(driver)
  reasons(driver)
  kycWithdrawn({ eventId: 'e-2' })
  assert.deepEqual(sent(driver), [])
  assert.deepEqual(reasons(driver), ['no_stage e-2'])
})

test('two onboardings of one customer each have their stages', () => {
  const driver = start()
  consent(driver, 'ada', true, 'onboarding')
  const [first, second] = [onboardingOf(driver, 7), onboardingOf(driver, 8)]
  first.active()
  second.workspace.created()
  assert.deepEqual(sent(driver), ['=active', 'onboarding-active', '=welcome', 'onboarding-welcome'])
  first.active({ eventId: 'e-3' })
  assert.deepEqual(reasons(driver), ['stage_unchanged e-3'])
})

test('other attributes, other workspaces, and what is told of it as a status, are none of its business', () => {
  const driver = start()
  const { workspace } = onboardingOf(driver)
  workspace.attribute('Onboarding', 'Region', null, 'Completed')
  workspace.attribute('Consent', 'KYC', null, 'Completed')
  workspace.status(null, 'Completed')
  workspace.document(71, 'Onboarding').attribute('Onboarding', 'KYC', null, 'Completed')
  workspaceOf(driver, 'ada', 9).created()
  const claim = caseIn(driver, 10)
  claim.created()
  claim.customer('ada')
  assert.deepEqual(sent(driver), [])
  assert.deepEqual(
    driver.decisions().filter(({ processor }) => processor === 'follow-onboarding'),
    [],
  )
})
