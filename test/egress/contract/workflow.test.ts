import { workflowProfile } from './profiles/workflow.ts'
import { sinkContract } from './suite.ts'

sinkContract(workflowProfile)
