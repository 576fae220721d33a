import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { checkPorts, freePorts } from '../../src/stack/ports.ts'

async function threePorts() {
  const [kafka = 0, controller = 0, registry = 0] = await freePorts(3)
  return { kafka, controller, registry }
}

function listenOn(port: number) {
  const server = createServer()
  return new Promise<() => void>(resolve => server.listen(port, '127.0.0.1', () => resolve(() => server.close())))
}

test('free ports are different, and can be had', async () => {
  const ports = await freePorts(20)
  assert.equal(new Set(ports).size, 20)
  assert.ok(ports.every(port => port > 1023))
  await checkPorts(await threePorts())
})

test('each taken port is told with who wants it and which setting changes it', async t => {
  const ports = await threePorts()
  for (const port of Object.values(ports)) t.after(await listenOn(port))
  const message = new RegExp(
    [
      `port ${ports.kafka}, which Kafka needs, is in use: set SIGNALBOX_KAFKA_PORT to another port`,
      `port ${ports.controller}, which Kafka's controller needs, is in use: set SIGNALBOX_KAFKA_CONTROLLER_PORT to another port`,
      `port ${ports.registry}, which the schema registry needs, is in use: set SIGNALBOX_REGISTRY_PORT to another port`,
      'or end what listens there',
    ].join('\\n'),
  )
  await assert.rejects(checkPorts(ports), { name: 'StackProblem', message })
})

test('one port for two parts is told', async () => {
  const { kafka, registry } = await threePorts()
  const message = new RegExp(
    `port ${kafka}, which Kafka's controller needs, is also the port of Kafka: set SIGNALBOX_KAFKA_CONTROLLER_PORT`,
  )
  await assert.rejects(checkPorts({ kafka, controller: kafka, registry }), { name: 'StackProblem', message })
})

test('a port that comes free at once, as after a kill, is waited for', async () => {
  const ports = await threePorts()
  const close = await listenOn(ports.kafka)
  const checked = checkPorts(ports)
  await sleep(300)
  close()
  await checked
  assert.equal((await freePorts(1)).length, 1)
})
