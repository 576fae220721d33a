import { brazeProfile } from './profiles/braze.ts'
import { sinkContract } from './suite.ts'

sinkContract(brazeProfile)
