import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { z } from 'zod'
import { claim, complete, start } from './commands.ts'
import { client, control, effects, fault, findingOf, outcomeOf } from './workflow-service.ts'

beforeEach(() => control('DELETE', ''))

const path = '/workflow/v1/process-instances'
const started = async () => (await effects()).filter(({ kind }) => kind === 'process-started').length
const Process = z.looseObject({
  businessKey: z.string(),
  variables: z.array(z.object({ name: z.string(), value: z.unknown() })),
})
const processOf = async (id: string | null) => Process.parse(await control('GET', `processes/${id ?? ''}`))

test('a process starts with the delivery id as its business key, or with the given one and a mark', async () => {
  const command = start({ variables: { score: 9 } })
  const own = await outcomeOf(client(), command)
  const { deliveryId } = start({ businessKey: '4711' }).value
  const given = await outcomeOf(client(), start({ businessKey: '4711', deliveryId }))
  assert.ok(own?.kind === 'delivered' && given?.kind === 'delivered', JSON.stringify([own, given]))
  const [first, second] = [await processOf(own.destinationId), await processOf(given.destinationId)]
  assert.deepEqual([first.businessKey, second.businessKey], [command.value.deliveryId, '4711'])
  assert.deepEqual(
    first.variables.map(({ name, value }) => [name, value]),
    [['score', 9]],
  )
  assert.deepEqual(
    second.variables.map(({ name, value }) => [name, value]),
    [['signalboxDeliveryId', deliveryId]],
  )
})

for (const businessKey of [null, '4711'])
  for (const [name, finding] of [
    ['timeoutAfterApply', 'applied'],
    ['truncatedJson', 'applied'],
    ['reset', 'notApplied'],
  ] as const)
    test(`starting ${businessKey ?? 'by delivery'} and ${name}: the look-up says ${finding}`, async () => {
      const service = client()
      await outcomeOf(service, start({ businessKey }))
      const command = start({ businessKey })
      await fault(name, { path, method: 'POST' })
      assert.equal((await outcomeOf(service, command))?.kind, 'inDoubt')
      assert.equal((await findingOf(service, command))?.kind, finding)
      assert.equal(await started(), finding === 'applied' ? 2 : 1)
    })

test('a process that has ended in the meantime is found in the history', async () => {
  const service = client()
  const command = start()
  await outcomeOf(service, command)
  const Tasks = z.object({ effects: z.array(z.looseObject({ kind: z.string(), id: z.string() })) })
  const all = Tasks.parse(await control('GET', 'effects')).effects
  const task = all.find(({ kind }) => kind === 'task-created')
  await outcomeOf(service, complete({ taskId: task?.id ?? 'task-11' }))
  assert.ok(
    (await effects()).some(({ kind }) => kind === 'process-ended'),
    JSON.stringify(await effects()),
  )
  assert.equal((await findingOf(service, command))?.kind, 'applied')
})

test('the look-up cannot be made: unknown, and asked again', async () => {
  await fault('html502', { path: '/workflow-history/*' })
  const found = await findingOf(client(), start())
  assert.ok(found?.kind === 'unknown' && found.afterMs === 10_000, JSON.stringify(found))
})

test('a definition that is not there: rejected', async () => {
  const outcome = await outcomeOf(client(), start({ processDefinitionKey: 'none' }))
  assert.ok(outcome?.kind === 'rejected' && outcome.reason.startsWith('invalid: '), JSON.stringify(outcome))
})

test('one command per call; what must not be sent is refused', () => {
  const commands = [
    complete({ taskId: ' ' }),
    claim({ assignee: '' }),
    start({ variables: { x: Infinity } }),
    { schema: 'signalbox.workflow.Other', value: {} },
    start(),
    complete(),
  ]
  const { refused, call } = client().plan(commands)
  assert.deepEqual(
    refused.map(({ at, reason }) => `${at} ${reason.replace(/:.*/, '')}`),
    ['0 no_task', '1 no_assignee', '2 no_such_number', '3 no_such_command'],
  )
  assert.deepEqual([call?.endpoint, call?.chosen, call?.inDoubt], ['start-process', [4], 'lookup'])
})
