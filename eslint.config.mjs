import js from '@eslint/js'
import tseslint from 'typescript-eslint'

/**
 * The layers of the project, held here. Imports go one way:
 *   schemas <- topics <- processors;   ingress, egress and processors never import each other;
 *   src/transport (HTTP calls) <- src/systems (what both edges know of an outside system) <- ingress, egress;   nobody but src/stream and src/kafka imports
 *   the engine's inside or Kafka's client;   the sandboxes import nothing of ours.
 * Each message says where the code belongs.
 */
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] })
const rule = (regex, message) => ({ regex, message })

const kafkaClient = rule(
  '^(kafkajs|@kafkajs/|avsc)',
  'Only src/kafka speaks to Kafka and Avro. Ask for what you need through src/kafka/index.ts.',
)
const engineInside = rule(
  '/stream/(?!index\\.ts$|define\\.ts$)',
  'Import the engine through src/stream/index.ts (to run it) or src/stream/define.ts (to declare topics, processors, sinks).',
)
const engine = rule(
  '/stream/(?!define\\.ts$)',
  'Adapters, sinks and processors only declare: import src/stream/define.ts. What runs them belongs in src/stream.',
)
const kafkaInside = rule(
  '/kafka/(?!index\\.ts$)',
  'The port is src/kafka/index.ts: import from there, or add to it what the pipeline needs of Kafka.',
)
const kafkaFolder = rule('/kafka/', 'This layer does not know Kafka. The engine (src/stream) carries its records.')
const ingress = rule(
  '/ingress/',
  'Adapters are imported by src/topology.ts alone. What two edges share belongs in schemas, topics, or src/systems.',
)
const egress = rule(
  '/egress/',
  'Sinks are imported by src/topology.ts alone. What two edges share belongs in schemas, topics, or src/systems.',
)
const processors = rule(
  '/processors/',
  'Processors are imported by src/topology.ts alone. A shared rule is a part in processors/ itself.',
)
const topics = rule('/topics/', 'schemas come before topics: a schema does not know where its records rest.')
const ours = rule(
  '(^|/)(src|schemas|topics|processors)/',
  'A sandbox encodes the vendor’s documentation and shares nothing with what it tests.',
)

const clock = [
  { object: 'Date', property: 'now', message: 'Time comes from an injected Clock (src/clock.ts).' },
  { object: 'Math', property: 'random', message: 'Randomness is injected, so that a replay and a test see the same.' },
]
const noNow = {
  selector: "NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Time comes from an injected Clock (src/clock.ts).',
}

export default tseslint.config(
  { ignores: ['node_modules', '.signalbox', 'schemas/*.generated.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...forbid(kafkaClient, kafkaInside, engineInside),
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    files: ['src/**/*.ts', 'topics/**/*.ts', 'processors/**/*.ts'],
    rules: { 'no-restricted-properties': ['error', ...clock], 'no-restricted-syntax': ['error', noNow] },
  },
  { files: ['src/clock.ts'], rules: { 'no-restricted-properties': 'off', 'no-restricted-syntax': 'off' } },
  {
    files: ['schemas/**/*.ts'],
    rules: forbid(kafkaClient, topics, processors, ingress, egress, engineInside, kafkaFolder),
  },
  { files: ['topics/**/*.ts'], rules: forbid(kafkaClient, processors, ingress, egress, engine, kafkaFolder) },
  { files: ['processors/**/*.ts'], rules: forbid(kafkaClient, ingress, egress, engine, kafkaFolder) },
  { files: ['src/ingress/**/*.ts'], rules: forbid(kafkaClient, processors, egress, engine, kafkaFolder) },
  { files: ['src/egress/**/*.ts'], rules: forbid(kafkaClient, processors, ingress, engine, kafkaFolder) },
  {
    files: ['src/{transport,systems}/**/*.ts'],
    rules: forbid(kafkaClient, processors, ingress, egress, engine, kafkaFolder),
  },
  { files: ['src/stream/**/*.ts'], rules: forbid(kafkaClient, kafkaInside, processors, ingress, egress) },
  { files: ['src/kafka/**/*.ts'], rules: forbid(processors, ingress, egress) },
  {
    files: ['src/kafka/codec/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      'no-restricted-imports': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'before', 'after', 'suite'] },
          ],
        },
      ],
    },
  },
  { files: ['test/sandbox/**/*.ts'], rules: forbid(ours) },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { process: 'readonly', console: 'readonly' },
    },
  },
)
