import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { versions } from '../../src/stack/versions.ts'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const findAll = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(match => match.slice(1).join(' '))
const inPom = /<artifactId>([\w.-]+)<\/artifactId>\s*<version>([\w.-]+)<\/version>/g

test("Kafka's pom fetches the pinned version, and the list of its files is of that version", () => {
  const found = findAll(read('src/stack/artifacts/kafka/pom.xml'), inPom)
  assert.ok(found.includes(`kafka_${versions.scala} ${versions.kafka}`), found.join(', '))
  const files = findAll(
    read('src/stack/artifacts/kafka/files.sha256'),
    /^[0-9a-f]{64} {2}(kafka[\w-]*?(?:_[\d.]+)?)-([\d.]+)\.jar$/gm,
  )
  assert.ok(files.length >= 10, 'Kafka is made of many jars')
  assert.deepEqual([...new Set(files.map(file => file.split(' ')[1]))], [versions.kafka])
})

test("the registry's pom fetches the pinned version, and so says the list of its files", () => {
  const found = findAll(read('src/stack/artifacts/registry/pom.xml'), inPom)
  assert.deepEqual(found.slice(0, 2), [
    `apicurio-registry ${versions.registry}`,
    `apicurio-registry-app ${versions.registry}`,
  ])
  const files = findAll(read('src/stack/artifacts/registry/files.sha256'), /^[0-9a-f]{64} {2}(.+)$/gm)
  assert.deepEqual(files, [`apicurio-registry-app-${versions.registry}-all.tar.gz`])
})

test('log4j’s jars are all of one version', () => {
  const files = findAll(read('src/stack/artifacts/kafka/files.sha256'), / {2}(log4j-[\w-]+?)-([\d.]+)\.jar$/gm)
  assert.deepEqual(files.map(file => file.split(' ')[0]).sort(), ['log4j-api', 'log4j-core', 'log4j-slf4j-impl'])
  assert.equal(new Set(files.map(file => file.split(' ')[1])).size, 1)
})

test('docker-compose.yml runs the pinned images', () => {
  assert.deepEqual(findAll(read('docker-compose.yml'), /^\s*image: (.+)$/gm).sort(), [
    `apache/kafka:${versions.kafka}`,
    `apicurio/apicurio-registry:${versions.registry}`,
    'signalbox',
    'signalbox',
  ])
})

test('neither deploy/ nor docker-compose.yml names another version of Kafka or the registry', () => {
  for (const path of ['docker-compose.yml', 'deploy/Dockerfile']) {
    const named = findAll(read(path), /(kafka|registry)[:_-](\d[\w.]*)/gi).filter(words => !/ \d{4}$/.test(words))
    const wrong = named.filter(words => ![`kafka ${versions.kafka}`, `registry ${versions.registry}`].includes(words))
    assert.deepEqual(
      wrong.map(words => `${path}: ${words}`),
      [],
    )
  }
})
