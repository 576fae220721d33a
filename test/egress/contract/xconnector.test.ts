import { xconnectorProfile } from './profiles/xconnector.ts'
import { sinkContract } from './suite.ts'

sinkContract(xconnectorProfile)
