/** Topics and schemas on a real broker and registry, read back with the stock client and plain HTTP. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Admin } from 'kafkajs'
import { z } from 'zod'
import { CustomerSignedUp } from '../../schemas/customer-signed-up.generated.ts'
import { SchemaRegistry } from '../../src/kafka/index.ts'
import { schemasOf, topicsOf } from '../../src/stream/index.ts'
import { topology } from '../../src/topology.ts'
import { signalbox } from '../command.ts'
import { newPrefix, stack, startPipeline } from '../pipeline.ts'
import {
  connectAdmin,
  production,
  refusal,
  schemaFacts,
  settings,
  subjectsWith,
  topicFacts,
  topicsWith,
} from './provisioned.ts'

const topics = topicsOf(topology).map(topic => topic.name)
const schemas = schemasOf(topology)
let admin: Admin

before(async () => {
  admin = await connectAdmin()
})
after(() => admin.disconnect())

/** The schema with one field more. */
function withField(field: object) {
  const avro = z.looseObject({ fields: z.array(z.unknown()) }).parse(CustomerSignedUp.avro)
  return { ...CustomerSignedUp, avro: { ...avro, fields: [...avro.fields, field] } }
}

describe('a prefix with nothing on it', () => {
  const prefix = newPrefix()
  const missing = [
    ...topics.map(name => `topic ${prefix}${name}: does not exist`),
    ...schemas.map(({ name }) => `schema ${prefix}${name}: this version is not registered`),
  ]

  test('production refuses to start, names every topic and schema, and makes none', async () => {
    assert.deepEqual((await refusal(prefix, production)).sort(), missing.sort())
    assert.deepEqual([await topicsWith(admin, prefix), await subjectsWith(prefix)], [[], []])
  })

  test('topics check and schemas check list the same, exit with 1, and make nothing', async () => {
    const topicsCheck = await signalbox(['topics', 'check'], settings(prefix))
    const schemasCheck = await signalbox(['schemas', 'check'], settings(prefix))
    assert.deepEqual([topicsCheck.status, schemasCheck.status], [1, 1])
    const listed = `${topicsCheck.stdout}${schemasCheck.stdout}`.trim().split('\n')
    assert.deepEqual(listed.sort(), missing.sort())
    assert.deepEqual([await topicsWith(admin, prefix), await subjectsWith(prefix)], [[], []])
  })

  test('topics apply and schemas register make them, once; check is content then, and so is production', async () => {
    const applied = await signalbox(['topics', 'apply'], settings(prefix))
    assert.equal(applied.status, 0)
    assert.deepEqual(applied.stdout.trim().split('\n'), [
      ...topics.map(name => `made ${prefix}${name}`),
      'every topic is as declared',
    ])
    const again = await signalbox(['topics', 'apply'], settings(prefix))
    assert.deepEqual([again.status, again.stdout], [0, 'every topic is as declared\n'])

    const first = await signalbox(['schemas', 'register'], settings(prefix))
    const second = await signalbox(['schemas', 'register'], settings(prefix))
    assert.deepEqual([first.status, second.status, second.stdout], [0, 0, first.stdout])
    assert.equal(first.stdout.match(/^signalbox\.\S+ is schema \d+$/gm)?.length, schemas.length)

    const topicsCheck = await signalbox(['topics', 'check'], settings(prefix))
    const schemasCheck = await signalbox(['schemas', 'check'], settings(prefix))
    assert.deepEqual([topicsCheck.status, topicsCheck.stdout], [0, 'every topic is as declared\n'])
    assert.deepEqual([schemasCheck.status, schemasCheck.stdout], [0, 'every schema is registered as declared\n'])
    await (await startPipeline(production, { prefix })).stop()
  })
})

