/** What can be held to account of the container files where there is no Docker. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readSettings } from '../../src/config.ts'
import { brokerSettings } from '../../src/stack/broker-settings.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const compose = read('docker-compose.yml')
const dockerfile = read('deploy/Dockerfile')

/** The lines of a service, without its name. */
function service(name: string): string {
  const from = compose.split(`\n  ${name}:\n`)[1] ?? ''
  return from.split(/\n(?=\S| {2}\S)/)[0] ?? ''
}

/** The environment of a service, a default in braces taken as what it says. */
function environment(name: string): Record<string, string> {
  const block =
    service(name)
      .split('    environment:\n')[1]
      ?.split(/\n {4}\S/)[0] ?? ''
  const pairs = [...block.matchAll(/^ {6}(\w+): (.*)$/gm)]
  return Object.fromEntries(pairs.map(([, key = '', value = '']) => [key, unquoted(value)]))
}

const unquoted = (value: string) => value.replace(/^'(.*)'$/, '$1').replace(/^\$\{\w+:-(.*)\}$/, '$1')

const copies = [...dockerfile.matchAll(/^COPY (.+)$/gm)].flatMap(([, words = '']) => words.split(' ').slice(0, -1))

test('every source that the Dockerfile copies exists and is let through by its .dockerignore', () => {
  const letThrough = read('deploy/Dockerfile.dockerignore')
    .split('\n')
    .filter(line => line.startsWith('!'))
  assert.ok(copies.length >= 8)
  for (const source of copies) {
    const path = source.replace('./', '')
    assert.ok(existsSync(join(root, path)), `${path} is copied and not there`)
    assert.ok(letThrough.includes(`!${path}`), `${path} is copied and ignored`)
  }
  assert.equal(letThrough.length, copies.length)
})

test('the image has every folder that the product’s imports lead to', () => {
  for (const folder of ['src', 'schemas', 'topics', 'processors']) assert.ok(copies.includes(folder), folder)
})

test('the image starts with a command and a Node that exist', () => {
  assert.match(dockerfile, /^CMD \["node", "src\/bin\/signalbox\.mjs", "start"\]$/m)
  assert.match(service('signalbox'), /^ {4}command: node src\/bin\/signalbox\.mjs start$/m)
  assert.ok(existsSync(join(root, 'src/bin/signalbox.mjs')))
  const [, entry = ''] = / node src\/bin\/run\.mjs (\S+)/.exec(service('braze-sandbox')) ?? []
  assert.ok(existsSync(join(root, entry)), entry)
  assert.match(dockerfile, /^FROM node:(\d+)\./m)
})

test('Signalbox’s service is given settings that Signalbox knows', () => {
  const settings = readSettings(environment('signalbox'))
  assert.deepEqual(settings.kafkaBrokers, ['kafka:9092'])
  assert.equal(settings.registryUrl, 'http://registry:8080/apis/ccompat/v7')
  assert.equal(settings.httpPort, 8080)
  assert.match(service('signalbox'), /^ {6}- 127\.0\.0\.1:8080:8080$/m)
})

test('every service has a health check, and the sandbox runs only when asked for', () => {
  const names = [...(compose.split('\nvolumes:')[0] ?? '').matchAll(/^ {2}([\w-]+):$/gm)].map(match => match[1] ?? '')
  assert.deepEqual(names, ['kafka', 'registry', 'signalbox', 'braze-sandbox'])
  for (const name of names) assert.match(service(name), /^ {4}healthcheck:$/m, name)
  assert.deepEqual(
    names.filter(name => service(name).includes('profiles:')),
    ['braze-sandbox'],
  )
})

test('Kafka conducts itself in a container as it does embedded', () => {
  const container = new Map(Object.entries(environment('kafka')))
  const plan = { node: 1, port: 9092, controllerPort: 9093, data: '/data' }
  const shared = brokerSettings(plan, [plan])
    .split('\n')
    .map(line => line.split('='))
    .filter(([name = '']) => /^(auto|offsets|transaction\.state|group|broker)\./.test(name))
  assert.ok(shared.length >= 9)
  for (const [name = '', value] of shared) {
    assert.equal(container.get(`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`), value, name)
  }
  assert.equal(container.get('KAFKA_LOG_RETENTION_MS'), '-1', 'the registry’s journal must not be cut')
})
