/**
 * The pinned versions of what Signalbox runs on. docker-compose.yml, deploy/ and the poms in artifacts/ name them
 * again because their tools insist on it; test/stack/versions.test.ts holds those to this file.
 *
 * To move to another version: change it here and where that test says, delete the part's `files.sha256`, run
 * `mvn -f src/stack/artifacts/PART/pom.xml -Dstage=/tmp/stage dependency:copy-dependencies`, and write the new list
 * with `cd /tmp/stage && sha256sum *`.
 */
export const versions = {
  kafka: '4.3.1',
  scala: '2.13',
  /** Apicurio Registry: 3.0.x is the last line that runs on Java 17. */
  registry: '3.0.9',
} as const

/** Both Kafka 4 and this registry need at least this Java. */
export const oldestJava = 17
