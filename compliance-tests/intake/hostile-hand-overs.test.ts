import { judgeTrials } from './judge-trials.ts'
import { containerTrials } from './trials/container-trials.ts'
import { fileTrials } from './trials/file-trials.ts'
import { formatTrials } from './trials/format-trials.ts'
import { jsonTrials } from './trials/json-trials.ts'
import { pathTrials } from './trials/path-trials.ts'

judgeTrials([...pathTrials, ...fileTrials, ...formatTrials, ...containerTrials, ...jsonTrials])
