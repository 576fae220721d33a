import { httpProfile } from './profiles/http.ts'
import { sinkContract } from './suite.ts'

sinkContract(httpProfile)
