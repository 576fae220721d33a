/** Topics and schemas that exist and are not as declared: what is said of them, and that they stay. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Admin } from 'kafkajs'
import { CustomerSignedUp } from '../../schemas/customer-signed-up.generated.ts'
import { schemasOf, topicsOf } from '../../src/stream/index.ts'
import { topology } from '../../src/topology.ts'
import { signalbox } from '../command.ts'
import { newPrefix } from '../pipeline.ts'
import { askRegistry, connectAdmin, production, refusal, settings, subjectsWith, topicFacts } from './provisioned.ts'

const topics = topicsOf(topology).map(topic => topic.name)
const schemas = schemasOf(topology)
let admin: Admin

before(async () => {
  admin = await connectAdmin()
})
after(() => admin.disconnect())

describe('what exists and is not as declared', () => {
  const prefix = newPrefix()
  const subject = `${prefix}signalbox.customer.CustomerSignedUp`
  const month = 2_592_000_000

  before(async () => {
    const topic = (name: string, numPartitions: number, retention: string) => ({
      topic: `${prefix}${name}`,
      numPartitions,
      configEntries: [
        { name: 'retention.ms', value: retention },
        { name: 'max.message.bytes', value: '4194304' },
      ],
    })
    await admin.createTopics({
      waitForLeaders: false,
      topics: [topic('customer.events', 3, String(month)), topic('decisions', 6, '3600000')],
    })
    await askRegistry(`/subjects/${subject}/versions`, { schema: JSON.stringify(CustomerSignedUp.avro) })
    await askRegistry(`/config/${subject}`, { compatibility: 'BACKWARD' })
  })

  const differing = [
    `topic ${prefix}customer.events: partitions is 3, declared is 6`,
    `topic ${prefix}decisions: retention.ms is 3600000, declared is ${month}`,
  ]

  test('topics apply makes the missing ones, lists what differs, exits with 1 and leaves it as it is', async () => {
    const { status, stdout } = await signalbox(['topics', 'apply'], settings(prefix))
    assert.equal(status, 1)
    assert.deepEqual(
      stdout
        .trim()
        .split('\n')
        .filter(line => !line.startsWith('made ')),
      differing,
    )
    const facts = await topicFacts(admin, prefix)
    assert.deepEqual(Object.keys(facts).sort(), [...topics].sort())
    assert.deepEqual(
      [facts['customer.events'], facts['decisions']],
      [
        [3, 'delete', 30],
        [6, 'delete', 1 / 24],
      ],
    )
  })

  test('schemas register refuses the schema whose compatibility differs, by name, and registers the others', async () => {
    const { status, stderr } = await signalbox(['schemas', 'register'], settings(prefix))
    assert.equal(status, 1)
    assert.equal(stderr.match(/^ {2}schema /gm)?.length, 1)
    assert.match(stderr, new RegExp(`^ {2}schema ${subject} could not be registered: .*BACKWARD.*FULL_TRANSITIVE`, 'm'))
    assert.equal((await subjectsWith(prefix)).length, schemas.length)
  })

  test('production names exactly these', async () => {
    const compatibility = `schema ${subject}: compatibility is BACKWARD, declared is FULL_TRANSITIVE`
    assert.deepEqual(await refusal(prefix, production), [...differing, compatibility])
  })

  test('development refuses too, with all of them: it changes nothing that exists', async () => {
    const [schema = '', ...others] = (await refusal(prefix)).reverse()
    assert.match(schema, new RegExp(`^schema ${subject} could not be registered: `))
    assert.deepEqual(others.reverse(), differing)
  })
})
