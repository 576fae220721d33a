import { pushProfile } from './profiles/push.ts'
import { sinkContract } from './suite.ts'

sinkContract(pushProfile)
