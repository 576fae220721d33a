// Written by schemas/generate.ts from onboarding-stages.avsc: change that file and run npm run schemas:generate.
import type { RecordSchema } from './record.ts'
/** The stage of one onboarding. */
export interface OnboardingStage {
  /** The stage, as the settings call it. */
  stage: string
  /** Its place in the settings' list: a higher one is further on. */
  rank: number
  /** Event time of that word; an older one changes nothing. */
  at: number
}

/** How far a customer's onboardings are: one row of the onboarding. */
export interface OnboardingStages {
  /** By the workspace's node id. */
  stages: Record<string, OnboardingStage>
}

export const OnboardingStages: RecordSchema<'signalbox.state.OnboardingStages', OnboardingStages> = {
  name: 'signalbox.state.OnboardingStages',
  compatibility: 'BACKWARD',
  avro: {
    type: 'record',
    name: 'OnboardingStages',
    namespace: 'signalbox.state',
    doc: "How far a customer's onboardings are: one row of the onboarding.",
    fields: [
      {
        name: 'stages',
        type: {
          type: 'map',
          values: {
            type: 'record',
            name: 'OnboardingStage',
            doc: 'The stage of one onboarding.',
            fields: [
              { name: 'stage', type: 'string', doc: 'The stage, as the settings call it.' },
              { name: 'rank', type: 'int', doc: "Its place in the settings' list: a higher one is further on." },
              {
                name: 'at',
                type: { type: 'long', logicalType: 'timestamp-millis' },
                doc: 'Event time of that word; an older one changes nothing.',
              },
            ],
          },
        },
        doc: "By the workspace's node id.",
        default: {},
      },
    ],
  },
}
