/** The generator of schemas/: what it refuses, and that its check goes red. Works on copies of the folder. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

const root = join(import.meta.dirname, '..')
const schemas = join(root, 'schemas')
const file = 'customer-signed-up.avsc'
const generated = 'customer-signed-up.generated.ts'

function generate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'schemas/generate.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { status, stdout, stderr }
}

function copyOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-schemas-'))
  t.after(() => rmSync(folder, { recursive: true }))
  cpSync(schemas, folder, { recursive: true })
  return folder
}

function edit(folder: string, name: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(folder, name), 'utf8')
  const after = before.replace(from, to)
  assert.notEqual(after, before, `${name} has what the test changes`)
  writeFileSync(join(folder, name), after)
}

test('the types in the repository are those of its schemas', () => {
  assert.deepEqual(generate('--check'), { status: 0, stdout: '', stderr: '' })
})

test('a schema that changes without its types: red, with the file’s name; generating mends it', t => {
  const folder = copyOf(t)
  edit(folder, file, '"name": "channel", "type": ["null", "string"]', '"name": "channel", "type": ["null", "long"]')
  const stale = `schemas/${generated} is stale: run npm run schemas:generate and commit what it writes\n`
  assert.deepEqual(generate('--check', folder), { status: 1, stdout: '', stderr: stale })
  const count = readdirSync(schemas).filter(name => name.endsWith('.avsc')).length
  const written = `${count} schemas, 1 written, 0 removed\n`
  assert.deepEqual(generate(folder), { status: 0, stdout: written, stderr: '' })
  assert.match(readFileSync(join(folder, generated), 'utf8'), /channel: null \| number/)
  assert.equal(generate('--check', folder).status, 0)
})

test('types without a schema, or changed by hand, are stale too', t => {
  const folder = copyOf(t)
  rmSync(join(folder, file))
  edit(folder, 'receipt.generated.ts', /\n\/\*\*.*\*\//, '')
  const { status, stderr } = generate('--check', folder)
  assert.equal(status, 1)
  assert.deepEqual(stderr.match(/schemas\/\S+/g), ['schemas/receipt.generated.ts', `schemas/${generated}`])
})

test('what is not documented is refused with file and field, nested ones too, all at once, and nothing is written', t => {
  const folder = copyOf(t)
  edit(folder, file, /, "doc": "ISO 3166[^"]*"/, '')
  edit(folder, file, /"doc": "BCP 47[^"]*"/, '"doc": " "')
  edit(
    folder,
    'customer-cart-updated.avsc',
    /"name": "quantity", "type": "[a-z]+", "doc": "[^"]*"/,
    '"name": "quantity", "type": "int"',
  )
  edit(folder, 'receipt.avsc', /"doc"/, '"comment"')
  const before = readFileSync(join(folder, generated), 'utf8')
  const { status, stderr } = generate(folder)
  assert.equal(status, 1)
  assert.deepEqual(stderr.trim().split('\n'), [
    'schemas/customer-cart-updated.avsc: the field items.quantity has no doc',
    'schemas/customer-signed-up.avsc: the field country has no doc',
    'schemas/customer-signed-up.avsc: the field language has no doc',
    'schemas/receipt.avsc: the record has no doc',
  ])
  assert.equal(readFileSync(join(folder, generated), 'utf8'), before)
})

test('a file that is no record is named', t => {
  const folder = copyOf(t)
  writeFileSync(join(folder, 'a.avsc'), '{')
  writeFileSync(join(folder, 'b.avsc'), '"string"')
  const { status, stderr } = generate(folder)
  assert.equal(status, 1)
  assert.match(stderr, /^schemas\/a\.avsc: is no Avro schema in JSON/m)
  assert.match(stderr, /^schemas\/b\.avsc: is not a record$/m)
})