describe('development', () => {
  const prefix = newPrefix()

  test('the first start makes every topic and registers every schema as declared', async () => {
    await (await startPipeline({}, { prefix })).stop()
    assert.deepEqual(await topicFacts(admin, prefix), {
      'customer.events': [6, 'delete', 30],
      'braze.events': [6, 'delete', 30],
      'campaign.events': [6, 'delete', 30],
      'engagement.events': [6, 'delete', 30],
      'push.events': [6, 'delete', 30],
      'xconnector.events': [6, 'delete', 30],
      'ecm.events': [6, 'delete', 30],
      'ecm.poll': [1, 'delete', 14],
      'ecm.poll-state': [1, 'compact', 7],
      'workflow.events': [6, 'delete', 30],
      'workflow.poll': [1, 'delete', 14],
      'workflow.poll-state': [1, 'compact', 7],
      'customer.content': [6, 'delete', 7],
      'customer.messages': [6, 'delete', 7],
      'engagement.scores': [6, 'delete', 7],
      'group.events': [6, 'delete', 7],
      'incident.customers': [6, 'delete', 7],
      'request.events': [6, 'delete', 7],
      'directory.changes': [6, 'delete', 7],
      directory: [6, 'compact', 7],
      'braze.commands': [6, 'delete', 14],
      decisions: [6, 'delete', 30],
      'delivery.receipts': [6, 'delete', 90],
      'dead.letters': [6, 'delete', 90],
      // A compacted topic is not cut by time: what stands here is the broker's default and does not count.
      'process.changelog': [6, 'compact', 7],
      'process.event-ids': [6, 'delete', 8],
      'process.moved': [6, 'delete', 30],
      'delivery.control': [1, 'compact', 7],
      audit: [1, 'delete', 730],
      ...Object.fromEntries(
        ['braze', 'ecm', 'workflow', 'push', 'xconnector', 'http'].flatMap(destination => [
          [`${destination}.commands`, [6, 'delete', 14]],
          [`${destination}.ledger`, [6, 'compact', 7]],
        ]),
      ),
    })
    const facts = await schemaFacts(prefix)
    assert.deepEqual(
      Object.entries(facts).map(([name, { versions, compatibilityLevel }]) => [name, versions, compatibilityLevel]),
      schemas.map(({ name, compatibility }) => [name, [1], compatibility]).sort(),
    )
  })

  test('a second start changes nothing and keeps the ids', async () => {
    const before = [await topicFacts(admin, prefix), await schemaFacts(prefix)]
    await (await startPipeline({}, { prefix })).stop()
    assert.deepEqual([await topicFacts(admin, prefix), await schemaFacts(prefix)], before)
  })

  test('more replicas than there are brokers: every topic is named with the broker’s words', async () => {
    const other = newPrefix()
    const differences = await refusal(other, { SIGNALBOX_REPLICATION: '3' })
    assert.deepEqual(
      differences.map(line => /^topic (\S+): could not be made with SIGNALBOX_REPLICATION=3: /.exec(line)?.[1]).sort(),
      topics.map(name => `${other}${name}`).sort(),
    )
    assert.match(differences.join(), /replication/i)
  })

  test('a schema change that breaks FULL_TRANSITIVE is refused with the registry’s words', async () => {
    const registry = new SchemaRegistry(stack().registry, prefix)
    const broken = withField({ name: 'age', type: 'int', doc: 'Has no default.' })
    await assert.rejects(registry.register(broken), (error: Error) => {
      assert.match(
        error.message,
        new RegExp(`^schema ${prefix}signalbox\\.customer\\.CustomerSignedUp could not be registered: `),
      )
      assert.match(error.message, /compatib/i)
      assert.match(error.message, /age/)
      return true
    })
    assert.deepEqual((await schemaFacts(prefix))[CustomerSignedUp.name]?.versions, [1])
    await registry.register(withField({ name: 'age', type: ['null', 'int'], default: null, doc: 'May be missing.' }))
    assert.deepEqual((await schemaFacts(prefix))[CustomerSignedUp.name]?.versions, [1, 2])
  })
})
