import { judgeTrials } from './judge-trials.ts'
import { caseZipTrials } from './trials/case-zip-trials.ts'
import { goodTrials } from './trials/good-trials.ts'
import { ruleTrials } from './trials/rule-trials.ts'
import { schemaTrials } from './trials/schema-trials.ts'
import { scopeTrials } from './trials/scope-trials.ts'

judgeTrials([...schemaTrials, ...ruleTrials, ...scopeTrials, ...goodTrials, ...caseZipTrials])
