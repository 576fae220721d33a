import { ecmProfile } from './profiles/ecm.ts'
import { sinkContract } from './suite.ts'

sinkContract(ecmProfile)
