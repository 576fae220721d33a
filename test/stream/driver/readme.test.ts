/** The README's processor, as it stands there. */
import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { CustomerSignedUp } from '../../../schemas/customer-signed-up.generated.ts'
import type { Processor } from '../../../src/stream/define.ts'
import { TestDriver, topologyOf } from '../../../src/stream/testing.ts'
import { brazeCommands } from '../../../topics/braze-commands.ts'
import { customerEvents } from '../../../topics/customer-events.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const file = join(tmpdir(), `signalbox-readme-${process.pid}.mts`)
after(() => rmSync(file, { force: true }))

async function processorOfReadme(): Promise<Processor> {
  const [, code = ''] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? []
  writeFileSync(file, code.replaceAll("from '../", `from '${pathToFileURL(root).href}/`))
  const exported: unknown = await import(pathToFileURL(file).href)
  assert.ok(hasProcessor(exported))
  return exported.greetGermany
}
const hasProcessor = (exported: unknown): exported is { greetGermany: Processor } =>
  typeof exported === 'object' && exported !== null && 'greetGermany' in exported

test('the README’s processor does what it says', async () => {
  const driver = new TestDriver(topologyOf(await processorOfReadme()))
  const signUp = { occurredAt: 1, source: '/shop', email: null, language: null, channel: null, extra: {} }
  driver.send(customerEvents, CustomerSignedUp, { ...signUp, eventId: '1', subject: 'ada', country: 'DE' })
  driver.send(customerEvents, CustomerSignedUp, { ...signUp, eventId: '2', subject: 'bob', country: 'FR' })
  const [command, ...more] = driver.outputs(brazeCommands)
  assert.ok(command?.type === 'signalbox.braze.BrazeTrackEvent')
  assert.deepEqual([command.value.properties, more], [{ text: 'Guten Tag' }, []])
  assert.equal(command.value.deliveryId, '1/greet-germany/braze')
  assert.equal(driver.decisions()[0]?.reason, 'other_country')
})
